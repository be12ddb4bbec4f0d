"""The problems panel: what is wrong, and the way there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradviz.app.document import Document
from gradviz.app.problems_model import Column
from gradviz.app.problems_panel import ProblemsPanel
from gradviz.app.table.rich_cell import CELL_ROLE, Cell, Ink
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from tests.app.documents import document_of, example_document, open_recording


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    apply_look(qapp, load_theme("dark"))


def shown(qtbot: QtBot, document: Document) -> ProblemsPanel:
    panel = ProblemsPanel(document, load_theme("dark"))
    panel.position_requested.connect(document.seek)
    panel.node_requested.connect(document.select)
    panel.rule_requested.connect(document.set_rule)
    qtbot.addWidget(panel)
    panel.resize(1256, 170)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def cell(panel: ProblemsPanel, row: int, column: Column) -> Cell:
    found = panel.table.model().index(row, column).data(CELL_ROLE)
    assert isinstance(found, Cell)
    return found


def test_overwritten_gradients_are_listed_with_their_place(qtbot: QtBot) -> None:
    panel = shown(qtbot, example_document("reuse_twice", Rule.OVERWRITE))
    assert (panel.errors, panel.notes, panel.count_text) == (2, 0, "2")
    message = cell(panel, 0, Column.PROBLEM)
    assert message.text == "a.grad was overwritten at step 3: 3.0 replaced -6.0; expected -3.0"
    assert [p.text for p in message.items[0] if p.ink is Ink.LOST] == ["-6.0"]
    assert cell(panel, 0, Column.WHERE).text == "line 8 · d"
    assert cell(panel, 0, Column.STEP).text == "backward 3"
    assert cell(panel, 0, Column.SEVERITY).icon == "error"


def test_a_click_goes_to_the_step_and_selects_whose_gradient_is_wrong(qtbot: QtBot) -> None:
    document = example_document("reuse_twice", Rule.OVERWRITE)
    panel = shown(qtbot, document)
    link = panel.table.visualRect(panel.table.model().index(1, Column.GO)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=link)
    assert document.position == 9
    assert document.selected == document.recording.graph.labels.index("b")


def test_walking_the_rows_by_keyboard_goes_along(qtbot: QtBot) -> None:
    document = example_document("reuse_twice", Rule.OVERWRITE)
    panel = shown(qtbot, document)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert document.position == 9
    assert document.selected == document.recording.graph.labels.index("b")


def test_the_next_problem_comes_round_to_the_first(qtbot: QtBot) -> None:
    document = example_document("reuse_twice", Rule.OVERWRITE)
    panel = shown(qtbot, document)
    selected: list[int | None] = []
    for _ in range(3):
        panel.next_problem()
        selected.append(document.selected)
    assert selected == [0, 1, 0]


def test_the_button_switches_back_to_accumulate(qtbot: QtBot) -> None:
    document = example_document("reuse_twice", Rule.OVERWRITE)
    panel = shown(qtbot, document)
    assert "must add" in panel.sentence.text()
    qtbot.mouseClick(panel.switch_button, Qt.MouseButton.LeftButton)
    assert document.recording.rule is Rule.ACCUMULATE
    assert not panel.switch_button.isVisible()
    assert (panel.errors, panel.notes) == (0, 1)
    assert panel.sentence.text() == "All gradients accumulate: nothing is lost."


def test_a_note_without_a_step_selects_its_value_and_stays_where_one_is(qtbot: QtBot) -> None:
    document = example_document("reuse_twice")
    panel = shown(qtbot, document)
    document.seek(4)
    assert cell(panel, 0, Column.WHERE).text == "a, b"
    panel.next_problem()
    assert document.selected == 0
    assert document.position == 4


def test_without_problems_it_says_so(qtbot: QtBot) -> None:
    document = example_document("neuron")
    panel = shown(qtbot, document)
    assert panel.nothing.isVisible()
    assert panel.nothing.text() == "No problems."
    assert not panel.table.isVisible()
    assert panel.count_text == ""
    open_recording(document, example_document("reuse_twice", Rule.OVERWRITE).recording)
    assert panel.table.isVisible()
    assert panel.table.model().rowCount() == 2


def test_a_value_that_is_not_finite_is_an_error_under_either_rule(qtbot: QtBot) -> None:
    x = Value(0.0, label="x")
    y = x.log()
    y.label = "y"
    panel = shown(qtbot, document_of(Recording.of(y)))
    assert panel.errors == 1
    assert not panel.sentence.isVisible()
    assert cell(panel, 0, Column.STEP).text == "forward 2"
