"""Faces: what every box says at a position, in words and numbers.

The canvas's own model: the painter, tests and accessibility read it, so what is painted and
what is read out can't differ. Texts are ASCII where they hold numbers and never shortened;
fitting them into a card is the painter's business.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np

from gradviz.canvas.arrow_faces import ArrowFace, ArrowKind, arrow_face
from gradviz.canvas.arrow_kinds import past_faces
from gradviz.canvas.group_faces import GroupFace, group_faces
from gradviz.canvas.pieces import Piece, plain, strip_pieces
from gradviz.canvas.standing import (
    NO_VALUE,
    BriefFace,
    Standing,
    brief_faces,
    standings_of,
    writes_gone,
    writes_now,
)
from gradviz.layout.drawing import Drawing
from gradviz.model.graph import Ints
from gradviz.model.kept import Weakly, kept
from gradviz.model.numbers import brief_text, card_text, short_text
from gradviz.model.positions import NodeState, Phase
from gradviz.model.recording import Recording
from gradviz.model.tape import Write

__all__ = [
    "NO_VALUE",
    "ArrowFace",
    "ArrowKind",
    "Badge",
    "CardFace",
    "Faces",
    "OpFace",
    "Tint",
    "arrow_face",
    "card_face",
    "faces_at",
    "op_face",
]


class Tint(Enum):
    """How grave a badge is."""

    ERROR = "error"
    WARNING = "warning"


class Badge(NamedTuple):
    """An icon and a word on the corner of a card."""

    icon: str
    text: str
    tint: Tint


class CardFace(NamedTuple):
    """A value's card. '' stands for what isn't shown at this position.

    `role` is "leaf", "root" or how the value was made ("a × b"). `data` and `grad` are the
    card's four-decimal texts, `short_data` and `short_grad` the shortest forms. `strip` is
    the write that happens now ("-6 + 3 = -3"). `expected` and `lost` say what overwriting
    did: "expected -3.0", "lost: -6".
    """

    node: int
    label: str
    role: str
    state: NodeState
    is_backward: bool
    is_leaf: bool
    is_root: bool
    has_value: bool
    data: str
    short_data: str
    grad: str
    short_grad: str
    is_data_finite: bool
    is_grad_finite: bool
    is_first_nonfinite: bool
    strip: tuple[Piece, ...]
    is_overwritten: bool
    expected: str
    lost: str
    caption: str
    badges: tuple[Badge, ...]

    @property
    def is_receiving(self) -> bool:
        """Whether the current step writes to this gradient."""
        return bool(self.strip)

    @property
    def is_bare(self) -> bool:
        """Whether nothing hangs on the card."""
        return not (self.strip or self.badges or self.expected or self.lost or self.caption)

    @property
    def is_wrong(self) -> bool:
        """Whether the gradient isn't what accumulation gives at this position."""
        return bool(self.expected)

    @property
    def strip_text(self) -> str:
        return plain(self.strip)

    @property
    def description(self) -> str:
        """One sentence for someone who can't see the card."""
        said = [f"{self.label}, {self.role}, {self.state.value}"]
        said.append(f"data {self.data}" if self.has_value else "no value yet")
        if self.has_value:
            said.append(f"gradient {self.grad}")
        said += [f"now {self.strip_text}"] if self.strip else []
        said += [text for text in (self.expected, self.lost, self.caption) if text]
        said += [badge.text for badge in self.badges]
        return "; ".join(said) + "."


@dataclass(frozen=True)
class OpFace:
    """The circle in front of a computed value. Its state is the value's."""

    node: int
    symbol: str
    state: NodeState
    is_backward: bool


def card_face(recording: Recording, position: int, node: int) -> CardFace:
    """What a value's card says at a position."""
    standing = Standing.of(recording, position, node)
    return _card_face(recording, position, node, standing, recording.grad(node, position))


def _card_face(
    recording: Recording, position: int, node: int, standing: Standing, grad: float
) -> CardFace:
    graph, step = recording.graph, recording.step(position)
    has_value, value = recording.has_value(node, position), float(recording.values[node])
    now: list[Write] = []
    if standing.is_receiving:
        now = [recording.write(index) for index in writes_now(recording, step, node)]
    lost = ""
    if standing.is_overwritten:
        lost = _lost_text(recording, writes_gone(recording, position, node))
    role = "root" if standing.is_root else "leaf" if standing.is_leaf else graph.expression(node)
    return CardFace(
        node=node,
        label=graph.name(node),
        role=role,
        state=standing.state,
        is_backward=standing.is_backward,
        is_leaf=standing.is_leaf,
        is_root=standing.is_root,
        has_value=has_value,
        data=card_text(value) if has_value else NO_VALUE,
        short_data=short_text(value) if has_value else NO_VALUE,
        grad=card_text(grad) if has_value else NO_VALUE,
        short_grad=short_text(grad) if has_value else NO_VALUE,
        is_data_finite=math.isfinite(value) or not has_value,
        is_grad_finite=math.isfinite(grad),
        is_first_nonfinite=standing.is_first_nonfinite,
        strip=strip_pieces(now),
        is_overwritten=standing.is_overwritten,
        expected=_expected_text(recording, position, node) if standing.is_wrong else "",
        lost=lost,
        caption="seed: grad = 1" if standing.is_root and standing.is_backward else "",
        badges=_badges(recording, position, node, value, grad) if has_value else (),
    )


def op_face(recording: Recording, position: int, node: int) -> OpFace:
    """What the circle in front of a computed value says at a position.

    The seed comes from nowhere, not through the root's op, which is still to run.
    """
    graph = recording.graph
    state = recording.state(node, position)
    if recording.step(position).phase is Phase.SEED:
        state = NodeState.PENDING
    return OpFace(
        node=node,
        symbol=graph.symbol(node),
        state=state,
        is_backward=position > len(graph),
    )


# --- all of a position, remembered ------------------------------------------------------


class Faces:
    """Every face at one position of one recording, each made when it is first asked for."""

    recording = Weakly[Recording]()

    def __init__(self, recording: Recording, position: int) -> None:
        self.recording = recording
        self.position = position
        self._cards: dict[int, CardFace] = {}
        self._briefs: dict[int, BriefFace] = {}
        self._standings: dict[int, Standing] = {}
        self._ops: dict[int, OpFace] = {}
        self._arrows: dict[int, ArrowFace] = {}
        self._groups: dict[int, GroupFace] = {}

    def card(self, node: int) -> CardFace:
        if node not in self._cards:
            self.keep_cards(np.array([node], np.int32))
        return self._cards[node]

    def keep_cards(self, nodes: Ints) -> None:
        """Make the faces of some cards all at once, for `card`."""
        self.keep_standings(nodes)
        new = _new(nodes, self._cards)
        grads = self.recording.grads_of(new, self.position).tolist()
        for node, grad in zip(new.tolist(), grads, strict=True):
            standing = self._standings[node]
            face = _card_face(self.recording, self.position, node, standing, grad)
            self._cards[node] = face

    def brief(self, node: int) -> BriefFace:
        if node not in self._briefs:
            standing = self.standing(node)
            self._briefs[node] = BriefFace.of(self.recording, self.position, node, standing)
        return self._briefs[node]

    def standing(self, node: int) -> Standing:
        if node not in self._standings:
            self._standings[node] = Standing.of(self.recording, self.position, node)
        return self._standings[node]

    def keep_standings(self, nodes: Ints) -> None:
        """Find out how some nodes stand all at once, for `standing`."""
        new = _new(nodes, self._standings)
        found = standings_of(self.recording, self.position, new)
        self._standings.update(zip(new.tolist(), found, strict=True))

    def keep_briefs(self, nodes: Ints) -> None:
        """Make some brief faces all at once, for `brief`."""
        self.keep_standings(nodes)
        new = _new(nodes, self._briefs)
        standings = [self._standings[node] for node in new.tolist()]
        found = brief_faces(self.recording, self.position, new, standings)
        self._briefs.update(zip(new.tolist(), found, strict=True))

    def op(self, node: int) -> OpFace:
        if node not in self._ops:
            self._ops[node] = op_face(self.recording, self.position, node)
        return self._ops[node]

    def group(self, drawing: Drawing, group: int) -> GroupFace:
        if group not in self._groups:
            assert drawing.fold is not None
            faces = group_faces(self.recording, drawing.fold.groups)
            self._groups[group] = faces.at(self.position, group)
        return self._groups[group]

    def keep_arrows(self, drawing: Drawing, arrows: Ints) -> None:
        """Make the faces of some arrows all at once, as far as that can be done, for `arrow`."""
        new = _new(arrows, self._arrows)
        for face in past_faces(self.recording, self.position, drawing, new):
            self._arrows[face.arrow] = face

    def arrow(self, drawing: Drawing, arrow: int) -> ArrowFace:
        if arrow not in self._arrows:
            self._arrows[arrow] = arrow_face(self.recording, self.position, drawing, arrow)
        return self._arrows[arrow]


def _new(nodes: Ints, known: Mapping[int, object]) -> Ints:
    return np.array([node for node in nodes.tolist() if node not in known], np.int32)


@kept(4)
def faces_at(recording: Recording, position: int) -> Faces:
    """The faces of a position; the same object as long as one stays there."""
    return Faces(recording, position)


# --- parts of a card --------------------------------------------------------------------


def _expected_text(recording: Recording, position: int, node: int) -> str:
    """'expected -3.0'."""
    return f"expected {brief_text(recording.expected(node, position))}"


def _lost_text(recording: Recording, gone: Ints) -> str:
    """'lost: -6', 'lost: -6, 2', 'lost: 49 writes'."""
    if len(gone) > 2:
        return f"lost: {len(gone)} writes"
    lost = [recording.write(int(index)).contribution for index in gone]
    return "lost: " + ", ".join(short_text(contribution) for contribution in lost)


def _badges(
    recording: Recording, position: int, node: int, value: float, grad: float
) -> tuple[Badge, ...]:
    out: list[Badge] = []
    if not math.isfinite(value):
        out.append(Badge("error", "NaN" if math.isnan(value) else "Inf", Tint.ERROR))
    elif not math.isfinite(grad):
        word = "NaN" if math.isnan(grad) else "Inf"
        out.append(Badge("error", f"{word} grad", Tint.ERROR))
    if recording.at_kink(node):
        tie = recording.graph.op(node).arity == 2
        out.append(Badge("warning", "tie" if tie else "kink at 0", Tint.WARNING))
    if recording.is_stale(node, position):
        out.append(Badge("warning", "stale", Tint.WARNING))
    return tuple(out)
