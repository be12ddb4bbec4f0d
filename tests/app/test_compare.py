"""The compare panel and the lockstep commands, read and used as a person does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gradviz.app.compare import ComparePanel
from gradviz.app.compare.compare_cells import Column
from gradviz.app.table.rich_cell import CELL_ROLE, ROW_ROLE, Cell, Ink, RowLook
from gradviz.app.window import MainWindow
from gradviz.model.judgement import Kind
from gradviz.model.rule import Rule
from gradviz.sources.examples import find_example
from tests.app.conftest import OpenWindow
from tests.app.documents import chain_document, open_recording

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """Two values used twice, under the rule that overwrites."""
    window = open_window("reuse_twice", rule=Rule.OVERWRITE, size=(1600, 1000))
    window.settings.may_run = True
    return window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.is_settled, timeout=30_000)


def open_corpus(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window.desk.open(CORPUS / name)
    settle(qtbot, window)


def shown(window: MainWindow) -> ComparePanel:
    window.steps_dock.show_compare()
    return window.compare


def cell(panel: ComparePanel, row: int, column: Column) -> Cell:
    found = panel.table.model().index(row, column).data(CELL_ROLE)
    assert isinstance(found, Cell)
    return found


def look(panel: ComparePanel, row: int) -> RowLook:
    found = panel.table.model().index(row, 0).data(ROW_ROLE)
    assert isinstance(found, RowLook)
    return found


def texts(panel: ComparePanel, row: int) -> list[str]:
    return [cell(panel, row, column).text for column in Column]


def row_count(panel: ComparePanel) -> int:
    return panel.table.model().rowCount()


def spot(panel: ComparePanel, row: int) -> QPoint:
    return panel.table.visualRect(panel.table.model().index(row, Column.VERDICT)).center()


# --- what it says -----------------------------------------------------------------------


def test_the_two_runs_stand_side_by_side(window: MainWindow) -> None:
    panel = shown(window)
    assert row_count(panel) == 7
    assert texts(panel, 0) == ["seed", "agrees", "f", "root", "f.grad", "1", "0 → 1", "1", "0 → 1"]
    assert texts(panel, 5) == [
        "3", "replaced -6", "d", "a × b", "a.grad", "3 × 1 = 3", "-6 → 3", "3 × 1 = +3", "-6 → -3",
    ]  # fmt: skip
    assert "Diverges at step 3: a.grad is 3" in panel.sentence.text()


def test_agreement_is_quiet_and_the_first_divergence_loud(window: MainWindow) -> None:
    panel = shown(window)
    assert look(panel, 3).muted
    assert look(panel, 5) == RowLook("error.soft", "error.line")
    assert look(panel, 6) == RowLook("", "error.line")
    assert cell(panel, 5, Column.VERDICT).icon == "error"
    inks = [piece.ink for item in cell(panel, 5, Column.THEIR_GRAD).items for piece in item]
    assert inks == [Ink.LOST, Ink.CODE, Ink.WRONG]


def test_under_the_references_own_rule_it_is_calm(qtbot: QtBot, window: MainWindow) -> None:
    panel = shown(window)
    qtbot.keyClick(window.canvas, Qt.Key.Key_Plus)
    assert panel.sentence.text() == "All 7 writes agree with the reference: += is its rule"
    assert not panel.table.isVisible()
    assert "overwrite" in panel.calm.text()
    assert not window.actions_["divergence"].isEnabled()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Equal)
    assert panel.table.isVisible()
    assert window.actions_["divergence"].isEnabled()


def test_a_right_engine_agrees_write_by_write(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.open_example(find_example("lecture_right"))
    settle(qtbot, window)
    panel = shown(window)
    verdicts = {cell(panel, row, Column.VERDICT).text for row in range(row_count(panel))}
    assert verdicts == {"agrees"}
    assert panel.sentence.text().startswith("All 12 writes agree with the reference")


def test_what_a_lost_edge_hides_is_said(qtbot: QtBot, window: MainWindow) -> None:
    open_corpus(qtbot, window, "wrong/lost_edge.py")
    panel = shown(window)
    assert "loses operands" in panel.sentence.text()


def test_writes_never_made_and_one_too_many_leave_a_side_empty(
    qtbot: QtBot, window: MainWindow
) -> None:
    open_corpus(qtbot, window, "wrong/wrong_operand.py")
    panel = shown(window)
    kinds = [window.compare._model.row(row).kind for row in range(row_count(panel))]
    never, extra = kinds.index(Kind.NEVER), kinds.index(Kind.EXTRA)
    assert cell(panel, never, Column.THEIRS).text == "never written"
    assert cell(panel, never, Column.REFERENCE).text == "1 × 1 = +1"
    assert cell(panel, extra, Column.REFERENCE).text == "–"
    assert cell(panel, extra, Column.REFERENCE_GRAD).text == "–"
    follows = kinds.index(Kind.FOLLOWS)
    assert cell(panel, follows, Column.VERDICT).text == "follows from step 1"


def test_nothing_is_compared_before_it_is_seen(window: MainWindow) -> None:
    assert row_count(window.compare) == 0
    panel = shown(window)
    assert row_count(panel) == 7
    window.steps_dock.show_console()
    window.document.set_rule(Rule.ACCUMULATE)
    assert row_count(panel) == 7  # not looked at meanwhile
    shown(window)
    assert row_count(panel) == 0


def test_a_narrow_table_says_less(window: MainWindow) -> None:
    panel = shown(window)
    window.resize(1024, 700)
    assert panel.table.isColumnHidden(Column.OP)
    assert cell(panel, 5, Column.THEIRS).text == "3"
    columns = [c for c in Column if not panel.table.isColumnHidden(c)]
    width = sum(panel.table.columnWidth(column) for column in columns)
    assert width <= panel.table.viewport().width()


# --- following and being clicked ---------------------------------------------------------


def test_the_rows_of_the_present_step_are_lit_and_in_sight(window: MainWindow) -> None:
    panel = shown(window)
    window.document.seek(8)
    lit = [row for row in range(7) if look(panel, row).fill == "backward.soft"]
    assert lit == [3, 4]
    window.document.seek(9)
    assert panel.table.currentIndex().row() == 5
    assert panel.table.viewport().rect().contains(spot(panel, 5))
    assert look(panel, 6).fill == "backward.soft"


def test_clicking_a_row_goes_to_its_step_and_value(qtbot: QtBot, window: MainWindow) -> None:
    panel = shown(window)
    panel.table.scrollToTop()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=spot(panel, 2))
    assert window.document.position == 7
    assert window.document.recording.graph.name(window.document.selected or 0) == "e"
    assert cell(panel, 2, Column.TARGET).ringed


def test_rows_are_copied_as_text(qtbot: QtBot, window: MainWindow) -> None:
    panel = shown(window)
    window.document.seek(9)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, row = QGuiApplication.clipboard().text().splitlines()
    assert header.startswith("Step\tVerdict")
    assert "replaced -6" in row
    assert "-6 -> -3" in row


def test_another_program_is_compared_at_once(window: MainWindow) -> None:
    panel = shown(window)
    recording = chain_document(6).recording.with_rule(Rule.OVERWRITE)
    open_recording(window.document, recording)
    assert row_count(panel) == len(recording.tape.target)


# --- lockstep ---------------------------------------------------------------------------


def test_in_lockstep_playing_halts_at_the_first_divergence(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.player.set_speed(16.0)
    qtbot.keyClick(window.canvas, Qt.Key.Key_C)
    assert window.compare.isVisible()
    assert window.player.is_playing
    qtbot.waitUntil(lambda: not window.player.is_playing, timeout=5_000)
    assert window.document.position == 9
    assert window.document.recording.graph.name(window.document.selected or 0) == "a"
    assert window.status_bar.note == "Diverges at step 3: a.grad is 3, the reference has −3"

    qtbot.keyClick(window.canvas, Qt.Key.Key_F10)  # goes on past it
    assert window.document.position == 10
    assert window.status_bar.note == ""
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: not window.player.is_playing, timeout=5_000)
    assert window.document.at_end


def test_out_of_lockstep_playing_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    window.player.set_speed(16.0)
    window.document.seek(8)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: not window.player.is_playing, timeout=5_000)
    assert window.document.at_end


def test_lockstep_from_beyond_the_divergence_begins_again(qtbot: QtBot, window: MainWindow) -> None:
    window.player.set_speed(16.0)
    window.document.to_end()
    window.actions_["lockstep"].trigger()
    assert window.document.position == len(window.document.recording.graph) + 1
    qtbot.waitUntil(lambda: not window.player.is_playing, timeout=5_000)
    assert window.document.position == 9


def test_lockstep_with_nothing_to_part_at_says_so(window: MainWindow) -> None:
    window.document.set_rule(Rule.ACCUMULATE)
    before = window.document.position
    window.actions_["lockstep"].trigger()
    assert window.status_bar.note.startswith("All 7 writes agree")
    assert not window.player.is_playing
    assert window.document.position == before


def test_divergences_are_walked_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    open_corpus(qtbot, window, "wrong/wrong_operand.py")
    document = window.document
    stops = [document.position]
    for key, modifier in (
        (Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier),
    ):
        qtbot.keyClick(window.canvas, key, modifier)
        stops.append(document.position)
    assert stops[1:] == [stops[1], stops[2], stops[3], stops[2], stops[1]]
    assert stops[0] < stops[1] < stops[2] < stops[3]
    qtbot.keyClick(window.canvas, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert window.status_bar.note == "No divergence before this step"


def test_every_control_has_a_name_and_a_tooltip(window: MainWindow) -> None:
    panel = shown(window)
    buttons = panel.findChildren(QAbstractButton)
    named = [b for b in buttons if b.isVisible() and b.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(named) == 3
    assert all(button.accessibleName() and button.toolTip() for button in named)
    assert panel.table.accessibleName()
