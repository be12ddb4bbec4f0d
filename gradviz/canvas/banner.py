"""Banner: what the step that led here did, in a sentence at the top of the canvas."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QWidget

from gradviz.canvas.frame import stamps
from gradviz.canvas.kept_words import paint_words
from gradviz.canvas.overlay import Overlay
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import chip_size, paint_chip
from gradviz.look.runs import Run, baseline_in, paint_runs, runs_width, text_width
from gradviz.look.theme import Theme
from gradviz.look.tones import ToneName, tone
from gradviz.look.typography import typographic
from gradviz.model.explain import step_name, step_phrase
from gradviz.model.phrase import Phrase, Tone, plain
from gradviz.model.positions import Phase
from gradviz.model.recording import Recording

_PADDING = METRICS.space_2 + METRICS.space_half
_GAP = METRICS.space_2 + METRICS.space_half
_CHIP_HEIGHT = METRICS.control_small_height
_LINE = METRICS.line_height.label
_MOST_LINES = 3
_THIN_SPACE = "\N{NO-BREAK SPACE}"

_PHASE_TONE: dict[Phase, ToneName] = {
    Phase.START: "neutral",
    Phase.FORWARD: "forward",
    Phase.SEED: "backward",
    Phase.BACKWARD: "backward",
}


class Banner(Overlay):
    """A chip with the step's name and its sentence, on up to three lines."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        super().__init__(canvas, theme)
        self._name = ""
        self._sentence: Phrase = ()
        self._phase = Phase.START
        self._written: list[Run] = []
        self._lines: list[list[Run]] = []
        self._chip_width = 0.0
        self.setAccessibleName("What this step does")

    @property
    def text(self) -> str:
        """The whole sentence, whatever of it fits."""
        return plain(self._sentence)

    def show_step(self, recording: Recording, position: int) -> None:
        self._name = step_name(recording, position)
        self._sentence = step_phrase(recording, position)
        self._phase = recording.step(position).phase
        self._write()
        self.setAccessibleDescription(f"{self._name}: {self.text}")
        self.renew()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._write()

    def size_within(self, width: int) -> QSize:
        """The size it needs if it may be so wide. So it is going to be."""
        around = self._text_left + _PADDING + 2
        self._lines = wrapped(self._written, width - around, _MOST_LINES)
        widest = max([runs_width(line) for line in self._lines], default=0.0)
        told = "" if around + widest <= width else self.text
        if told != self.toolTip():
            self.setToolTip(told)
        return QSize(min(width, math.ceil(around + widest)), self.height_of(len(self._lines)))

    @staticmethod
    def height_of(lines: int) -> int:
        return max(2 * METRICS.space_2 + _CHIP_HEIGHT, 2 * _PADDING + lines * _LINE)

    def paint(self, painter: QPainter) -> None:
        super().paint(painter)
        chip = QRectF(_PADDING, METRICS.space_2, self._chip_width, _CHIP_HEIGHT)
        name, is_active = _PHASE_TONE[self._phase], self._phase is not Phase.START
        stamps().lay(
            painter, ("step chip", name, is_active, self.theme), chip, QMarginsF(), 1.0,
            lambda painter, at: paint_chip(
                painter, at, (), tone(self.theme, name), active=is_active
            ),
        )  # fmt: skip
        paint_runs(painter, chip, [self._chip_run], Qt.AlignmentFlag.AlignHCenter)
        ground = self.theme.color("bg.panel")
        left, lines = self._text_left, self._lines
        room = self.width() - left - _PADDING
        top = (self.height() - len(lines) * _LINE) / 2
        for i, line in enumerate(lines):
            _paint_line(painter, QRectF(left, top + i * _LINE, room + 1, _LINE), line, ground)

    def _write(self) -> None:
        """The words as they look in the theme there is."""
        self._written = _runs(self._sentence, self.theme)
        self._chip_width = chip_size([self._chip_run]).width()

    @property
    def _chip_run(self) -> Run:
        return Run(self._name, tone(self.theme, _PHASE_TONE[self._phase]).text, _chip_font())

    @property
    def _text_left(self) -> float:
        return _PADDING + self._chip_width + _GAP


@cache
def _chip_font() -> QFont:
    return ui_font(METRICS.text_size.small, 600)


def _paint_line(painter: QPainter, rect: QRectF, line: Sequence[Run], ground: QColor) -> None:
    """As `paint_runs` does, quicker: the words between the names and numbers are kept."""
    widths = [text_width(run.text, run.font) for run in line]
    is_struck = any(run.strike is not None for run in line)
    if is_struck or sum(widths) > rect.width():
        paint_runs(painter, rect, line)
        return
    y = baseline_in(rect, line[0].font)  # all are equally large
    x, others = rect.x(), []
    for run, wide in zip(line, widths, strict=True):
        if run.font.fixedPitch():
            others.append((x, run))
        else:
            paint_words(painter, x, y, run, ground)
        x += wide
    for x, run in others:  # over what the words' own ground may have covered
        painter.setFont(run.font)
        painter.setPen(run.color)
        painter.drawText(QPointF(x, y), run.text)


@lru_cache(maxsize=2)
def _looks(theme: Theme) -> dict[Tone, Run]:
    """An empty run of each tone."""
    color, size = theme.color, METRICS.text_size.label
    number = mono_font(size, 500)
    return {
        Tone.PLAIN: Run("", color("text.primary"), ui_font(size)),
        Tone.NAME: Run("", color("text.primary"), mono_font(size, 600)),
        Tone.DATA: Run("", color("forward.text"), number),
        Tone.GRAD: Run("", color("backward.text"), number),
        Tone.LOST: Run("", color("error.text"), number, color("error.line")),
    }


def _runs(sentence: Phrase, theme: Theme) -> list[Run]:
    looks = _looks(theme)
    out: list[Run] = []
    for part in sentence:
        look = looks[part.tone]
        run = Run(typographic(part.text), look.color, look.font, look.strike)
        space = Run(_THIN_SPACE, look.color, looks[Tone.PLAIN].font)
        # A strike is longer than its text.
        out += [space, run, space] if look.strike is not None else [run]
    return out


def wrapped(runs: Sequence[Run], width: float, most: int) -> list[list[Run]]:
    """The runs on lines of at most `width`, broken at spaces; the `most`-th line keeps all
    that is left, however long, for the painter to elide.

    A word that alone is wider than a line gets one for itself. A struck number isn't broken.
    """
    if runs and runs_width(runs) <= width:
        return [_joined(runs)]
    lines: list[list[Run]] = [[]]
    used = 0.0
    for word in _words(runs):
        wide = runs_width(word)
        bare = wide - _trailing_space(word)
        if lines[-1] and used + bare > width + 0.01 and len(lines) < most:
            lines.append([])
            used = 0.0
        lines[-1].extend(word)
        used += wide
    return [_joined(line) for line in lines if line]


def _words(runs: Sequence[Run]) -> list[list[Run]]:
    """Pieces between which a line may break: each ends with its space. A word may change its
    look in the middle: 'a' and the comma after it."""
    words: list[list[Run]] = [[]]
    for run in runs:
        pieces = [run.text] if run.strike else re.findall(r"[^ ]+ *| +", run.text)
        for piece in pieces:
            words[-1].append(run._replace(text=piece))
            if piece.endswith(" "):
                words.append([])
    return [word for word in words if word]


def _trailing_space(word: Sequence[Run]) -> float:
    last = word[-1]
    return text_width(last.text, last.font) - text_width(last.text.rstrip(), last.font)


def _joined(line: Sequence[Run]) -> list[Run]:
    """Neighbours of one look as one run, without the space at the end of the line."""
    out: list[Run] = []
    for run in line:
        if out and out[-1].color is run.color and out[-1].font is run.font:
            out[-1] = out[-1]._replace(text=out[-1].text + run.text)
        else:
            out.append(run)
    out[-1] = out[-1]._replace(text=out[-1].text.rstrip())
    return out
