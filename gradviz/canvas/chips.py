"""Chips: the numbers on arrows, each where it hides no card and no other chip.

A chip stays on its arrow; one that shows a whole calculation may lean over to one side of it
where there is no room on both. It has several forms, from the whole calculation with its caption
down to the contribution alone; the largest that finds a free place is shown, and none if
none does. Active chips choose first, then the others in the order their gradients came, so
that a chip seldom moves when another one appears.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from gradviz.canvas.arrow_faces import ArrowFace, ArrowKind
from gradviz.canvas.chip_spots import ChipSpots, Spots
from gradviz.canvas.ink import Ink, Lettering
from gradviz.canvas.pieces import plain
from gradviz.canvas.room import Rect, Room
from gradviz.canvas.stamps import Spot
from gradviz.canvas.texts import Texts, fitted
from gradviz.canvas.writing import sum_runs
from gradviz.look.metrics import METRICS
from gradviz.look.paint import chip_line, chip_size, paint_box, paint_chip
from gradviz.look.runs import Run, mono_cap_height
from gradviz.look.typography import typographic

_AIR = 3.0
"""Between a chip and whatever is beside it, and the gap it cuts into its arrow."""

CHIP_AROUND = QMarginsF(_AIR, _AIR, _AIR, _AIR)


@dataclass(frozen=True, eq=False)
class Chip:
    """One chip in its place (layout px)."""

    face: ArrowFace
    rect: QRectF
    runs: tuple[Run, ...]
    caption: tuple[Run, ...]
    icon: str

    @property
    def is_active(self) -> bool:
        return self.face.kind in (ArrowKind.BACKWARD, ArrowKind.FORWARD)

    @property
    def look(self) -> Hashable:
        """All that its picture depends on but for theme and size."""
        texts = tuple(run.text for run in (*self.runs, *self.caption))
        return self.face.kind, texts, len(self.runs), self.icon

    @property
    def is_plain(self) -> bool:
        """One number, as on the arrows of all that is over: the others say less often the same."""
        return len(self.runs) == 1 and not self.caption and self.runs[0].strike is None

    @property
    def plain_look(self) -> Hashable:
        """All that the picture of a plain one depends on without its number, but for theme and
        size."""
        return self.face.kind, len(self.runs[0].text), self.icon, self.face.is_faulty

    @property
    def blank(self) -> Chip:
        """The same without its number."""
        run = self.runs[0]
        return replace(self, runs=(Run(" " * len(run.text), run.color, run.font),))


class _Form(NamedTuple):
    runs: tuple[Run, ...]
    caption: tuple[Run, ...]
    icon: str
    width: float
    height: float
    may_lean: bool
    has_caption: bool


_RANK = {ArrowKind.BACKWARD: 0, ArrowKind.FORWARD: 0, ArrowKind.LOST: 1, ArrowKind.DONE: 2}


def _rank(face: ArrowFace) -> int:
    """Who chooses a place first: the current step, then what is wrong, then the past."""
    return min(_RANK[face.kind], 1) if face.is_faulty else _RANK[face.kind]


def place_chips(
    faces: Iterable[ArrowFace],
    spots: ChipSpots,
    taken: Iterable[Rect],
    ink: Ink,
    letters: Lettering,
    scale: float,
    *,
    roomy: bool,
) -> list[Chip]:
    """A place for every chip that finds one, avoiding the `taken` rectangles.

    `faces` come in the order in which equals may choose. `scale` turns the chip's px into
    layout px; where it isn't `roomy`, captions are left out, and calculations of the past.
    """
    room = Room(taken)
    ranked = sorted((f for f in faces if f.chip), key=_rank)
    out: list[Chip] = []
    for rank, group in groupby(ranked, key=_rank):
        choices = [(face, list(_forms(face, ink, letters, roomy))) for face in group]
        if rank == 0:
            choices = _alike(choices, spots, room, scale)
        for face, forms in choices:
            for form in forms:
                rect = _free_place(spots.of(face.arrow), room, form, scale)
                if rect is not None:
                    room.take(rect)
                    air = _AIR * scale
                    area = QRectF(QPointF(rect[0], rect[1]), QPointF(rect[2], rect[3]))
                    area = area.adjusted(air, air, -air, -air)
                    out.append(Chip(face, area, form.runs, form.caption, form.icon))
                    break
    return out


_Choices = list[tuple[ArrowFace, list[_Form]]]


def _alike(choices: _Choices, spots: ChipSpots, room: Room, scale: float) -> _Choices:
    """The chips of one step without the large forms for which not all of them find room.

    Two operands of one op side by side, one with a caption and one without, would look as
    if there were a difference between them. Where only one finds room for its calculation at
    all, it may show it.
    """
    most = max(len(forms) for _, forms in choices)
    for leave_out in range(most - 1):
        trial = room.copy()
        kept = [(face, forms[leave_out:] or forms[-1:]) for face, forms in choices]
        for face, forms in kept:
            rect = _free_place(spots.of(face.arrow), trial, forms[0], scale)
            if rect is None:
                break
            trial.take(rect)
        else:
            return kept
    return [(face, [form for form in forms if not form.has_caption]) for face, forms in choices]


def _free_place(spots: Spots, room: Room, form: _Form, scale: float) -> Rect | None:
    """The best place with room for a form and some air around it."""
    half_w = (form.width / 2 + _AIR) * scale
    half_h = (form.height / 2 + _AIR) * scale
    rect = room.first_free(spots.x, spots.y, half_w, half_h)
    if rect is not None or not form.may_lean:
        return rect
    for aside, up in _LEANINGS:
        for spot_x, spot_y in zip(spots.x[::2], spots.y[::2], strict=True):
            x, y = spot_x + aside * half_w, spot_y + up * half_h
            rect = (x - half_w, y - half_h, x + half_w, y + half_h)
            if room.is_free(rect):
                return rect
    return None


_LEANINGS = ((0.0, -0.75), (0.0, 0.75), (0.5, 0.0), (-0.5, 0.0), (0.5, -0.75), (0.5, 0.75))
"""How far a chip may lean to the right and down, in halves of its width and height."""


def _forms(face: ArrowFace, ink: Ink, letters: Lettering, roomy: bool) -> Iterable[_Form]:
    """The chip's forms, the largest first."""
    icon = "triangle-left" if face.kind in (ArrowKind.DONE, ArrowKind.LOST) else ""
    if face.kind is ArrowKind.DONE and not face.is_faulty:
        text = typographic(face.brief[0].text)
        width, height = _size_of_past(len(text), letters)
        run = Run(text, ink.secondary, letters.chip)
        yield _Form((run,), (), icon, width, height, may_lean=False, has_caption=False)
        return
    whole = tuple(sum_runs(face.chip, ink, letters))
    brief = tuple(sum_runs(face.brief, ink, letters))
    if face.kind is ArrowKind.BACKWARD:
        if roomy:
            caption = (Run(typographic(face.caption), ink.muted, letters.caption),)
            yield _form(whole, caption, "", has_caption=True)
        yield _form(whole, (), "", may_lean=True)
        if face.is_faulty:  # its calculation begins with what was written instead
            yield _form(brief, (), "", may_lean=True)
            yield _form(brief[:1], brief[2:], "", may_lean=True)  # what is due below it
            brief = brief[:1]
        else:
            yield _form(whole[:1], _second_line(face, ink, letters), "", may_lean=True)
        yield _form(brief, (), "", may_lean=True)
        return
    elif roomy and letters.is_natural and face.kind is not ArrowKind.DONE:
        yield _form(whole, (), "")
    yield _form(brief, (), icon, may_lean=face.is_faulty)


@lru_cache(maxsize=256)
def _size_of_past(count: int, letters: Lettering) -> tuple[float, float]:
    """Of a chip of the past with a number of so many signs: these are equally wide."""
    form = _form((Run("0" * count, QColor(), letters.chip),), (), "triangle-left")
    return form.width, form.height


def _second_line(face: ArrowFace, ink: Ink, letters: Lettering) -> tuple[Run, ...]:
    """'= +3' under '3 × 1', where the whole calculation is too wide for its arrow."""
    result = typographic(plain(face.brief))
    return (
        Run("= ", ink.secondary, letters.caption),
        Run(result, ink.backward.text, letters.chip_strong),
    )


def _form(
    runs: tuple[Run, ...],
    below: tuple[Run, ...],
    icon: str,
    *,
    may_lean: bool = False,
    has_caption: bool = False,
) -> _Form:
    size = chip_size(runs, below, icon)
    height = size.height()
    if icon:  # a contribution that came earlier keeps quiet
        height -= 4
    largest = max(run.font.pixelSize() for run in runs)
    height += max(0, largest - METRICS.canvas_text.chip) * (2 if below else 1)
    width = size.width() - (4 if icon else 0)
    return _Form(runs, below, icon, width, height, may_lean, has_caption)


def paint_one_chip(painter: QPainter, rect: QRectF, chip: Chip, ink: Ink) -> None:
    """A chip into a place as large as its own, in whatever px that is."""
    kind = chip.face.kind
    around = rect.adjusted(-_AIR, -_AIR, _AIR, _AIR)
    paint_box(painter, around, METRICS.radius_control + _AIR, ink.canvas)
    tone = ink.tone("neutral")
    if kind is ArrowKind.LOST or chip.face.is_faulty:
        tone = ink.error
    elif chip.is_active:
        tone = ink.phase(kind is ArrowKind.BACKWARD)
    paint_chip(
        painter,
        rect,
        chip.runs,
        tone,
        caption=chip.caption,
        icon=chip.icon,
        icon_color=ink.backward.line if kind is ArrowKind.DONE else None,
        active=chip.is_active,
        dashed=kind is ArrowKind.LOST,
    )


def write_chip(texts: Texts, corner: Spot, rect: QRectF, chip: Chip) -> None:
    """The number of a plain one, which is at `rect` seen from the corner."""
    run, line = chip.runs[0], chip_line(rect, chip.runs, chip.icon)
    text, _ = fitted(run.text, line.width(), run.font)
    size, weight = run.font.pixelSize(), int(run.font.weight())
    baseline = round(line.center().y() + mono_cap_height(size, weight) / 2)
    texts.put(text, corner[0] + line.x(), corner[1] + baseline, size, weight, run.color)
