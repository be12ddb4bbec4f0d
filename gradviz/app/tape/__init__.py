"""The tape as a table: every step, what it computed or which gradients it wrote."""

from gradviz.app.tape.tape_panel import TapePanel

__all__ = ["TapePanel"]
