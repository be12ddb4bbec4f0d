"""Programs: open one, write one, run it, stop it, edit its leaves, be told what is wrong."""

from __future__ import annotations

from pathlib import Path
from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradviz.app.application import Options, build_window, open_program
from gradviz.app.curtain import Curtain
from gradviz.app.run_dialog import RunDialog
from gradviz.app.settings import Settings
from gradviz.app.tasks import Tasks
from gradviz.app.window import MainWindow
from gradviz.layout.layouter import Layouter
from gradviz.model.numeric import Agreement
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.warming import warm
from gradviz.sources.examples import find_example
from tests.app.conftest import OpenWindow

CORPUS = Path(__file__).parents[1] / "corpus"

OWN_VALUE = """\
from gradviz import Value
a = Value(2.0, label="a")
b = a * a
b.backward()
print("done")
"""


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    window = open_window("neuron", size=(1600, 1000))
    window.settings.may_run = True
    return window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.is_settled, timeout=30_000)


def open_text(qtbot: QtBot, window: MainWindow, tmp_path: Path, text: str) -> Path:
    path = tmp_path / "program.py"
    path.write_text(text)
    window.desk.open(path)
    settle(qtbot, window)
    return path


def shown_texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def answer(text: str) -> None:
    """Press a button of the message box that is about to come."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        button = next(b for b in box.findChildren(QPushButton) if b.text().replace("&", "") == text)
        button.click()

    QTimer.singleShot(50, press)


def test_an_engine_that_overwrites_is_shown_as_it_is(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.open_example(find_example("lecture_overwrite"))
    settle(qtbot, window)
    window.document.to_end()
    a = window.document.recording.graph.labels.index("a")
    face = window.canvas.face(a)
    assert (face.grad, face.is_wrong) == ("1.0000", True)
    assert window.document.recording.rule is Rule.AS_WRITTEN
    assert window.problems.errors > 0
    qtbot.keyClick(window, Qt.Key.Key_F8)
    line = window.document.problems[0].line
    assert window.source.code.textCursor().blockNumber() + 1 == line
    assert "grad = " in window.source.text.splitlines()[line - 1]

    qtbot.keyClick(window.canvas, Qt.Key.Key_Plus)
    assert window.canvas.face(a).grad == "2.0000"


def test_a_right_engine_gets_no_error(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.open_example(find_example("lecture_right"))
    settle(qtbot, window)
    assert window.problems.errors == 0
    assert window.document.recording.wrong_nodes.tolist() == []


def test_editing_a_leaf_runs_the_program_again_and_undo_does_too(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.desk.open_example(find_example("lecture_overwrite"))
    settle(qtbot, window)
    document = window.document
    document.to_end()
    leaf = document.recording.graph.labels.index("a")
    before, position, layout = document.recording, document.position, document.layout
    document.edit_leaf(leaf, 10.0)
    settle(qtbot, window)
    assert document.recording.values[leaf] == 10.0
    assert document.recording.final_grads[leaf] == 1.0  # still their engine's
    assert (document.position, document.layout) == (position, layout)

    # Under another rule it is worked out beside the window's thread.
    document.set_rule(Rule.ACCUMULATE)
    threads, with_rule = [], Recording.with_rule

    def watched(self: Recording, rule: Rule) -> Recording:
        if rule is not self.rule:
            threads.append(current_thread())
        return with_rule(self, rule)

    monkeypatch.setattr(Recording, "with_rule", watched)
    document.undo_stack.undo()
    settle(qtbot, window)
    assert document.recording.values.tolist() == before.values.tolist()
    assert document.recording.rule is Rule.ACCUMULATE
    assert document.recording.final_grads[leaf] == 2.0
    assert threads
    assert main_thread() not in threads


def test_a_program_on_gradviz_value_is_computed_in_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    open_text(qtbot, window, tmp_path, OWN_VALUE)
    assert window.document.recording.rule is Rule.ACCUMULATE
    assert window.document.recording.final_grads.tolist() == [4.0, 1.0]
    assert "done" in window.console.toPlainText()
    assert window.settings.recent == [str(tmp_path / "program.py")]


def test_a_program_can_be_written_and_run_in_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.actions_["new"].trigger()
    window.source.code.selectAll()
    qtbot.keyClicks(window.source.code, "from gradviz import Value")
    qtbot.keyClick(window.source.code, Qt.Key.Key_Return)
    qtbot.keyClicks(window.source.code, "(Value(3.0) * 2).backward()")
    assert window.source.is_modified
    qtbot.keyClick(window.source.code, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert window.document.recording.values.tolist() == [3.0, 2.0, 6.0]
    assert not window.source.is_modified
    assert window.source.is_unsaved  # that it was run doesn't keep it


def test_a_fault_is_marked_on_its_line_and_another_programs_graph_is_hidden(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    open_text(qtbot, window, tmp_path, "x = 1\ny = x +\n")
    curtain = window.canvas.findChild(Curtain)
    assert isinstance(curtain, Curtain)
    assert curtain.isVisible()
    assert "line 2" in curtain.text
    before_timeline = window.timeline.findChild(Curtain)
    assert isinstance(before_timeline, Curtain)
    assert before_timeline.isVisible()
    assert "1_neuron" not in window.windowTitle()
    assert set(window.source.code.faults) == {2}
    assert "line 2" in window.console.toPlainText()
    assert window.steps_dock.tabs.currentWidget() is window.console
    window.desk.open_example(find_example("neuron"))
    settle(qtbot, window)
    assert not curtain.isVisible()


def test_the_curtain_tells_of_the_run_under_way_not_of_the_one_before_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    open_text(qtbot, window, tmp_path, "x = 1\ny = x +\n")
    curtain = window.canvas.findChild(Curtain)
    assert isinstance(curtain, Curtain)
    path = tmp_path / "slow.py"
    path.write_text("while True:\n    print('on', flush=True)\n")
    window.desk.open(path)
    qtbot.waitUntil(lambda: "on\non" in window.console.toPlainText(), timeout=20_000)
    assert curtain.accessibleName() == "slow.py is running"
    assert "line 2" not in curtain.text
    assert window.status_bar.name == "slow.py"
    window.actions_["stop"].trigger()
    window.actions_["stop"].trigger()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: "is running" not in curtain.accessibleName())
    assert curtain.isVisible()
    assert curtain.accessibleName().startswith("slow.py")


def test_a_slip_while_writing_does_not_hide_the_programs_own_graph(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = open_text(qtbot, window, tmp_path, OWN_VALUE)
    recording = window.document.recording
    path.write_text("x = 1\ny = x +\n")
    window.desk.open(path)
    settle(qtbot, window)
    assert window.document.recording is recording
    curtain = window.canvas.findChild(Curtain)
    assert isinstance(curtain, Curtain)
    assert not curtain.isVisible()
    assert "its last run" in window.status_bar.note


def test_a_program_that_never_ends_can_be_stopped_and_shows_what_it_did(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "endless.py"
    path.write_text(OWN_VALUE + "while True:\n    print('on', flush=True)\n")
    window.desk.open(path)
    qtbot.waitUntil(lambda: "on\non" in window.console.toPlainText(), timeout=20_000)
    assert window.actions_["stop"].isEnabled()
    window.actions_["stop"].trigger()
    settle(qtbot, window)
    assert "was stopped here" in window.console.toPlainText()
    assert window.document.recording.values.tolist() == [2.0, 4.0]
    assert set(window.source.code.faults) <= {6, 7}
    assert not window.opener.runner.is_running


def test_a_program_that_hangs_is_ended_at_the_second_try(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "hangs.py"
    path.write_text("print('begun', flush=True)\nsum(range(10**12))\n")
    window.desk.open(path)
    qtbot.waitUntil(lambda: "begun" in window.console.toPlainText(), timeout=20_000)
    window.actions_["stop"].trigger()
    window.actions_["stop"].trigger()
    settle(qtbot, window)
    assert "Stopped." in window.console.toPlainText()


def test_a_program_is_not_run_before_the_person_says_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.settings.may_run = False
    path = tmp_path / "program.py"
    path.write_text(OWN_VALUE)
    answer("Only show it")
    window.desk.open(path)
    settle(qtbot, window)
    assert window.document.name == "1_neuron.py"
    assert window.source.text == OWN_VALUE
    answer("Run")
    window.actions_["run"].trigger()
    settle(qtbot, window)
    assert window.document.name == "program.py"


def test_the_curtain_is_about_the_program_in_view_also_before_it_runs(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    open_text(qtbot, window, tmp_path, "x = 1\ny = x +\n")
    curtain = window.canvas.findChild(Curtain)
    assert isinstance(curtain, Curtain)
    window.settings.may_run = False
    path = tmp_path / "other.py"
    path.write_text(OWN_VALUE)
    answer("Only show it")
    window.desk.open(path)
    assert curtain.accessibleName() == "other.py wasn't run"
    assert "other.py" in window.windowTitle()
    answer("Run")
    window.actions_["run"].trigger()
    settle(qtbot, window)
    assert not curtain.isVisible()
    assert window.document.name == "other.py"


def test_choosing_an_earlier_pass_shows_the_graph_it_ran_through(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.desk.open_example(find_example("lecture_accumulate"))
    settle(qtbot, window)
    passes = window.source.run_bar.passes
    assert passes.currentText() == "pass 2: L"
    last = len(window.document.recording.graph)
    passes.setFocus()
    qtbot.keyClick(passes, Qt.Key.Key_Up)  # as a person would: a closed list chooses at once
    qtbot.waitUntil(lambda: len(window.document.recording.graph) != last, timeout=20_000)
    settle(qtbot, window)
    recording = window.document.recording
    assert recording.graph.name(recording.graph.root) == "b"
    assert recording.has_backward
    assert len(recording.wrong_nodes) == 0  # a + a, accumulated: this one is right
    assert passes.currentText() == "pass 1: b"
    assert window.source.run_bar.roots.currentText().startswith("b")


def test_a_long_name_does_not_widen_the_source_dock(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    before = window.source_dock.width()
    path = tmp_path / f"{'a_very_long_name_' * 8}.py"
    path.write_text(OWN_VALUE)
    window.desk.open(path)
    settle(qtbot, window)
    assert window.document.name == path.name
    assert window.source_dock.width() == before


def test_a_file_can_be_dropped_on_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "dropped.py"
    path.write_text(OWN_VALUE)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    offered = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDropEvent(QPointF(QPoint(300, 300)), offered, data, Qt.MouseButton.LeftButton, none)
    event.setDropAction(Qt.DropAction.MoveAction)  # what a file manager proposes
    window.dropEvent(event)
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.CopyAction  # the file stays where it is
    qtbot.waitUntil(lambda: window.source.text == OWN_VALUE)
    settle(qtbot, window)
    assert window.document.name == "dropped.py"


def test_edited_text_is_not_lost_without_asking(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = open_text(qtbot, window, tmp_path, OWN_VALUE)
    qtbot.keyClicks(window.source.code, "# mine")
    answer("Cancel")
    window.desk.open_example(find_example("reuse_once"))
    assert window.source.is_modified
    window.actions_["save"].trigger()
    assert not window.source.is_modified
    assert "# mine" in path.read_text()


def write(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Over whatever is in the editor, key by key."""
    window.source.code.selectAll()
    for line in text.splitlines():
        qtbot.keyClicks(window.source.code, line)
        qtbot.keyClick(window.source.code, Qt.Key.Key_Return)


def test_a_program_that_was_run_but_never_saved_is_asked_about(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.actions_["new"].trigger()
    write(qtbot, window, "from gradviz import Value\n(Value(3.0) * 2).backward()")
    window.actions_["run"].trigger()
    settle(qtbot, window)
    text = window.source.text
    answer("Cancel")
    window.close()
    assert window.isVisible()
    answer("Cancel")
    window.desk.open_example(find_example("reuse_once"))
    assert window.source.text == text
    answer("Discard")
    window.desk.open_example(find_example("reuse_once"))
    settle(qtbot, window)
    assert window.source.text == find_example("reuse_once").path.read_text()
    assert not window.source.is_unsaved


def test_what_is_written_while_the_program_runs_stays(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["new"].trigger()
    write(qtbot, window, "from gradviz import Value\n(Value(3.0) * 2).backward()")
    window.actions_["run"].trigger()
    qtbot.keyClicks(window.source.code, "# later")
    settle(qtbot, window)
    assert window.document.recording.values.tolist() == [3.0, 2.0, 6.0]
    assert window.source.text.endswith("# later")
    assert window.source.code.columns.numbers == {}  # the graph is of the text before
    assert window.source.is_unsaved


def test_an_edit_discarded_is_gone_when_its_own_example_is_opened_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.keyClicks(window.source.code, "# mine")
    answer("Discard")
    window.desk.open_example(find_example("neuron"))
    settle(qtbot, window)
    assert window.source.text == find_example("neuron").path.read_text()


def test_an_edited_program_can_be_saved_when_asked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = open_text(qtbot, window, tmp_path, OWN_VALUE)
    qtbot.keyClicks(window.source.code, "# mine")
    answer("Save")
    window.desk.open_example(find_example("reuse_once"))
    settle(qtbot, window)
    assert "# mine" in path.read_text()
    assert window.document.name == "2_reuse_once.py"


def test_another_root_can_be_picked(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.open_example(find_example("lecture_accumulate"))
    settle(qtbot, window)
    roots = window.source.run_bar.roots
    assert roots.count() > 1
    shown = len(window.document.recording.graph)
    other = next(i for i in range(roots.count()) if f"{shown} values" not in roots.itemText(i))
    roots.setCurrentIndex(other)
    roots.activated.emit(other)
    settle(qtbot, window)
    assert len(window.document.recording.graph) != shown


def test_the_first_divergence_can_be_gone_to(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.open_example(find_example("lecture_accumulate"))
    settle(qtbot, window)
    qtbot.keyClick(window.canvas, Qt.Key.Key_D)
    document = window.document
    assert document.selected is not None
    assert document.recording.graph.name(document.selected) == "n"
    assert window.canvas.face(document.selected).grad == "-0.5000"


def test_a_program_gets_its_arguments(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    text = (
        "import sys\nfrom gradviz import Value\nx = Value(float(sys.argv[1]))\n(x * 2).backward()\n"
    )
    path = tmp_path / "program.py"
    path.write_text(text)
    window.opener.list_program(path)

    def fill_in() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RunDialog)
        dialog.folder.setText("/no/such/folder")
        dialog.field.setText("7.5")
        run = next(b for b in dialog.findChildren(QPushButton) if "Run" in b.text())
        run.click()
        assert dialog.isVisible()  # there is no such folder
        dialog.folder.setText(str(tmp_path))
        run.click()

    QTimer.singleShot(50, fill_in)
    window.actions_["run_with"].trigger()
    settle(qtbot, window)
    assert window.document.recording.values.tolist() == [7.5, 2.0, 15.0]


def test_a_shipped_network_opened_as_a_file_is_the_same_as_the_example(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.desk.open_example(find_example("mlp"))
    example = window.document.recording
    assert example.source is not None
    window.desk.open(find_example("mlp").path)
    settle(qtbot, window)
    opened = window.document.recording
    assert opened.source is not None
    assert opened.rule is Rule.ACCUMULATE
    assert opened.graph.is_like(example.graph)
    assert opened.values.tolist() == example.values.tolist()
    assert opened.source.lines.tolist() == example.source.lines.tolist()


def test_a_file_that_is_no_program_is_refused_in_words(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "picture.py"
    path.write_bytes(b"\x89PNG\x00\x01")
    window.desk.open(path)
    assert "picture.py" in window.status_bar.note
    assert "isn't a Python program" in window.console.toPlainText()
    assert window.document.name == "1_neuron.py"
    assert window.settings.recent == []


def test_a_recent_file_that_is_gone_is_said_and_forgotten(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = open_text(qtbot, window, tmp_path, OWN_VALUE)
    path.unlink()
    window.desk.open(path)
    assert "there is no such file" in window.status_bar.note
    assert window.settings.recent == []


def test_nothing_can_be_done_to_a_graph_that_is_not_in_view(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.document.select(0)
    open_text(qtbot, window, tmp_path, "x = 1\ny = x +\n")
    position = window.document.position
    window.choose_theme("light")  # which shows all there is anew
    for key in (Qt.Key.Key_F10, Qt.Key.Key_Equal, Qt.Key.Key_F2, Qt.Key.Key_End, Qt.Key.Key_T):
        qtbot.keyClick(window, key)
    curtain = window.canvas.findChild(Curtain)
    assert isinstance(curtain, Curtain)
    qtbot.mouseClick(curtain, Qt.MouseButton.LeftButton, pos=QPoint(8, 300))
    assert window.document.position == position
    assert window.document.selected == 0
    assert window.document.recording.rule is Rule.ACCUMULATE
    assert not window.actions_["fit"].isEnabled()
    assert "1_neuron" not in window.status_bar.name
    window.desk.open_example(find_example("neuron"))
    settle(qtbot, window)
    for name in ("step", "overwrite", "fit", "by_gradient", "find", "to_end"):
        assert window.actions_[name].isEnabled(), name
    assert "1_neuron" in window.status_bar.name


def test_the_faults_of_an_engine_without_a_program_are_listed_and_marked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    lecture = find_example("lecture_overwrite").path.read_text()
    engine = lecture[: lecture.index('a = Value(3.0, label="a")')]
    open_text(qtbot, window, tmp_path, engine)
    assert window.source.run_bar.roots.currentText().startswith("exercise: ")
    assert window.problems.errors > 0
    assert window.steps_dock.tabs.currentWidget() is window.problems
    assert window.document.problems[0].place.startswith("line ")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    line = window.source.code.textCursor().blockNumber()
    assert "grad = " in window.source.text.splitlines()[line]
    window.desk.open_example(find_example("neuron"))
    assert window.problems.errors == 0


def test_a_graph_of_thousands_of_values_opens_and_steps(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    text = (
        "from gradviz import Value\n"
        "x, total = Value(0.5), Value(0.0)\n"
        "for _ in range(2500):\n    total = total + x * 0.001\n"
        "total.backward()\n"
    )
    open_text(qtbot, window, tmp_path, text)
    assert len(window.document.recording.graph) > 5_000
    window.document.to_end()
    assert window.document.recording.final_grads[0] == pytest.approx(2.5)
    window.document.edit_leaf(0, 2.0)
    assert window.document.recording.values[-1] == pytest.approx(5.0)
    settle(qtbot, window)
    compiling = warm()  # opening it has begun that; this gives the thread at it
    if compiling is not None:
        compiling.join()


def test_a_second_pass_adds_to_what_the_leaves_kept_from_the_first(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    text = (
        "from gradviz import Value\n"
        'a, b = Value(2.0, label="a"), Value(3.0, label="b")\n'
        "(a * b * a).backward()\n"
        "(a + b).backward()\n"
        "print(a.grad, b.grad)\n"
    )
    open_text(qtbot, window, tmp_path, text)
    assert "13.0 5.0" in window.console.toPlainText()
    document = window.document
    assert document.recording.final_grads.tolist() == [13.0, 5.0, 1.0]
    assert document.recording.grad(0, 0) == 12.0
    assert document.numeric_check(0).agreement is Agreement.MATCH
    document.edit_leaf(0, 5.0)
    assert document.recording.final_grads.tolist() == [13.0, 5.0, 1.0]


def test_what_an_earlier_pass_left_is_a_note_and_not_an_error(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    text = (CORPUS / "wrong" / "stale_second_pass.py").read_text()
    open_text(qtbot, window, tmp_path, text)
    document = window.document
    said = "add to what an earlier pass left"
    qtbot.waitUntil(lambda: any(said in text for text in shown_texts(window.status_bar)))
    document.to_end()
    nodes = range(len(document.recording.graph))
    assert not any(window.canvas.face(node).is_wrong for node in nodes)
    a = document.recording.graph.labels.index("a")
    assert "stale" in {badge.text for badge in window.canvas.face(a).badges}
    assert document.numeric_check(a).agreement is Agreement.STALE
    assert window.problems.errors == 0


def test_an_engine_without_gradients_yet_is_said_to_have_none(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    text = (
        "class Number:\n"
        "    def __init__(self, data, children=()):\n"
        "        self.data, self._prev = data, set(children)\n"
        "    def __mul__(self, other):\n"
        "        return Number(self.data * other.data, (self, other))\n"
        "a, b = Number(2.0), Number(3.0)\n"
        "c = a * b\n"
    )
    open_text(qtbot, window, tmp_path, text)
    said = "No gradient was passed on: nothing to verify"
    qtbot.waitUntil(lambda: said in shown_texts(window.status_bar))
    assert window.tape.nothing.isVisible()
    assert "keeps no gradients yet" in window.problems.nothing.text()
    window.desk.open_example(find_example("neuron"))
    settle(qtbot, window)
    assert not window.tape.nothing.isVisible()
    assert window.problems.nothing.text() == "No problems."


LARGE_PROGRAM = """\
class Number:
    def __init__(self, data, _prev=()):
        self.data, self.grad, self._prev = data, 0.0, _prev
        self._backward = lambda: None

    def __add__(self, other):
        out = Number(self.data + other.data, (self, other))

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = back
        return out

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, is_left = stack.pop()
            if is_left:
                order.append(v)
            elif v not in seen:
                seen.add(v)
                stack.append((v, True))
                stack += [(p, False) for p in v._prev]
        self.grad = 1.0
        for v in reversed(order):
            v._backward()


total = Number(1.0)
for i in range(600):
    total = total + Number(float(i))
total.backward()
"""


def test_a_large_graph_is_shown_before_it_is_examined_and_stays_as_it_was_left(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    opened: list[int] = []
    path = tmp_path / "program.py"
    path.write_text(LARGE_PROGRAM)
    window.opener.opened.connect(lambda: opened.append(len(window.document.recording.graph)))
    with qtbot.waitSignal(window.opener.runner.sketched, timeout=20_000):
        window.desk.open(path)
    window.document.select(7)
    window.document.seek(1_300)
    settle(qtbot, window)
    assert opened == [1_201]
    assert (window.document.selected, window.document.position) == (7, 1_300)
    report = window.document.program.report
    assert report is not None
    assert report.status == "correct"


def test_an_example_with_an_engine_of_its_own_can_be_named_on_the_command_line(
    qtbot: QtBot, qapp: QApplication, layouter: Layouter
) -> None:
    options = Options(find_example("lecture_overwrite"), theme="dark", size=(1280, 800))
    window = build_window(options, Tasks(), Settings(persistent=False), layouter)
    qtbot.addWidget(window)
    window.show()
    open_program(window, options)  # which asks nothing: it came with gradviz
    settle(qtbot, window)
    assert window.document.name == "1_overwrite.py"
    assert window.document.recording.rule is Rule.AS_WRITTEN
    assert window.settings.recent == []
