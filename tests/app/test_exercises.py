"""Exercises: what the engine does with small expressions of gradviz's, to be looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradviz.app.window import MainWindow
from gradviz.sources.examples import find_example
from tests.app.conftest import OpenWindow
from tests.app.test_programs import CORPUS, open_text, settle

LECTURE = find_example("lecture_accumulate").path.read_text()
ENGINE = LECTURE[: LECTURE.index("a = Value(3.0")]
"""The lecture's second class alone: it accumulates, and its tanh slips."""


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    window = open_window("neuron", size=(1600, 1000))
    window.settings.may_run = True
    return window


def picked(window: MainWindow) -> str:
    return window.source.run_bar.roots.currentText()


def test_a_notebook_that_only_defines_an_engine_shows_its_fault_at_work(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    cell = {"cell_type": "code", "source": ENGINE, "metadata": {}, "outputs": []}
    path = tmp_path / "engine.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}))
    window.desk.open(path)
    settle(qtbot, window)
    document = window.document
    assert document.name == "engine.ipynb"
    assert "tanh" in picked(window)
    assert window.steps_dock.tabs.currentWidget() is window.problems
    assert "gradviz built it with Value" in window.status_bar.note
    row = next(i for i, p in enumerate(document.problems) if p.cause == "missing-adjoint")
    window.problems.table.row_chosen.emit(row)
    assert document.selected is not None
    a = document.recording.graph.labels.index("a")
    assert document.selected == a
    assert window.canvas.face(a).is_wrong
    assert document.recording.graph.symbol(document.current.node) == "tanh"
    slip = window.source.text.splitlines()[document.problems[row].line - 1]
    assert "1 - " in slip
    # Its leaves are edited as any others: the engine itself works the numbers out.
    before = document.recording.final_grads[a]
    document.edit_leaf(a, 0.25)
    settle(qtbot, window)
    assert document.recording.values[a] == 0.25
    assert document.recording.final_grads[a] != before
    assert len(document.problems) > 0
    document.undo_stack.undo()
    settle(qtbot, window)
    assert document.recording.final_grads[a] == before


def test_what_is_found_in_an_exercise_is_shown_there_and_the_program_comes_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.desk.open(CORPUS / "lecture" / "slip_neuron.py")  # right itself; its tanh isn't
    settle(qtbot, window)
    document = window.document
    own = document.recording.graph
    row = next(i for i, p in enumerate(document.problems) if p.exercise is not None)
    window.problems.table.row_walked.emit(row)
    assert document.recording.graph is own  # on the way through the list nothing jumps
    window.problems.table.row_chosen.emit(row)
    settle(qtbot, window)
    assert picked(window).startswith("exercise: ")
    assert document.program.exercise is not None
    assert document.recording.graph is not own
    assert document.problems[row].nodes
    assert not window.source.run_bar.passes.isVisible()

    window.source.run_bar.roots.activated.emit(0)
    settle(qtbot, window)
    assert document.program.exercise is None
    assert document.recording.graph.is_same_as(own)


def test_a_right_engine_is_shown_at_work_too(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    right = find_example("lecture_right").path.read_text()
    open_text(qtbot, window, tmp_path, right[: right.index("a = Value(3.0")])
    recording = window.document.recording
    assert picked(window) == "exercise: a * b * (a + b)"
    assert not recording.wrong_nodes.size
    assert window.problems.errors == 0


def test_a_program_that_failed_shows_where_and_no_exercise(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    open_text(qtbot, window, tmp_path, ENGINE + "\nnot_there\n")
    assert window.document.program.exercise is None
    assert window.source.code.faults
