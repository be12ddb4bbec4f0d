"""The timeline: every step of a recording on one line, with a playhead to drag."""

from gradviz.app.timeline.timeline import Timeline

__all__ = ["Timeline"]
