"""Everything the timeline paints at one moment, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont

from gradviz.app.table.rich_cell import Ink, Item
from gradviz.app.timeline.timeline_layout import TimelineLayout
from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.runs import Run
from gradviz.look.theme import Theme
from gradviz.look.typography import typographic
from gradviz.model.recording import Recording

# Rows of the 100 px, by their middle.
SECTION_Y = 12.0
FLAG_TOP, FLAG_BOTTOM = 21.0, 34.0
TRACK_Y = 50.0
FIRST_Y = 76.0
SECOND_Y = 90.0
ROW = 14.0

_ROLE = {
    Ink.QUIET: "text.muted",
    Ink.CODE: "text.secondary",
    Ink.NAME: "text.primary",
    Ink.DATA: "forward.text",
    Ink.GRAD: "backward.text",
    Ink.WRONG: "error.text",
}


@dataclass(frozen=True, eq=False)
class TimelineScene:
    """A recording on its layout, the playhead, and what the person points at.

    `playhead_x` is where the playhead is drawn, on its way to `position`'s place.
    """

    recording: Recording
    layout: TimelineLayout
    theme: Theme
    width: float
    position: int
    playhead_x: float
    selected: int | None = None
    hovered: int | None = None

    @property
    def values(self) -> int:
        return self.layout.values

    def phase_of(self, position: int) -> str:
        """'forward' or 'backward': the first part of a colour role."""
        return "forward" if position <= self.values else "backward"

    @property
    def selected_positions(self) -> tuple[int, ...]:
        """The selected node's two stops."""
        if self.selected is None:
            return ()
        recording = self.recording
        return (
            recording.position_of_forward(self.selected),
            recording.position_of_backward(self.selected),
        )

    def runs(self, item: Item, strong: bool = False) -> list[Run]:
        """The runs of a caption; the current step's is `strong`."""
        out: list[Run] = []
        for piece in item:
            font: QFont = (ui_font if piece.ink is Ink.QUIET else mono_font)(
                METRICS.text_size.caption, 600 if strong and piece.ink is not Ink.QUIET else 400
            )
            role = _ROLE[piece.ink]
            if strong and piece.ink is Ink.CODE:
                role = "text.primary"
            out.append(Run(typographic(piece.text), self.theme.color(role), font))
        return out
