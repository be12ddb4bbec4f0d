"""Chips find a place that hides nothing, for every example at every position."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from gradviz import Value
from gradviz.canvas.arrow_faces import ArrowKind
from gradviz.canvas.cards import outer_rect
from gradviz.canvas.chips import Chip
from gradviz.canvas.faces import faces_at
from gradviz.canvas.geometry import BOX_SIZES, box_rect
from gradviz.canvas.ink import ink, lettering
from gradviz.canvas.paint_chips import chips_at
from gradviz.canvas.pieces import plain
from gradviz.canvas.polylines import routes
from gradviz.canvas.tags import tag_rects
from gradviz.layout.drawing import Drawing
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layout import Layout
from gradviz.look.theme import load_theme
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.resource_files import resource_path
from gradviz.sources.program import record_program
from tests.canvas.stage import A, B, D, laid_out

pytestmark = pytest.mark.usefixtures("qapp")

EXAMPLES = sorted(resource_path("examples").glob("*.py"))


@cache
def example(path: Path) -> tuple[Recording, Drawing, Layout]:
    recording = record_program(path)
    drawing = Drawing.of(recording.graph, BOX_SIZES)
    return recording, drawing, lay_out_layered(drawing.items)


def placed(
    recording: Recording, drawing: Drawing, layout: Layout, position: int, zoom: float = 1.0
) -> list[Chip]:
    colors, faces = ink(load_theme("dark")), faces_at(recording, position)
    return chips_at(faces, drawing, layout, colors, lettering(zoom), 1.0, None, True)


def things_not_to_hide(
    recording: Recording, drawing: Drawing, layout: Layout, position: int
) -> list[QRectF]:
    out = []
    for box in range(drawing.box_count):
        rect = box_rect(drawing, layout, box)
        if not drawing.is_op_box(box):
            face = faces_at(recording, position).card(box)
            out += tag_rects(rect, face, ink(load_theme("dark")), lettering(1.0))
            rect = outer_rect(rect, face)
        out.append(rect)
    return out


def some_positions(recording: Recording) -> list[int]:
    """Start, forward, the seed, every backward step of a small graph, the end."""
    n, end = len(recording.graph), recording.length
    return sorted({0, n // 2, n, *range(n + 1, end + 1, max(1, (end - n) // 12)), end})


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", list(COMPUTED_RULES))
def test_no_chip_hides_a_card_a_tag_or_another_chip(path: Path, rule: Rule) -> None:
    recording, drawing, layout = example(path)
    recording = recording.with_rule(rule)
    for position in some_positions(recording):
        chips = placed(recording, drawing, layout, position)
        others = things_not_to_hide(recording, drawing, layout, position)
        for i, chip in enumerate(chips):
            hidden = [rect for rect in others if rect.intersects(chip.rect)]
            assert not hidden, (position, plain(chip.face.chip))
            assert not any(chip.rect.intersects(later.rect) for later in chips[i + 1 :])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_chip_sits_on_its_own_arrow(path: Path) -> None:
    recording, drawing, layout = example(path)
    for position in some_positions(recording):
        for zoom in (1.0, 0.625):
            for chip in placed(recording, drawing, layout, position, zoom):
                line = routes(layout).of(chip.face.arrow)
                fine = np.vstack([np.linspace(a, b, 99) for a, b in pairwise(line)])
                if not chip.is_active:
                    middle = np.array([chip.rect.center().x(), chip.rect.center().y()])
                    assert np.hypot(*(fine - middle).T).min() < 1.0
                assert any(chip.rect.contains(QPointF(*point)) for point in fine.tolist())


def test_the_active_step_shows_the_whole_calculation_on_both_edges() -> None:
    recording, drawing, layout = laid_out()
    active = [c for c in placed(recording, drawing, layout, 9) if c.is_active]
    assert sorted(plain(c.face.chip) for c in active) == ["-2 × 1 = -2", "3 × 1 = +3"]
    assert all(c.caption for c in active)


def test_the_chips_of_one_step_have_the_same_form() -> None:
    a = Value(3.0, label="a")
    recording = Recording.of(a + a)  # two arrows side by side: no room for two captions
    drawing = Drawing.of(recording.graph, BOX_SIZES)
    chips = placed(recording, drawing, lay_out_layered(drawing.items), 4)
    assert len(chips) == 2
    assert len({(bool(c.caption), len(c.runs)) for c in chips}) == 1


def test_a_lost_contribution_is_struck_through() -> None:
    recording, drawing, layout = laid_out()
    chips = placed(recording.with_rule(Rule.OVERWRITE), drawing, layout, 11)
    lost = [c for c in chips if c.face.kind is ArrowKind.LOST]
    assert {int(drawing.tail[c.face.arrow]) for c in lost} == {A, B}
    assert all(run.strike is not None for c in lost for run in c.runs)


def test_a_chip_stays_where_it_is_when_the_next_one_appears() -> None:
    recording, drawing, layout = laid_out()
    into_d = drawing.graph.edges_from(D)[0]

    def place(position: int) -> QPointF:
        chips = placed(recording, drawing, layout, position)
        return next(c.rect.center() for c in chips if c.face.arrow == into_d)

    assert place(8) == place(9) == place(11)
