"""Scene: everything the canvas paints at one moment, as one value.

The widget makes a new Scene for every paint from what it holds; the painting functions read
it and nothing else, so the same Scene always gives the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gradviz.canvas.heat import Colouring
from gradviz.canvas.way import Stop
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import Layout
from gradviz.model.recording import Recording


class Detail(Enum):
    """How much a box shows, by zoom."""

    FULL = "full"
    COMPACT = "compact"
    BLOCK = "block"


@dataclass(frozen=True)
class Motion:
    """How far the animation of a finished step is, each part from 0 to 1.

    The state has moved already; motion only decorates it. All parts at 1 (`AT_REST`) is the
    picture of the position itself.
    """

    pulse: float = 1.0
    """The pulse from the result back to the operands (forward: to the result)."""
    chips: float = 1.0
    """Opacity of the active edges' chips."""
    strip: float = 1.0
    """The accumulation strip adding up."""
    halo: float = 1.0
    """The current node's halo settling."""


AT_REST = Motion()


@dataclass(frozen=True, eq=False)
class Scene:
    """A graph with its places and numbers, a position, and what the person points at.

    `selected`, `hovered` and `editing` are nodes, None for none; `…_group` is a group instead.
    `focused`: the canvas has the keyboard. `hovered_arrow` is an arrow of the drawing.
    """

    recording: Recording
    drawing: Drawing
    layout: Layout
    position: int
    selected: int | None = None
    selected_group: int | None = None
    hovered: int | None = None
    hovered_group: int | None = None
    hovered_arrow: int | None = None
    editing: int | None = None
    focused: bool = False
    colouring: Colouring = Colouring.STATE
    motion: Motion = AT_REST

    @property
    def chosen(self) -> Stop:
        """What is selected."""
        return Stop(self.selected, self.selected_group)

    @property
    def touched(self) -> tuple[object, ...]:
        """All that a person points at, has selected or is about to change."""
        return (
            self.selected, self.selected_group, self.hovered, self.hovered_group,
            self.hovered_arrow, self.editing, self.focused,
        )  # fmt: skip
