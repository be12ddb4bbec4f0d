"""The Compare tab: an engine's gradient writes beside the reference's, in lockstep."""

from gradviz.app.compare.compare_panel import ComparePanel
from gradviz.app.compare.comparing import Comparing
from gradviz.app.compare.lockstep import Lockstep

__all__ = ["ComparePanel", "Comparing", "Lockstep"]
