"""Where recordings come from. Nothing here imports Qt."""
