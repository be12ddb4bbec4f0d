"""Shown: what a picture shows, as it was told last; a `Scene` is one moment of it."""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.canvas.description import description
from gradviz.canvas.heat import Colouring
from gradviz.canvas.pick import NOTHING, Pick
from gradviz.canvas.scene import Motion, Scene
from gradviz.canvas.way import Stop
from gradviz.layout.drawing import Drawing
from gradviz.layout.fold import Fold
from gradviz.layout.layout import Layout
from gradviz.model.recording import Recording


@dataclass
class Shown:
    """A graph, its layout once that has come, and what is selected, pointed at and edited."""

    recording: Recording | None = None
    drawing: Drawing | None = None
    layout: Layout | None = None
    position: int = 0
    selected: int | None = None
    selected_group: int | None = None
    pointed: Pick = NOTHING
    editing: int | None = None
    colouring: Colouring = Colouring.STATE

    def begin(self, recording: Recording) -> None:
        """Another graph, at its start."""
        self.recording, self.drawing, self.layout = recording, None, None
        self.position, self.selected, self.selected_group = 0, None, None

    @property
    def at(self) -> Stop:
        """What is selected."""
        return Stop(self.selected, self.selected_group)

    @property
    def fold(self) -> Fold | None:
        """Which groups are open; None where there are no groups."""
        fold = self.drawing.fold if self.drawing is not None else None
        return fold if fold is not None and len(fold.groups) > 0 else None

    def scene(self, motion: Motion, focused: bool) -> Scene | None:
        """None as long as there is no layout."""
        if self.recording is None or self.drawing is None or self.layout is None:
            return None
        return Scene(
            recording=self.recording,
            drawing=self.drawing,
            layout=self.layout,
            position=self.position,
            selected=self.selected,
            selected_group=self.selected_group,
            hovered_group=self.pointed.group,
            hovered=self.pointed.node,
            hovered_arrow=self.pointed.arrow,
            editing=self.editing,
            focused=focused,
            colouring=self.colouring,
            motion=motion,
        )

    @property
    def in_words(self) -> str:
        """For screen readers."""
        if self.recording is None:
            return "No graph yet"
        return description(self.recording, self.position, self.drawing, self.at)
