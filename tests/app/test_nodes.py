"""The table of all values, read and used as a person does."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import FrameType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradviz.app.document import Document
from gradviz.app.find import Finder, Rest
from gradviz.app.nodes import NodesPanel
from gradviz.app.nodes.node_cells import Column, node_cell
from gradviz.app.player import Player
from gradviz.app.table.rich_cell import CELL_ROLE, Cell, Ink
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from tests.app.conftest import OpenWindow
from tests.app.documents import chain_document, example_document

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    apply_look(qapp, load_theme("dark"))


@dataclass
class Stage:
    """A nodes panel linked to its document, as in the window."""

    document: Document
    player: Player
    rest: Rest
    finder: Finder
    panel: NodesPanel

    def cell(self, row: int, column: Column) -> Cell:
        found = self.panel.table.model().index(row, column).data(CELL_ROLE)
        assert isinstance(found, Cell)
        return found

    def row(self, row: int) -> list[str]:
        return [self.cell(row, column).text for column in Column]

    def column(self, column: Column) -> list[str]:
        return [self.cell(row, column).text for row in range(self.rows)]

    @property
    def rows(self) -> int:
        return self.panel.table.model().rowCount()

    def header(self, column: Column) -> str:
        return str(self.panel.table.model().headerData(column, Qt.Orientation.Horizontal))

    def click_header(self, qtbot: QtBot, column: Column) -> None:
        header = self.panel.table.horizontalHeader()
        at = header.rect().center()
        at.setX(header.sectionViewportPosition(column) + 20)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def shown(qtbot: QtBot, document: Document, width: int = 1256, height: int = 260) -> Stage:
    player = Player(document)
    rest = Rest(document, player)
    finder = Finder(document, rest)
    panel = NodesPanel(document, finder, rest, load_theme("dark"))
    panel.node_requested.connect(document.select)
    qtbot.addWidget(panel)
    panel.resize(width, height)
    panel.show()
    qtbot.waitExposed(panel)
    return Stage(document, player, rest, finder, panel)


def test_the_rows_say_what_each_value_is_at_the_position(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("reuse_twice"))
    assert stage.rows == 5
    stage.document.seek(9)
    assert stage.row(0) == ["0", "a", "leaf", "–", "-2", "-3", "3", "2", "6"]
    assert stage.row(2)[1:7] == ["d", "×", "a × b", "-6", "1", "1"]


def test_what_is_not_computed_or_written_yet_is_a_dash(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("reuse_twice"))
    stage.document.seek(2)
    assert stage.column(Column.DATA) == ["-2", "3", "–", "–", "–"]
    assert stage.column(Column.GRAD) == ["–"] * 5
    stage.document.seek(6)
    assert stage.column(Column.GRAD) == ["0", "0", "0", "0", "1"]


def test_a_click_selects_the_value_and_the_selection_comes_back_from_elsewhere(
    qtbot: QtBot,
) -> None:
    stage = shown(qtbot, example_document("mlp"))
    table = stage.panel.table
    spot = table.visualRect(table.model().index(2, Column.EXPRESSION)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert stage.document.selected == 2
    assert stage.cell(2, Column.NAME).ringed
    stage.document.select(50)
    assert table.currentIndex().row() == 50
    assert table.viewport().rect().contains(table.visualRect(table.model().index(50, 0)))
    stage.document.select(None)
    assert not table.selectionModel().hasSelection()


def test_enter_on_a_row_selects_it(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.document.select(3)
    stage.panel.table.setFocus()
    qtbot.keyClick(stage.panel.table, Qt.Key.Key_Down)
    assert stage.document.selected == 3
    qtbot.keyClick(stage.panel.table, Qt.Key.Key_Return)
    assert stage.document.selected == 4


# --- sorting ------------------------------------------------------------------------------


def test_a_header_sorts_then_turns_round_then_lets_go(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("reuse_twice"))
    stage.document.to_end()
    stage.click_header(qtbot, Column.MAGNITUDE)
    assert stage.column(Column.MAGNITUDE) == ["8", "6", "3", "1", "1"]
    assert stage.header(Column.MAGNITUDE) == "|grad| ↓"
    stage.click_header(qtbot, Column.MAGNITUDE)
    assert stage.column(Column.NAME) == ["d", "f", "a", "e", "b"]  # equal ones keep their order
    assert stage.header(Column.MAGNITUDE) == "|grad| ↑"
    stage.click_header(qtbot, Column.MAGNITUDE)
    assert stage.column(Column.NUMBER) == ["0", "1", "2", "3", "4"]
    stage.click_header(qtbot, Column.NAME)
    assert stage.column(Column.NAME) == ["a", "b", "d", "e", "f"]


@pytest.mark.parametrize("column", list(Column))
def test_every_column_sorts(qtbot: QtBot, column: Column) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.document.to_end()
    stage.panel._sort(column)
    assert sorted(stage.column(Column.NUMBER), key=int) == [str(i) for i in range(stage.rows)]
    assert stage.panel._by_column[column].isChecked()


def test_while_playing_the_order_stays_and_the_header_says_of_which_step_it_is(
    qtbot: QtBot,
) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.document.seek(stage.document.recording.length - 30)
    stage.panel._sort(Column.MAGNITUDE)
    order = stage.column(Column.NUMBER)
    stage.player.set_speed(16.0)
    stage.player.start()
    qtbot.wait(400)
    assert stage.column(Column.NUMBER) == order
    assert stage.header(Column.MAGNITUDE) == "|grad| ↓ step 33"
    assert stage.panel.again.isVisible()
    with qtbot.waitSignal(stage.rest.came, timeout=2000):
        stage.player.stop()
    assert stage.header(Column.MAGNITUDE) == "|grad| ↓"
    assert not stage.panel.again.isVisible()
    sizes = [float(text) for text in stage.column(Column.MAGNITUDE)]
    assert sizes == sorted(sizes, reverse=True)


def test_sort_again_is_on_request_while_playing(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.document.seek(stage.document.recording.length - 30)
    stage.panel._sort(Column.MAGNITUDE)
    stage.document.to_end()
    stage.panel.again.click()
    assert stage.header(Column.MAGNITUDE) == "|grad| ↓"


def test_the_column_of_a_step_number_does_not_go_out_of_date(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.panel._sort(Column.USERS)
    stage.document.to_end()
    assert stage.header(Column.USERS) == "Users ↓"


# --- filtering ----------------------------------------------------------------------------


def test_the_filter_is_the_one_question_of_the_window(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.document.to_end()
    counts: list[str] = []
    stage.panel.counted.connect(counts.append)
    qtbot.keyClicks(stage.panel.field, "leaf |grad|>5")
    assert stage.finder.text == "leaf |grad|>5"
    assert stage.column(Column.NAME) == ["L0.n1.w1", "L1.n0.w1", "L1.n0.w3"]
    assert counts[-1] == "3"
    stage.finder.ask("largest 2 |grad|")
    assert stage.panel.field.text() == "largest 2 |grad|"
    assert stage.rows == 2
    stage.finder.ask("")
    assert stage.rows == 63


def test_where_nothing_is_found_it_is_said(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.finder.ask("data>1e9")
    assert not stage.panel.table.isVisible()
    assert stage.panel.nothing.text() == "None of 63 values answers to data>1e9."
    stage.finder.ask("data>")
    assert stage.panel.refusal.text().startswith("data> lacks something")


def test_enter_in_the_filter_goes_into_the_rows_and_esc_too(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    qtbot.keyClicks(stage.panel.field, "x?")
    qtbot.keyClick(stage.panel.field, Qt.Key.Key_Return)
    assert stage.panel.focusWidget() is stage.panel.table
    qtbot.keyClick(stage.panel.table, Qt.Key.Key_Return)
    assert stage.document.recording.graph.name(stage.document.selected or 0) == "x0"


# --- following ----------------------------------------------------------------------------


def test_an_edited_leaf_changes_the_numbers(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("reuse_twice"))
    stage.document.to_end()
    stage.document.edit_leaf(1, 5.0)
    assert stage.column(Column.DATA)[1] == "5"
    assert stage.column(Column.GRAD)[0] == "5"  # b · e + d = 5 · 3 - 10


def test_under_overwrite_a_wrong_gradient_is_marked(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("reuse_twice", Rule.OVERWRITE))
    stage.document.to_end()
    inks = [stage.cell(row, Column.GRAD).items[0][0].ink for row in range(5)]
    assert inks == [Ink.WRONG, Ink.WRONG, Ink.GRAD, Ink.GRAD, Ink.GRAD]


def test_a_step_changes_only_the_rows_it_writes(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("reuse_twice"))
    stage.document.seek(8)
    changed: list[int] = []
    stage.panel.table.model().dataChanged.connect(lambda top, _: changed.append(top.row()))
    stage.document.step()  # d passes its gradient on to a and b; e was the one before
    assert changed == [0, 1, 2, 3]
    changed.clear()
    stage.document.step()
    assert changed == [1, 2]  # b, and d that is no longer the present one


def test_rows_are_made_when_they_are_seen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = shown(qtbot, chain_document(100_000))
    asked: set[int] = set()

    def noting(recording: Recording, node: int, position: int, column: Column) -> Cell:
        asked.add(node)
        return node_cell(recording, node, position, column)

    monkeypatch.setattr("gradviz.app.nodes.nodes_model.node_cell", noting)
    stage.document.select(50_000)
    stage.panel.grab()
    stage.document.seek(150_000)
    stage.panel.grab()
    assert 0 < len(asked) < 40


def test_another_graph_replaces_the_rows_and_keeps_the_order(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.panel._sort(Column.DATA)
    other = example_document("reuse_twice")
    stage.document.open(other.recording, other.program)
    with qtbot.waitSignal(stage.rest.came, timeout=2000):
        stage.document.to_end()
    assert stage.column(Column.DATA) == ["3", "1", "-2", "-6", "-6"]


def test_copied_rows_are_tab_separated_with_every_digit(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    stage.document.to_end()
    stage.document.select(25 + 3)
    stage.panel.table.setFocus()
    qtbot.keyClick(stage.panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(stage.panel.table, Qt.Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().split("\n")
    header, first, second = (line.split("\t") for line in lines)
    assert header == ["#", "Node", "Op", "Expression", "Data", "Grad", "|grad|", "Users", "Line"]
    assert first[:2] == ["28", "v28"]
    assert second[0] == "29"
    recording = stage.document.recording
    assert float(first[4]) == recording.values[28]
    assert float(first[5]) == recording.final_grads[28]


def test_many_rows_are_copied_beside_the_window_s_thread(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradviz.app.nodes.nodes_table._AT_ONCE", 3)
    window = open_window("mlp", position=-1)
    window.steps_dock.show_nodes()
    table = window.nodes.table
    QGuiApplication.clipboard().setText("before")
    qtbot.keyClick(table, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "before"  # the window didn't wait
    qtbot.waitUntil(lambda: window.is_settled, timeout=5_000)
    assert QGuiApplication.clipboard().text() == table.selected_text()
    assert len(table.selected_text().split("\n")) == 1 + len(window.document.recording.graph)


def test_with_all_rows_selected_a_paint_asks_for_none_of_them(qtbot: QtBot) -> None:
    stage = shown(qtbot, chain_document(5_000))
    asked = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal asked
        asked += event == "call" and frame.f_code.co_name == "rowCount"

    stage.panel.table.selectAll()
    sys.setprofile(count)
    try:
        QApplication.processEvents()
    finally:
        sys.setprofile(None)
    assert 0 < asked < 2_000


def test_rows_picked_here_and_there_are_copied_in_their_order(qtbot: QtBot) -> None:
    stage = shown(qtbot, example_document("mlp"))
    table = stage.panel.table
    for row in (4, 1, 2):
        spot = table.visualRect(table.model().index(row, Column.EXPRESSION)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CONTROL, pos=spot)
    assert stage.document.selected is None  # picking several to copy shows none of them
    numbers = [line.split("\t")[0] for line in table.selected_text().split("\n")]
    assert numbers == ["#", "1", "2", "4"]


@pytest.mark.parametrize("width", [640, 742, 900, 1256, 1600])
@pytest.mark.parametrize("example", ["reuse_twice", "mlp"])
def test_the_columns_fill_the_width_exactly(qtbot: QtBot, width: int, example: str) -> None:
    stage = shown(qtbot, example_document(example), width)
    table = stage.panel.table
    total = sum(table.columnWidth(c) for c in Column if not table.isColumnHidden(c))
    assert total == table.viewport().width()


# --- in the window ------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1024, 700), (1600, 1000)])
def test_in_the_window_the_tab_opens_by_key_and_all_tabs_stay_in_sight(
    qtbot: QtBot, open_window: OpenWindow, size: tuple[int, int]
) -> None:
    window = open_window("mlp", position=-1, size=size)
    window.arrange(*size)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    tabs = window.steps_dock.tabs
    field = window.nodes.field if window.nodes.field.isVisible() else window.find_bar.field
    assert field.hasFocus()
    assert tabs.tabText(tabs.currentIndex()) == "Nodes 63"
    bar = tabs.tabBar()
    assert bar.rect().contains(bar.tabRect(bar.count() - 1))
    qtbot.keyClicks(field, "x?")
    assert tabs.tabText(tabs.currentIndex()) == "Nodes 3"
    window.nodes._sort(Column.GRAD)
    window.document.back()
    qtbot.waitUntil(lambda: window.nodes.again.isVisible())
    corner = window.nodes.sort_button
    assert tabs.rect().contains(corner.mapTo(tabs, corner.rect().bottomRight()))
    assert window.find_bar.field.text() == "x?"
