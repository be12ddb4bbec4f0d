"""The inspector: everything known about the selected value, and why its gradient is what it is."""

from gradviz.app.inspector.inspector import Inspector

__all__ = ["Inspector"]
