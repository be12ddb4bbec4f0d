"""How gradviz looks: colours, sizes, type, icons and the painter helpers that use them.

Nothing is imported here on purpose: `gradviz.look.metrics` must stay usable by code that
runs without Qt, such as layout in a child process.
"""
