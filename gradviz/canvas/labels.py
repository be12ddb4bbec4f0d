"""Labels: values beside their users, as on a schematic's net label, one by one or as a group."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.group_faces import GroupFace
from gradviz.canvas.ink import Ink
from gradviz.canvas.standing import BriefFace
from gradviz.canvas.texts import Line, Texts
from gradviz.canvas.writing import fit_number
from gradviz.layout.groups import Groups
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box
from gradviz.look.runs import mono_width
from gradviz.look.typography import typographic
from gradviz.model.kept import kept
from gradviz.model.positions import NodeState
from gradviz.model.recording import Recording

_LEAST = METRICS.canvas_text.min_on_screen
_MOST_ROUND = 12.0


class Outline(NamedTuple):
    """What the outline of a label tells."""

    state: NodeState
    is_backward: bool
    is_receiving: bool
    is_wrong: bool


class LabelFace(NamedTuple):
    """What a label says: of its `names` the first one that fits, or the last."""

    names: tuple[str, ...]
    value: str
    """'' for a group, and before it is computed; of an outlet how often it is used."""
    outline: Outline
    contribution: str = ""
    """What the present step brings back along its arrow, which is too short to say so."""

    @classmethod
    def of_value(cls, face: BriefFace, name: str) -> LabelFace:
        stands = face.standing
        outline = Outline(stands.state, stands.is_backward, stands.is_receiving, stands.is_wrong)
        return cls(short_names(name), face.number if face.has_value else "", outline)

    @classmethod
    def of_outlet(cls, face: BriefFace, name: str, uses: int) -> LabelFace:
        return cls.of_value(face, name)._replace(value=f"×{uses:,}")

    @classmethod
    def of_group(cls, face: GroupFace, is_receiving: bool) -> LabelFace:
        """`is_receiving`: the present step has written to one of its values."""
        count = face.count.split()[0]
        names = (face.name, f"weights ×{count}", f"w×{count}")
        outline = Outline(face.state, face.is_backward, is_receiving, face.is_wrong)
        return cls(names, "", outline)


@kept(4)
def receiving_groups(recording: Recording, position: int, groups: Groups) -> frozenset[int]:
    """The groups with a value that the step to a position wrote a gradient to."""
    writes = recording.step(position).writes
    targets = recording.tape.target[writes.start : writes.stop].tolist()
    return frozenset(g for node in targets for g in groups.chain(int(groups.of_node[node])))


def paint_label(
    painter: QPainter, rect: QRectF, outline: Outline, ink: Ink, *, hovered: bool
) -> None:
    """In widget px: what of it is the same for many."""
    phase = ink.phase(outline.is_backward)
    is_current = outline.state is NodeState.CURRENT
    border, width = ink.border, METRICS.hairline
    if outline.is_wrong:
        border = ink.error.line
    elif is_current:
        border, width = phase.line, METRICS.node_border_current
    elif outline.is_receiving:
        border, width = phase.line, METRICS.edge_width
    fill = ink.card_hovered if hovered else ink.card
    fill = phase.fill if is_current else fill
    dash = METRICS.pending_dash if outline.state is NodeState.PENDING else None
    paint_box(painter, rect, _radius(rect), fill, border, width, dash)


def write_label(
    texts: Texts, x: float, y: float, width: float, height: float, face: LabelFace, ink: Ink
) -> None:
    """The name, and the number if there is room for both."""
    size = min(METRICS.canvas_text.node_key + 1, int(height * 0.6))
    if size < _LEAST:
        if height < _LEAST:
            return
        size = _LEAST
    inset = min(height / 2, _MOST_ROUND) * 0.5
    line = Line(x + inset, x + inset + (width - inset - inset), y + height / 2)
    told = face.contribution or face.value
    name, number, px = _words(face.names, told, round(line.right - line.left, 6), size)
    texts.write(name, line, size, 600, ink.text)
    if number:
        color = ink.phase(True).text if face.contribution else ink.secondary
        texts.write(number, line, px, 500, color, at_right=True)


@lru_cache(maxsize=4096)
def _words(names: tuple[str, ...], told: str, room: float, size: int) -> tuple[str, str, int]:
    """The name, and the number with its size; '' where it doesn't fit."""
    fitting = (name for name in names if mono_width(name, size, 600) <= room)
    name = next(fitting, names[-1])
    if not told:
        return name, "", size
    room -= mono_width(name, size, 600) + 8
    text, px, _ = fit_number(told, told, size, _LEAST, (max(room, 0.0),))
    number = typographic(text)
    return name, number if mono_width(number, px, 500) <= room else "", px


def _radius(rect: QRectF) -> float:
    return min(rect.height() / 2, _MOST_ROUND)


@lru_cache(maxsize=4096)
def short_names(name: str) -> tuple[str, ...]:
    """A value's name, and shorter forms of it: 'L0.n3.w1', 'n3.w1', 'w1'."""
    parts = name.split(".")
    return tuple(".".join(parts[i:]) for i in range(len(parts)))
