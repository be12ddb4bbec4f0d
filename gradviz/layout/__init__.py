"""Positions for boxes and routes for arrows. Nothing here imports Qt."""
