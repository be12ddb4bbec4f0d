"""The Value engine and everything known about a graph. Nothing here imports Qt."""
