"""The tape panel, read and used as a person does."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from gradviz.app.document import Document
from gradviz.app.table.ascii_text import ascii_text
from gradviz.app.table.rich_cell import CELL_ROLE, ROW_ROLE, Cell, Ink
from gradviz.app.tape import TapePanel
from gradviz.app.tape.step_cells import Column
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from gradviz.model.positions import Step
from gradviz.model.rule import Rule
from tests.app.documents import chain_document, example_document, open_recording


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    apply_look(qapp, load_theme("dark"))


def shown(qtbot: QtBot, document: Document, width: int = 1256, height: int = 204) -> TapePanel:
    """A tape linked to its document, as in the window."""
    panel = TapePanel(document, load_theme("dark"))
    panel.position_requested.connect(document.seek)
    panel.node_requested.connect(document.select)
    qtbot.addWidget(panel)
    panel.resize(width, height)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def cell(panel: TapePanel, row: int, column: Column) -> Cell:
    found = panel.table.model().index(row, column).data(CELL_ROLE)
    assert isinstance(found, Cell)
    return found


def row_texts(panel: TapePanel, row: int) -> list[str]:
    return [cell(panel, row, column).text for column in Column]


def states(panel: TapePanel) -> list[str]:
    rows = panel.table.model().rowCount()
    return [cell(panel, row, Column.STATE).text for row in range(rows)]


def choose(qtbot: QtBot, panel: TapePanel, shown: str) -> None:
    """Pick an entry of the combo box by keyboard."""
    box = panel.shown_box
    box.setFocus()
    for _ in range(3):
        qtbot.keyClick(box, Qt.Key.Key_Up)
    for _ in range(box.findText(shown)):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == shown


def middle_of(panel: TapePanel, row: int, column: Column) -> QPoint:
    return panel.table.visualRect(panel.table.model().index(row, column)).center()


def current_rows(panel: TapePanel) -> list[int]:
    rows = panel.table.model().rowCount()
    looks = [panel.table.model().index(row, 0).data(ROW_ROLE) for row in range(rows)]
    return [row for row, look in enumerate(looks) if look.fill]


# --- what it says -----------------------------------------------------------------------


def test_the_rows_say_what_each_backward_step_did(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    document.seek(9)
    assert row_texts(panel, 2) == [
        "3", "current", "d", "a × b", "1", "a: 3 × 1 = +3   b: -2 × 1 = -2",
        "a -6 → -3   b -6 → -8", "8",
    ]  # fmt: skip
    assert row_texts(panel, 4)[3:7] == ["leaf", "-3", "nothing to propagate", "–"]
    assert states(panel) == ["done", "done", "current", "pending", "pending"]
    assert current_rows(panel) == [2]


def test_the_states_follow_the_position(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    assert states(panel) == ["pending"] * 5
    assert current_rows(panel) == []
    document.to_end()
    assert states(panel) == [*["done"] * 4, "current"]
    document.seek(6)  # the seed isn't one of the steps listed
    assert states(panel) == ["pending"] * 5


def test_under_overwrite_the_old_number_is_struck_and_the_step_says_so(qtbot: QtBot) -> None:
    document = example_document("reuse_twice", Rule.OVERWRITE)
    panel = shown(qtbot, document)
    document.to_end()
    writes = cell(panel, 2, Column.WRITES)
    struck = [piece.text for item in writes.items for piece in item if piece.ink is Ink.LOST]
    assert struck == ["-6", "-6"]
    assert states(panel) == ["done", "done", "overwrote", "done", "current"]
    document.set_rule(Rule.ACCUMULATE)
    assert cell(panel, 2, Column.WRITES).text == "a -6 → -3   b -6 → -8"
    assert "overwrote" not in states(panel)


def test_forward_steps_show_the_value_with_numbers_put_in(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    choose(qtbot, panel, "Forward steps")
    assert panel.table.model().rowCount() == 5
    assert cell(panel, 2, Column.CONTRIBUTIONS).text == "-2 × 3 = -6"
    assert panel.table.isColumnHidden(Column.WRITES)
    document.seek(3)
    assert current_rows(panel) == [2]


def test_all_steps_list_both_phases_and_the_seed(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    choose(qtbot, panel, "All steps")
    steps = [cell(panel, row, Column.STEP).text for row in range(11)]
    assert steps[:2] == ["forward 1", "forward 2"]
    assert steps[5:7] == ["seed", "backward 1"]
    assert cell(panel, 5, Column.WRITES).text == "f 0 → 1"


def test_an_edited_leaf_changes_the_numbers_and_keeps_the_row(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    document.seek(9)
    document.edit_leaf(1, 5.0)
    assert cell(panel, 2, Column.CONTRIBUTIONS).text.startswith("a: 5 × 3 = +15")
    assert panel.table.currentIndex().row() == 2


def test_a_line_that_is_not_known_is_a_dash(qtbot: QtBot) -> None:
    panel = shown(qtbot, chain_document(5))
    assert cell(panel, 0, Column.LINE).text == "–"


# --- using it ---------------------------------------------------------------------------


def test_a_click_on_a_row_goes_there_and_selects_its_node(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    qtbot.mouseClick(
        panel.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=middle_of(panel, 1, Column.CONTRIBUTIONS),
    )
    assert document.position == 8
    assert document.recording.graph.name(document.selected or 0) == "e"
    assert cell(panel, 1, Column.NODE).ringed


def test_down_and_enter_go_to_the_next_row(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    document.seek(8)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert document.position == 8  # walking reads, Enter goes
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert document.position == 9


def test_selecting_a_node_elsewhere_marks_its_row(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    document.select(0)
    assert [cell(panel, row, Column.NODE).ringed for row in range(5)] == [False] * 4 + [True]
    document.select(None)
    assert not cell(panel, 4, Column.NODE).ringed


def test_the_current_row_is_scrolled_into_view(qtbot: QtBot) -> None:
    document = example_document("mlp")
    panel = shown(qtbot, document)
    for position in (document.recording.length, document.recording.length - 30):
        document.seek(position)
        row = panel.table.currentIndex().row()
        assert row == position - len(document.recording.graph) - 2
        rect = panel.table.visualRect(panel.table.model().index(row, 0))
        assert panel.table.viewport().rect().contains(rect)
    document.to_start()
    assert panel.table.rowAt(0) == 0


def test_copied_rows_are_tab_separated_ascii(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    document.seek(9)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.isascii()
    header, third, fourth = (line.split("\t") for line in text.splitlines())
    assert header[0] == "Step"
    assert third[3] == "a * b"
    assert third[6] == "a -6 -> -3   b -6 -> -8"
    assert fourth[:4] == ["4", "pending", "b", "leaf"]


def test_powers_and_roots_are_copied_as_python_reads_them() -> None:
    assert ascii_text("x² × y⁻¹ → √z − 2") == "x**2 * y**-1 -> sqrtz - 2"


# --- size -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [700, 900, 1256, 1600])
@pytest.mark.parametrize("choice", ["Backward steps", "Forward steps", "All steps"])
def test_the_columns_fill_the_width_exactly(qtbot: QtBot, width: int, choice: str) -> None:
    panel = shown(qtbot, example_document("micrograd_readme"), width)
    choose(qtbot, panel, choice)
    table = panel.table
    total = sum(table.columnWidth(c) for c in Column if not table.isColumnHidden(c))
    assert total == table.viewport().width()
    assert table.horizontalHeader().height() == 26
    assert table.rowHeight(0) == 28


def test_in_the_corner_of_tabs_the_box_comes_and_goes_with_the_panel(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = TapePanel(document, load_theme("dark"))
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    tabs.setCornerWidget(panel.take_corner())
    tabs.addTab(panel, "Tape")
    tabs.addTab(QLabel("another"), "Another")
    tabs.resize(1256, 204)
    tabs.show()
    assert panel.table.geometry().top() == 0
    assert panel.shown_box.isVisible()
    tabs.setCurrentIndex(1)
    assert not panel.shown_box.isVisible()
    tabs.setCurrentIndex(0)
    assert panel.shown_box.isVisible()


def test_another_graph_replaces_the_rows(qtbot: QtBot) -> None:
    document = example_document("mlp")
    panel = shown(qtbot, document)
    document.to_end()
    open_recording(document, example_document("reuse_once").recording)
    assert panel.table.model().rowCount() == 2
    assert cell(panel, 0, Column.OP).text == "a + a"


def test_a_hundred_thousand_rows_cost_only_those_in_sight(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = chain_document(100_000)
    asked: set[int] = set()
    panel = shown(qtbot, document)
    model = panel.table.model()
    step_of = model.step_of  # type: ignore[attr-defined]

    def noting_step_of(row: int) -> Step:
        asked.add(row)
        return cast("Step", step_of(row))

    monkeypatch.setattr(model, "step_of", noting_step_of)
    document.seek(150_000)
    panel.grab()
    document.step()
    panel.grab()
    first = panel.table.rowAt(0)
    assert cell(panel, first, Column.STEP).text == f"{first + 1:,}"
    assert 0 < len(asked) < 30
    assert min(asked) > 49_900
