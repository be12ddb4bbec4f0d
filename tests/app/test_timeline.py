"""The timeline, moved by mouse and keyboard, and what there is to read on it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradviz.app.document import Document
from gradviz.app.timeline import Timeline
from gradviz.app.timeline.bars import BarPictures
from gradviz.app.timeline.magnitudes import columns, heights
from gradviz.app.timeline.paint_captions import captions
from gradviz.app.timeline.paint_stops import stop_rect
from gradviz.app.timeline.stop_text import stop_text
from gradviz.app.timeline.timeline_layout import Density, TimelineLayout
from gradviz.look.fonts import mono_font
from gradviz.look.runs import text_width
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from gradviz.model.parts import WrittenParts
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.tape import Observation, Tape
from tests.app.documents import chain_document, document_of, example_document, open_recording

# The offscreen platform says this of every tooltip.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise")

EXAMPLES = ("neuron", "reuse_once", "reuse_twice", "micrograd_readme", "mlp")


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    apply_look(qapp, load_theme("dark"))


def shown(qtbot: QtBot, document: Document, width: int = 1256) -> Timeline:
    """A timeline that moves the document, as in the window."""
    timeline = Timeline(document, load_theme("dark"))
    timeline.set_reduced_motion(True)
    timeline.position_requested.connect(document.seek)
    qtbot.addWidget(timeline)
    timeline.resize(width, 100)
    timeline.show()
    qtbot.waitExposed(timeline)
    return timeline


def spot(timeline: Timeline, position: int) -> QPoint:
    return QPoint(round(timeline.x_of(position)), 50)


def texts(item: tuple[object, ...]) -> str:
    return "".join(piece[0] for piece in item)  # type: ignore[index]


# --- moving -----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [600, 1256, 2500])
@pytest.mark.parametrize("example", ["reuse_twice", "micrograd_readme", "mlp"])
def test_a_click_on_any_stop_goes_to_its_position(qtbot: QtBot, example: str, width: int) -> None:
    document = example_document(example)
    timeline = shown(qtbot, document, width)
    for position in range(document.recording.length, -1, -7):
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=spot(timeline, position))
        assert document.position == position


def test_dragging_the_playhead_passes_every_stop_in_between(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    timeline = shown(qtbot, document)
    seen: list[int] = []
    document.cursor_moved.connect(lambda move: seen.append(move.after))
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=spot(timeline, 0))
    for x in range(round(timeline.x_of(0)), 1256, 10):
        qtbot.mouseMove(timeline, QPoint(x, 80))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(1255, 80))
    assert seen == list(range(1, 12))


def test_dragging_beyond_either_end_stays_at_that_end(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    timeline = shown(qtbot, document)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=spot(timeline, 4))
    qtbot.mouseMove(timeline, QPoint(5000, 50))
    assert document.at_end
    qtbot.mouseMove(timeline, QPoint(-50, 50))
    assert document.at_start
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton)


def test_a_click_on_the_summary_moves_nothing(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    timeline = shown(qtbot, document)
    document.seek(5)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(30, 50))
    assert document.position == 5


def test_the_keyboard_moves_by_a_step_a_page_and_to_the_ends(qtbot: QtBot) -> None:
    document = example_document("mlp")
    timeline = shown(qtbot, document)
    timeline.setFocus()
    last = document.recording.length
    for key, expected in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_PageDown, 1 + last // 10),
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_End, last),
        (Qt.Key.Key_Right, last),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
    ):
        qtbot.keyClick(timeline, key)
        assert document.position == expected


def test_opening_a_smaller_graph_asks_for_no_position(qtbot: QtBot) -> None:
    document = example_document("mlp")
    timeline = shown(qtbot, document)
    document.to_end()
    with qtbot.assertNotEmitted(timeline.position_requested):
        open_recording(document, example_document("reuse_once").recording)
    assert (timeline.value(), timeline.maximum()) == (0, 5)


def test_the_playhead_glides_unless_motion_is_reduced(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    timeline = shown(qtbot, document)
    document.seek(9)
    assert timeline.scene().playhead_x == timeline.x_of(9)
    timeline.set_reduced_motion(False)
    document.seek(1)
    assert timeline.scene().playhead_x > timeline.x_of(1) + 50
    qtbot.waitUntil(lambda: timeline.scene().playhead_x == timeline.x_of(1), timeout=2000)


# --- for assistive technology -----------------------------------------------------------


def test_it_is_a_slider_that_says_where_it_stands(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    timeline = shown(qtbot, document)
    document.seek(9)
    interface = QAccessible.queryAccessibleInterface(timeline)
    assert interface.role() == QAccessible.Role.Slider
    assert interface.text(QAccessible.Text.Name) == "Timeline"
    description = interface.text(QAccessible.Text.Description)
    assert description.startswith("Step 3 of 5, backward: d passes its gradient 1 to a and b")
    assert (timeline.minimum(), timeline.value(), timeline.maximum()) == (0, 9, 11)


def test_a_value_set_by_a_screen_reader_moves_the_document(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    timeline = shown(qtbot, document)
    timeline.setValue(7)
    assert document.position == 7


# --- places -----------------------------------------------------------------------------


@given(
    values=st.integers(1, 120),
    steps=st.integers(-1, 120),
    width=st.floats(300, 2500),
    label_spacing=st.floats(0, 120),
)
def test_every_position_has_a_place_of_its_own_in_order(
    values: int, steps: int, width: float, label_spacing: float
) -> None:
    seed = steps >= 0
    right = 136.0 + width
    layout = TimelineLayout.of(values, max(steps, 0), 136.0, right, label_spacing, has_seed=seed)
    assert layout.length == values + 1 + steps
    places = [layout.x_of(position) for position in range(layout.length + 1)]
    assert places == sorted(places)
    assert places[0] >= 136.0
    assert places[-1] <= 136.0 + width
    assert [layout.position_at(x) for x in places] == list(range(layout.length + 1))


def test_a_hundred_thousand_steps_still_go_from_end_to_end() -> None:
    layout = TimelineLayout.of(100_000, 100_000, 136.0, 1256.0)
    assert layout.density is Density.BARS
    assert layout.position_at(136.0) <= 1
    assert layout.position_at(1256.0) == 200_001
    middle = layout.position_at(layout.x_of(40_000))
    assert abs(middle - 40_000) <= 1


# --- what there is to read --------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("rule", list(COMPUTED_RULES))
def test_no_text_ever_touches_another_or_the_edge(qtbot: QtBot, example: str, rule: Rule) -> None:
    document = example_document(example, rule)
    timeline = shown(qtbot, document)
    last = document.recording.length
    for width in (600, 700, 900, 1256, 1600, 2500):
        timeline.resize(width, 100)
        for position in {0, 1, last // 3, last // 2, last // 2 + 1, last - 1, last}:
            document.seek(position)
            scene = timeline.scene()
            spans = sorted((c.x - c.width / 2, c.x + c.width / 2) for c in captions(scene))
            assert all(a[1] < b[0] for a, b in pairwise(spans))
            assert not spans or (spans[0][0] > 16 and spans[-1][1] < width)


def test_the_current_step_is_always_written_in_full(qtbot: QtBot) -> None:
    for example in EXAMPLES:
        document = example_document(example)
        timeline = shown(qtbot, document, 700)
        document.to_end()
        document.seek(document.recording.length // 2 + 2)  # the root's backward
        written = ["".join(run.text for run in c.second) for c in captions(timeline.scene())]
        amounts = texts(stop_text(document.recording, document.position, document.position).second)
        assert amounts.replace("-", "\N{MINUS SIGN}") in written


@pytest.mark.parametrize("width", [600, 900, 1100, 1256, 1600])
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_label_inside_a_stop_is_never_cut(qtbot: QtBot, example: str, width: int) -> None:
    timeline = shown(qtbot, example_document(example), width)
    scene = timeline.scene()
    if scene.layout.density is not Density.LABELLED:
        return
    right = 0.0
    for position in range(1, scene.layout.length + 1):
        if position == scene.values + 1:
            continue
        label = stop_text(scene.recording, position, 0).label
        rect = stop_rect(scene.layout, position, label)
        assert text_width(label, mono_font(10, 500)) <= rect.width() - 6
        assert rect.left() > right
        right = rect.right()


def test_numbers_appear_with_the_step_that_makes_them() -> None:
    recording = example_document("reuse_twice").recording
    d = 3  # the third value, and at position 9 the third backward step
    assert texts(stop_text(recording, d, d - 1).second) == ""
    assert texts(stop_text(recording, d, d).second) == "-6"
    assert texts(stop_text(recording, 9, 8).second) == ""
    assert texts(stop_text(recording, 9, 9).second) == "+3, -2"
    assert texts(stop_text(recording, 9, 9).first[0]) == "→ a, b"


def test_under_overwrite_a_stop_warns_once_it_has_replaced_a_gradient() -> None:
    recording = example_document("reuse_twice", Rule.OVERWRITE).recording
    assert texts(stop_text(recording, 9, 11).second) == "= 3, = -2"
    warning = [p for p in range(12) if stop_text(recording, p, 11).warns]
    assert warning == [9]
    assert not stop_text(recording, 9, 8).warns


# --- many steps -------------------------------------------------------------------------


def test_bar_heights_follow_the_magnitude_on_a_log_scale() -> None:
    numbers = np.array([0.0, 0.001, -0.1, 10.0, np.inf, np.nan])
    tall = heights(numbers)
    assert tall[0] == 0.0
    assert 0 < tall[1] < tall[2] < tall[3]
    assert tall[4] == tall[5] == 1.0
    assert tall[2] - tall[1] == pytest.approx(tall[3] - tall[2])


def test_a_column_of_many_steps_shows_its_tallest_and_any_wrong_one() -> None:
    tall = np.zeros(1000)
    wrong = np.zeros(1000, np.bool_)
    tall[123], wrong[987] = 0.7, True
    few, bad = columns(tall, wrong, 10)
    assert few.tolist() == [0, 0.7, 0, 0, 0, 0, 0, 0, 0, 0]
    assert np.flatnonzero(bad).tolist() == [9]


def test_a_step_leaves_the_pictures_of_the_bars_as_they_are(qtbot: QtBot) -> None:
    document = chain_document(2000)
    timeline = shown(qtbot, document)
    timeline.grab()
    before: BarPictures | None = timeline._bar_pictures()
    assert before is not None
    document.seek(3000)
    timeline.grab()
    assert timeline._bar_pictures() is before
    document.edit_leaf(0, 3.0)
    assert timeline._bar_pictures() is not before


@pytest.mark.parametrize("values", [3, 500])
def test_a_program_without_a_backward_pass_ends_with_its_forward_phase(
    qtbot: QtBot, values: int
) -> None:
    graph = chain_document(values).recording.graph
    nothing = np.zeros(0)
    tape = Tape(
        step_node=np.array([graph.root], np.int32),
        step_start=np.array([0, 0], np.int32),
        target=np.zeros(0, np.int32),
        edge=np.zeros(0, np.int32),
        after=nothing,
        parts=WrittenParts(nothing, nothing, nothing),
    )
    observed = Observation(tape, np.full(len(graph), np.nan), np.zeros(0, np.bool_))
    recording = Recording.of_program(graph, np.ones(len(graph)), observed, None)
    document = document_of(recording)
    timeline = shown(qtbot, document)
    document.to_end()
    assert document.position == len(graph)
    assert not timeline.grab().isNull()
    assert timeline.maximum() == len(graph)
