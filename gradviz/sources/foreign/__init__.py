"""A user's own engine: observed while their program runs, then examined."""

from gradviz.sources.foreign.discover import ProgramObserver
from gradviz.sources.foreign.examine import examine

__all__ = ["ProgramObserver", "examine"]
