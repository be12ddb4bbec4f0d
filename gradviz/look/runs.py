"""Runs: pieces of text in their own colours and fonts, drawn side by side on one baseline.

    3 × 1 = +3        three colours, two weights, one line

The canvas, the tape and the inspector all show sums like this one, so measuring, aligning,
eliding and striking are done once here.
"""

import string
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.typography import MINUS

ELLIPSIS = "…"
_EVEN = frozenset(string.printable[:95] + MINUS + ELLIPSIS + "×→–")
"""Signs that the shipped font of equally wide ones has."""


class Run(NamedTuple):
    """Some text in one colour and font; `strike` is the colour of the line through it."""

    text: str
    color: QColor
    font: QFont
    strike: QColor | None = None


@lru_cache(maxsize=512)
def font_metrics(font: QFont) -> QFontMetricsF:
    """The font's metrics. Making them costs about as much as drawing a short text."""
    return QFontMetricsF(font)


def is_even(text: str) -> bool:
    """Whether all its signs are equally wide in the mono font, and none is looked for in
    another."""
    return _EVEN.issuperset(text)


@lru_cache(maxsize=16384)
def text_width(text: str, font: QFont) -> float:
    """How far the pen moves when `text` is drawn, in fractions of a pixel."""
    if len(text) > 1 and font.fixedPitch() and is_even(text):
        return len(text) * text_width("0", font)  # a fifth of the time for a text that is new
    return font_metrics(font).horizontalAdvance(text)


def mono_width(text: str, size: int, weight: int) -> float:
    """`text_width` in the font whose signs are equally wide, without looking up the font."""
    if is_even(text):
        return len(text) * _mono_advance(size, weight)
    return text_width(text, mono_font(size, weight))


@cache
def _mono_advance(size: int, weight: int) -> float:
    return text_width("0", mono_font(size, weight))


@cache
def mono_cap_height(size: int, weight: int) -> float:
    return font_metrics(mono_font(size, weight)).capHeight()


def runs_width(runs: Sequence[Run]) -> float:
    """The width of all runs on one line."""
    return sum(text_width(run.text, run.font) for run in runs)


def elide_runs(runs: Sequence[Run], width: float) -> list[Run]:
    """The runs shortened to `width`: whole ones while they fit, then one ending in "…".

    If not even the ellipsis fits, nothing is left.
    """
    if runs_width(runs) <= width + 0.01:
        return list(runs)
    kept: list[Run] = []
    left = width
    for run in runs:
        if text_width(run.text, run.font) + text_width(ELLIPSIS, run.font) <= left:
            kept.append(run)
            left -= text_width(run.text, run.font)
            continue
        elided = font_metrics(run.font).elidedText(run.text, Qt.TextElideMode.ElideRight, left)
        if elided == run.text:  # it fits, but something after it doesn't, and "…" must
            elided = font_metrics(run.font).elidedText(
                run.text + ELLIPSIS * 2, Qt.TextElideMode.ElideRight, left
            )
        if elided:
            kept.append(run._replace(text=elided))
        elif kept:  # there was room kept for it after the run before
            kept[-1] = kept[-1]._replace(text=kept[-1].text + ELLIPSIS)
        break
    return kept


def baseline_in(rect: QRectF, font: QFont) -> float:
    """The y to draw at, so that capitals and digits sit in the middle of `rect`.

    Centring the capitals rather than the line box is what makes text look centred in chips
    and buttons: the room for descenders below is mostly empty.
    """
    return round(rect.center().y() + font_metrics(font).capHeight() / 2)


def paint_runs(
    painter: QPainter,
    rect: QRectF,
    runs: Sequence[Run],
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    baseline: float | None = None,
) -> QRectF:
    """Draw the runs in `rect`, elided if they don't fit; answers where the text came to lie.

    `baseline` overrides the vertical centring, to line several texts up with one another.
    Leaves the painter's pen and font changed.
    """
    shown, widths = runs, [text_width(run.text, run.font) for run in runs]
    if sum(widths) > rect.width() + 0.01:
        shown = elide_runs(runs, rect.width())
        widths = [text_width(run.text, run.font) for run in shown]
    if not shown:
        return QRectF(rect.x(), rect.y(), 0.0, rect.height())
    width = sum(widths)
    if align & Qt.AlignmentFlag.AlignRight:
        x = rect.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        x = rect.center().x() - width / 2
    else:
        x = rect.x()
    y = baseline
    if y is None:
        y = baseline_in(rect, max(shown, key=lambda run: run.font.pixelSize()).font)
    if any(run.strike is not None for run in shown):
        _paint_strikes(painter, x, y, shown)
    pen_x = x
    for run, wide in zip(shown, widths, strict=True):
        painter.setFont(run.font)
        painter.setPen(run.color)
        painter.drawText(QPointF(pen_x, y), run.text)
        pen_x += wide
    return QRectF(x, rect.y(), width, rect.height())


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    color: QColor,
    font: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> QRectF:
    """One run; see `paint_runs`."""
    return paint_runs(painter, rect, [Run(text, color, font)], align)


def paint_strike(
    painter: QPainter, left: float, right: float, baseline: float, font: QFont, color: QColor
) -> None:
    """A slanted line from the baseline to the top of the digits. Draw the text over it.

    Slanted and behind, because a level line in front would be read as a minus sign, or hide
    one.
    """
    rise = font_metrics(font).capHeight()
    overhang = METRICS.strike_overhang
    pen = QPen(color, METRICS.strike_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawLine(QLineF(left - overhang, baseline, right + overhang, baseline - rise))


def _paint_strikes(painter: QPainter, x: float, baseline: float, runs: Sequence[Run]) -> None:
    """One line through each stretch of neighbouring struck runs, not one per run."""
    start = end = x
    struck: Run | None = None
    for run in (*runs, None):
        if struck is not None and (run is None or run.strike is None):
            assert struck.strike is not None
            paint_strike(painter, start, end, baseline, struck.font, struck.strike)
            struck = None
        if run is None:
            return
        if run.strike is not None and struck is None:
            struck, start = run, end
        end += text_width(run.text, run.font)
