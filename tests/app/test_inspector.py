"""The inspector, used as a person does: read it, type into it, drag, click, walk by keyboard."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from gradviz.app.document import Document
from gradviz.app.inspector import Inspector
from gradviz.app.inspector.bars import MOST, Standing, bars, scale_for
from gradviz.app.inspector.number_range import STEPS, limit_for, nudged, place_of, value_at
from gradviz.app.inspector.pieces import plain_text
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from gradviz.model.explain import explain
from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.tape import Observation
from gradviz.model.value import Value
from tests.app.documents import document_of, open_recording

NONE = Qt.KeyboardModifier.NoModifier
Show = Callable[..., tuple[Inspector, Document]]


@pytest.fixture
def show(qtbot: QtBot, qapp: QApplication) -> Show:
    """`show(root, "a")` opens the graph under a root at its end with a node selected."""

    def open_(
        root: Value, selected: str = "", *, rule: Rule = Rule.ACCUMULATE, position: int = 10**9
    ) -> tuple[Inspector, Document]:
        theme = load_theme("dark")
        apply_look(qapp, theme)
        document = document_of(Recording.of(root, rule))
        inspector = Inspector(document, theme)
        qtbot.addWidget(inspector)
        inspector.resize(344, 900)
        with qtbot.waitExposed(inspector):
            inspector.show()
        document.seek(position)
        if selected:
            document.select(node(document, selected))
        qapp.processEvents()
        return inspector, document

    return open_


def node(document: Document, label: str) -> int:
    return document.recording.graph.labels.index(label)


def value_of(document: Document, label: str) -> float:
    return float(document.recording.values[node(document, label)])


def two_paths() -> Value:
    """f = (a·b)·(a+b) at a = -2, b = 3: the gradients are -3 and -8."""
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    d, e = a * b, a + b
    d.label, e.label = "d", "e"
    f = d * e
    f.label = "f"
    return f


def used_fifty_times() -> Value:
    a, total = Value(1.5, label="a"), Value(0.0)
    for i in range(50):
        total = total + a * (i - 20.0)
    total.label = "total"
    return total


def lines(inspector: Inspector) -> list[str]:
    """The rows of "Why this gradient?" as they are read."""
    return [row.accessibleName() for row in inspector.why.rows.shown]


def type_value(qtbot: QtBot, inspector: Inspector, text: str) -> None:
    inspector.activateWindow()
    inspector.focus_value()
    inspector.numbers.field.selectAll()
    if text.isascii():
        QTest.keyClicks(inspector.numbers.field, text)
    else:  # pasted from where numbers are typeset
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(inspector.numbers.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(inspector.numbers.field, Qt.Key.Key_Return)


# --- reading -----------------------------------------------------------------------------


def test_a_leaf_shows_its_numbers_and_where_they_come_from(show: Show) -> None:
    inspector, _ = show(two_paths(), "a")
    assert inspector.header.accessibleName() == "Value a: leaf, editable"
    assert inspector.numbers.field.text() == "−2.0000"
    assert inspector.numbers.grad.text == "-3.0000"
    assert lines(inspector) == [
        "via e  step 2, 1 × -6 = -6, done",
        "via d  step 3, 3 × 1 = +3, done",
    ]
    total = inspector.why.total.total
    assert total is not None
    assert plain_text(total.right) == "-6 + 3 = -3"
    assert inspector.check.text.startswith("numeric -3.0000")


def test_overwriting_shows_what_is_lost_and_what_was_expected(show: Show) -> None:
    inspector, _ = show(two_paths(), "a", rule=Rule.OVERWRITE)
    assert inspector.numbers.grad.text == "3.0000"
    assert plain_text(inspector.numbers.grad_note.pieces) == "expected -3.0"
    assert lines(inspector)[0] == "via e  step 2, 1 × -6 = -6, lost"
    lost = inspector.why.rows.shown[0].line
    assert lost is not None
    assert all(piece.is_struck for piece in lost.right)
    assert inspector.check.accessibleName().startswith("numeric -3.0000")
    assert (
        plain_text(inspector.writes.warning.pieces)
        == "Overwritten at step 3: the -6 from e is lost."
    )


def test_before_the_value_exists_nothing_of_it_is_told(show: Show) -> None:
    inspector, _ = show(two_paths(), "d", position=2)
    assert inspector.numbers.data.text == "–"
    assert not inspector.numbers.copy_data.isEnabled()
    assert inspector.formula.numbers == "computed at forward step 3"
    assert inspector.numbers.grad.text == "0.0000"
    assert lines(inspector) == ["via f  step 1 · to come, 1 × 1 = +1, to come"]


def test_stepping_back_and_forth_changes_what_is_done_and_makes_no_widgets(show: Show) -> None:
    inspector, document = show(two_paths(), "a")
    made = inspector.findChildren(QWidget)
    document.seek(len(document.recording.graph) + 3)  # e has passed its gradient on, d not
    assert [name.rpartition(", ")[2] for name in lines(inspector)] == ["done", "to come"]
    assert plain_text(inspector.numbers.grad_note.pieces) == "1 of 2 arrived"
    assert inspector.writes.rows.shown[1].accessibleName().endswith("to come")
    document.to_start()
    document.to_end()
    assert inspector.findChildren(QWidget) == made


def test_a_value_used_twice_in_one_op_has_a_row_for_each_use(show: Show) -> None:
    a = Value(3.0, label="a")
    b = a + a
    b.label = "b"
    inspector, _ = show(b, "a")
    assert lines(inspector) == [
        "via b  operand 1 · step 1, 1 × 1 = +1, done",
        "via b  operand 2 · step 1, 1 × 1 = +1, done",
    ]
    assert [chip.accessibleName() for chip in inspector.facts.users.shown] == ["user b", "user b"]


def test_fifty_contributions_are_folded_and_unfold_on_a_click(qtbot: QtBot, show: Show) -> None:
    inspector, _ = show(used_fifty_times(), "a")
    rows = inspector.why.rows.shown
    assert len(rows) == MOST + 1
    assert rows[-1].accessibleName().startswith("42 more")
    QTest.mouseClick(rows[-1], Qt.MouseButton.LeftButton)
    assert len(inspector.why.rows.shown) == 50


def test_without_a_selection_the_whole_graph_is_shown(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(two_paths())
    counts = plain_text(inspector.overview.counts.pieces)
    assert counts.replace("\N{NO-BREAK SPACE}", " ") == "5 values · 3 ops · 6 edges · 2 leaves"
    row = inspector.overview.rows.shown[1]
    assert row.accessibleName() == "b: data 3.0000, grad -8.0000"
    with qtbot.waitSignal(inspector.node_requested) as asked:
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert asked.args == [node(document, "b")]


def test_an_op_of_the_programs_own_is_listed_as_such(show: Show) -> None:
    graph = Graph(
        opcode=np.array([0, -1], np.int32),
        operand_start=np.array([0, 0, 1], np.int32),
        operands=np.array([0], np.int32),
        constant=np.zeros(2),
        labels=("x", "y"),
        root=1,
        words=("", "softplus"),
    )
    observed = Observation(Recording.of(Value(1.0).tanh()).tape, np.array([math.nan, 1.0]))
    inspector, document = show(two_paths())
    open_recording(document, Recording.of_program(graph, np.array([1.0, 1.3]), observed, None))
    (row,) = inspector.overview.ops.shown
    assert row.accessibleName() == "An op of the program's own: 1 use"


def test_another_graph_with_the_same_numbering_replaces_every_text(show: Show) -> None:
    inspector, document = show(two_paths(), "a")
    other = Value(7.0, label="other").tanh()
    open_recording(document, Recording.of(other))
    document.select(0)
    assert inspector.header.accessibleName() == "Value other: leaf, editable"
    assert inspector.numbers.field.text() == "7.0000"


@pytest.mark.parametrize("odd", [math.nan, -math.inf, 1e-300, 1e300, 0.0])
def test_odd_numbers_are_shown_in_both_themes(show: Show, odd: float) -> None:
    a = Value(odd, label="a_label_of_thirty_characters__")
    b = a * Value(2.0, label="w") + a.relu()
    b.label = "b"
    inspector, document = show(b, a.label)
    for theme in ("light", "dark"):
        inspector.set_theme(load_theme(theme))
        for index in range(len(document.recording.graph)):
            document.select(index)
            for position in range(document.recording.length + 1):
                document.seek(position)
            inspector.grab()
    document.select(node(document, a.label))
    assert inspector.numbers.slider.isEnabled() == math.isfinite(odd)


# --- editing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"), [("-2.5", -2.5), ("1e-3", 1e-3), ("−4", -4.0), ("inf", math.inf)]
)
def test_enter_sets_a_typed_number(qtbot: QtBot, show: Show, text: str, value: float) -> None:
    inspector, document = show(two_paths(), "a")
    type_value(qtbot, inspector, text)
    assert value_of(document, "a") == value
    assert document.undo_stack.count() == 1


def test_what_is_not_a_number_keeps_the_old_value_and_says_so(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(two_paths(), "a")
    type_value(qtbot, inspector, "two")
    assert value_of(document, "a") == -2.0
    assert inspector.numbers.message.isVisible()
    message = plain_text(inspector.numbers.message.pieces)
    assert message == "Not a number: two. Try -2, 1e-3, inf or nan."
    QTest.keyClick(inspector.numbers.field, Qt.Key.Key_Escape)
    assert not inspector.numbers.message.isVisible()
    assert inspector.numbers.field.text() == "-2.0"
    assert document.undo_stack.count() == 0


def test_looking_at_a_long_number_does_not_round_it(qtbot: QtBot, show: Show) -> None:
    b = Value(6.8813735870195432, label="b")
    inspector, document = show(b.tanh(), "b")
    inspector.activateWindow()
    inspector.focus_value()
    assert inspector.numbers.field.text() == "6.881373587019543"
    QTest.keyClick(inspector.numbers.field, Qt.Key.Key_Return)
    QTest.keyClick(inspector.numbers.field, Qt.Key.Key_Tab)
    assert value_of(document, "b") == b.data
    assert document.undo_stack.count() == 0


def test_dragging_the_slider_changes_everything_live_and_is_one_undo_step(
    qtbot: QtBot, show: Show
) -> None:
    inspector, document = show(two_paths(), "a")
    slider = inspector.numbers.slider
    seen: list[str] = []
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, NONE, QPoint(120, 12))
    for x in range(120, 260, 20):
        QTest.mouseMove(slider, QPoint(x, 12))
        seen.append(inspector.numbers.grad.text)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, NONE, QPoint(260, 12))
    assert len(set(seen)) == len(seen)
    assert value_of(document, "a") > 0.0
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert value_of(document, "a") == -2.0
    assert inspector.numbers.field.text() == "−2.0000"


def test_two_drags_are_two_undo_steps(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(two_paths(), "a")
    for x in (60, 200):
        QTest.mousePress(inspector.numbers.slider, Qt.MouseButton.LeftButton, NONE, QPoint(x, 12))
        QTest.mouseRelease(inspector.numbers.slider, Qt.MouseButton.LeftButton, NONE, QPoint(x, 12))
    assert document.undo_stack.count() == 2


def test_arrow_keys_nudge_the_field_and_the_slider(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(two_paths(), "a")
    field, slider = inspector.numbers.field, inspector.numbers.slider
    inspector.activateWindow()
    inspector.focus_value()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert value_of(document, "a") == -1.9
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert value_of(document, "a") == -1.91
    QTest.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert value_of(document, "a") == -0.91
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert value_of(document, "a") == -5.0
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert value_of(document, "a") == -4.9


def test_the_range_grows_with_the_value_but_not_back(qtbot: QtBot, show: Show) -> None:
    inspector, _ = show(two_paths(), "a")
    type_value(qtbot, inspector, "33")
    assert inspector.numbers.slider.limit == 40.0
    type_value(qtbot, inspector, "1")
    assert inspector.numbers.slider.limit == 40.0


def test_the_scroll_position_stays_while_numbers_change(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(used_fifty_times(), "a")
    inspector.resize(344, 500)
    qtbot.waitUntil(lambda: inspector.scroll_bar.maximum() > 200)
    inspector.scroll_bar.setValue(150)
    document.edit_leaf(node(document, "a"), 3.0)
    document.back()
    QApplication.processEvents()
    assert inspector.scroll_bar.value() == 150


# --- going elsewhere ---------------------------------------------------------------------


def test_a_chip_asks_for_its_node_and_a_row_for_its_step(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(two_paths(), "d")
    with qtbot.waitSignal(inspector.node_requested) as asked:
        QTest.mouseClick(inspector.facts.operands.shown[1], Qt.MouseButton.LeftButton)
    assert asked.args == [node(document, "b")]
    first_step = len(document.recording.graph) + 2
    with qtbot.waitSignal(inspector.position_requested) as asked:
        QTest.keyClick(inspector.why.rows.shown[0], Qt.Key.Key_Return)
    assert asked.args == [first_step]
    with qtbot.waitSignal(inspector.position_requested) as asked:
        QTest.mouseClick(inspector.writes.rows.shown[0], Qt.MouseButton.LeftButton)
    assert asked.args == [first_step]


def test_copying_puts_a_python_number_on_the_clipboard(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(two_paths(), "a")
    document.edit_leaf(node(document, "a"), -1 / 3)
    QTest.mouseClick(inspector.numbers.copy_data, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == repr(-1 / 3)


def test_the_windows_own_keys_do_not_take_the_inspectors(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(two_paths(), "a")
    window = QMainWindow()
    qtbot.addWidget(window)
    fired: list[str] = []
    for key in ("Space", "Right", "Home", "Ctrl+Z"):
        action = QAction(key, window)
        action.setShortcut(key)
        action.triggered.connect(lambda _=False, key=key: fired.append(key))
        window.addAction(action)
    window.setCentralWidget(inspector)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert fired == ["Space"]
    fired.clear()
    row = inspector.why.rows.shown[0]
    row.setFocus()
    with qtbot.waitSignal(inspector.position_requested):
        QTest.keyClick(row, Qt.Key.Key_Space)
    inspector.numbers.slider.setFocus()
    QTest.keyClick(inspector.numbers.slider, Qt.Key.Key_Right)
    QTest.keyClick(inspector.numbers.slider, Qt.Key.Key_Home)
    assert value_of(document, "a") == -5.0
    inspector.focus_value()
    QTest.keyClick(inspector.numbers.field, Qt.Key.Key_Home)
    assert fired == []
    # After a number is set, undo is the document's.
    QTest.keyClick(inspector.numbers.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert fired == ["Ctrl+Z"]


def test_tab_goes_from_top_to_bottom(qtbot: QtBot, show: Show) -> None:
    inspector, _ = show(two_paths(), "a")
    inspector.activateWindow()
    stops = [stop for stop in inspector.tab_stops if stop.isVisible()]
    stops[0].setFocus()
    walked: list[QWidget] = []
    for _stop in stops:
        focused = QApplication.focusWidget()
        assert focused is not None
        walked.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert walked == stops
    tops = [stop.mapTo(inspector, QPoint(0, 0)).y() for stop in stops]
    assert (
        max(above - below for above, below in pairwise(tops)) <= 30
    )  # from the field back to the copy button beside its title


def test_every_control_has_a_name_and_a_tooltip(show: Show) -> None:
    inspector, document = show(two_paths())
    for selected in (None, 0, 2, 4):
        document.select(selected)
        for control in inspector.findChildren(QAbstractButton):
            if control.isVisible():
                assert control.accessibleName(), control
                assert control.toolTip(), control
    document.select(0)
    for field in (inspector.numbers.field, inspector.numbers.slider):
        assert field.accessibleName()
        assert field.toolTip()


# --- bars and ranges ---------------------------------------------------------------------

amounts = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


@given(amounts, st.integers(0, 200))
def test_each_bar_goes_on_where_the_last_one_ended(factors: list[float], back: int) -> None:
    a, total = Value(1.0, label="a"), Value(0.0)
    for factor in factors:
        total = total + a * factor
    recording = Recording.of(total)
    position = max(recording.length - back, 0)
    why = explain(recording, node_named(recording, "a"), position)
    rows = bars(why, recording.rule is Rule.ACCUMULATE)
    assert sum(len(row.contributions) for row in rows) == len(factors)
    assert len(rows) <= MOST + 2
    at = 0.0
    for row in rows:
        assert row.start == at
        at = row.end
    arrived = [row for row in rows if row.standing is Standing.DONE]
    if arrived:
        size = sum(map(abs, factors))
        assert arrived[-1].end == pytest.approx(why.stored, abs=1e-12 * size + 1e-300)
    scale = scale_for(rows, why.stored, why.expected)
    for row in rows:
        assert 0.0 <= scale.fraction(row.start) <= 1.0
        assert 0.0 <= scale.fraction(row.end) <= 1.0


def node_named(recording: Recording, label: str) -> int:
    return recording.graph.labels.index(label)


def test_overwriting_starts_every_bar_at_zero() -> None:
    recording = Recording.of(used_fifty_times(), Rule.OVERWRITE)
    why = explain(recording, node_named(recording, "a"), recording.length)
    rows = bars(why, recording.rule is Rule.ACCUMULATE)
    assert {row.start for row in rows} == {0.0}
    assert rows[-1].standing is Standing.DONE
    assert rows[-1].end == why.stored


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_found_again_at_its_place_on_the_slider(value: float) -> None:
    limit = limit_for(value)
    assert abs(value) <= limit
    near = value_at(place_of(value, limit), limit)
    assert abs(near / limit - value / limit) <= 1.01 / STEPS
    assert place_of(near, limit) == place_of(value, limit)


def test_the_middle_of_the_slider_is_exactly_zero() -> None:
    assert value_at(STEPS // 2, 5.0) == 0.0
    assert value_at(0, 40.0) == -40.0
    assert value_at(STEPS, 40.0) == 40.0


@given(st.integers(-1000, 1000))
def test_nudging_there_and_back_is_where_it_began(hundredths: int) -> None:
    value = hundredths / 100
    assert nudged(nudged(value, 3, 5.0, 0.1), -3, 5.0, 0.1) == value


# --- large graphs ------------------------------------------------------------------------


def long_chain(length: int) -> Value:
    """Every value is used by the next one twice, so the paths double at every step."""
    a = Value(0.5, label="a")
    out = a
    for _ in range(length):
        out = out + out
    return out


def test_on_a_large_graph_slow_answers_follow_after_a_pause(qtbot: QtBot, show: Show) -> None:
    inspector, document = show(long_chain(3_000), "a")
    assert inspector.check.text == "measuring the slope…"
    assert plain_text(inspector.paths.rest.pieces) == "counting…"
    qtbot.waitUntil(
        lambda: inspector.paths.heading.accessibleName() == "Paths to v3000 1.2 × 10⁹⁰³"
    )
    assert plain_text(inspector.paths.rest.pieces) == "up to 3,000 steps long"
    assert inspector.check.text != "measuring the slope…"
    document.select(1)
    open_recording(document, Recording.of(two_paths()))  # while it still counts
    qtbot.wait(300)
    document.select(node(document, "a"))
    assert inspector.paths.heading.accessibleName() == "Paths to f 2"


def test_lost_paths_are_struck(show: Show) -> None:
    inspector, _ = show(two_paths(), "a", rule=Rule.OVERWRITE)
    strikes = {row.product: row.is_struck for row in inspector.paths.rows.shown}
    assert strikes == {"1 × -6 = -6": True, "3 × 1 = 3": False}
