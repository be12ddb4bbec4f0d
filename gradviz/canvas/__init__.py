"""The canvas: one painted widget that shows a graph at a position."""
