"""Warm-up: what the first picture of cards would wait for, done before while nobody waits.

A font is measured and an icon is read when it is first asked for. Whoever zooms in for the first
time would ask for two dozen of them in one frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from PySide6.QtCore import QObject, QTimer

from gradviz.canvas.ink import Ink, ink
from gradviz.look.fonts import ui_font
from gradviz.look.icons import read_icon
from gradviz.look.metrics import METRICS
from gradviz.look.runs import font_metrics, mono_cap_height, mono_width
from gradviz.look.theme import Theme

_LEAST = METRICS.canvas_text.min_on_screen
_LARGEST = 16
_SIGNS = range(6, _LARGEST + 1)
"""Sizes in which the signs of ops are tried."""


class WarmUp(QObject):
    """A little at a time, so that nobody notices; what is warm already costs nothing."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs: Iterator[Callable[[], None]] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def start(self, theme: Theme) -> None:
        """From the next moment on that there is nothing else to do."""
        self._jobs = _jobs(ink(theme))
        self._timer.start()

    def _next(self) -> None:
        job = next(self._jobs, None)
        if job is None:
            self._timer.stop()
        else:
            job()


def _jobs(colors: Ink) -> Iterator[Callable[[], None]]:
    for size in range(_LEAST, _LARGEST + 1):
        yield partial(_measure, size)
    yield _measure_signs
    for name, color in (
        ("check", colors.done), ("pending", colors.muted), ("pencil", colors.secondary),
        ("chev-down", colors.secondary), ("triangle-left", colors.backward.line),
    ):  # fmt: skip
        yield partial(read_icon, name, color)


@cache
def _measure(size: int) -> None:
    for weight in (400, 500, 600):
        mono_width("0", size, weight)
        mono_cap_height(size, weight)


@cache
def _measure_signs() -> None:
    for size in _SIGNS:
        font_metrics(ui_font(size, 500)).horizontalAdvance("×")
