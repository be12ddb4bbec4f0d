"""Finding values in the window, as a person does it by keyboard and by mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.app.find import Finder, Rest
from gradviz.app.player import Player
from gradviz.app.window import MainWindow
from gradviz.canvas.scene import Detail
from tests.app.conftest import OpenWindow
from tests.app.documents import chain_document, example_document

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def open_bar(qtbot: QtBot, window: MainWindow) -> QLineEdit:
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F, CONTROL)
    assert window.find_bar.isVisible()
    assert window.find_bar.field.hasFocus()
    return window.find_bar.field


def ask(qtbot: QtBot, window: MainWindow, text: str) -> QLineEdit:
    field = open_bar(qtbot, window)
    qtbot.keyClicks(field, text)
    return field


def selected(window: MainWindow) -> str:
    node = window.document.selected
    return "" if node is None else window.document.recording.graph.name(node)


def test_enter_goes_from_match_to_match_and_around(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp", position=-1)
    field = ask(qtbot, window, "x?")
    assert window.find_bar.message.text() == "3 found"
    seen = []
    for _ in range(4):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        seen.append((selected(window), window.find_bar.message.text()))
    assert seen == [("x0", "1 of 3"), ("x1", "2 of 3"), ("x2", "3 of 3"), ("x0", "1 of 3")]
    qtbot.keyClick(field, Qt.Key.Key_Return, SHIFT)
    assert selected(window) == "x2"


def test_what_is_found_is_in_sight(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp", position=-1)
    window.canvas.zoom_reset()
    field = ask(qtbot, window, "largest |grad|")
    for _ in range(5):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        node = window.document.selected
        assert node is not None
        card = window.canvas.camera.rect_to_widget(window.canvas._card(node))
        assert window.canvas.rect().contains(card.center().toPoint())


def test_a_match_in_a_closed_group_is_told_and_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("demo_loss_10")
    field = ask(qtbot, window, "smallest data")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.find_bar.message.text() == "1 of 100, in 10 samples"
    assert window.find_bar.reveal.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)
    assert window.find_bar.message.text() == "1 of 100"
    assert not window.find_bar.reveal.isVisible()
    assert field.hasFocus()  # the next match is one key away


def test_a_match_panned_out_of_sight_is_brought_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp", position=-1)
    field = ask(qtbot, window, "label:x0")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    node = window.document.selected
    assert node is not None
    window.canvas.zoom_reset()
    window.canvas.pan_by(QPointF(-4000.0, 0.0))

    def is_seen() -> bool:
        card = window.canvas.camera.rect_to_widget(window.canvas._card(node))
        return window.canvas.rect().contains(card.center().toPoint())

    assert not is_seen()
    qtbot.keyClick(field, Qt.Key.Key_F3)
    assert window.document.selected == node
    assert is_seen()


def test_a_match_is_shown_large_enough_to_be_read(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("demo_loss_10")
    window.folding.open_all()
    qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)
    window.canvas.fit()
    assert window.canvas.detail is Detail.BLOCK
    field = ask(qtbot, window, "largest data")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.canvas.detail is not Detail.BLOCK


def test_esc_closes_the_bar_and_f3_still_goes_on(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp", position=-1)
    field = ask(qtbot, window, "label:x")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not window.find_bar.isVisible()
    assert window.canvas.hasFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F3)
    assert selected(window) == "x1"
    qtbot.keyClick(window.canvas, Qt.Key.Key_F3, SHIFT)
    assert selected(window) == "x0"


def test_f3_asks_where_nothing_was_asked_yet(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("reuse_twice")
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F3)
    assert window.find_bar.field.hasFocus()
    assert window.document.selected is None


@pytest.mark.parametrize(
    ("question", "first", "count"),
    [
        ("Largest |grad|", "L1.n0.w3", 52),
        ("Zero gradient", "L0.n2.w0", 11),
        ("Leaves", "L0.n0.w0", 25),
    ],
)
def test_a_ready_question_is_asked_and_goes_to_its_first_answer(
    open_window: OpenWindow, question: str, first: str, count: int
) -> None:
    window = open_window("mlp", position=-1)
    window.actions_["find"].trigger()
    menu = window.find_bar.questions.menu()
    (action,) = [action for action in menu.actions() if action.text() == question]
    action.trigger()
    assert selected(window) == first
    assert window.find_bar.message.text() == f"1 of {count}"
    assert window.find_bar.field.text() == action.toolTip()


def test_what_is_not_understood_turns_red_only_on_enter(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice")
    field = ask(qtbot, window, "data>")
    assert window.find_bar.message.text().startswith("data> lacks something")
    assert not field.property("error")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("error")
    qtbot.keyClicks(field, "2")
    assert not field.property("error")
    assert window.find_bar.message.text() == "1 found"


def test_before_backward_it_is_said_that_gradients_are_to_come(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice")
    ask(qtbot, window, "zero grad")
    assert window.find_bar.message.text() == "5 found: no gradient is written yet at this step"


def test_a_suggestion_is_walked_to_and_taken(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp", position=-1)
    field = ask(qtbot, window, "leaf lar")
    offers = field.completer().popup()
    assert offers is not None
    assert offers.isVisible()
    qtbot.keyClick(offers, Qt.Key.Key_Down)
    qtbot.keyClick(offers, Qt.Key.Key_Return)
    assert field.text() == "leaf largest |grad|"
    assert not offers.isVisible()
    assert selected(window) == "L1.n0.w3"


def test_enter_takes_what_was_typed_not_the_suggestion(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("mlp", position=-1)
    field = ask(qtbot, window, "lo")
    qtbot.keyClick(field.completer().popup(), Qt.Key.Key_Return)
    assert field.text() == "lo"
    assert selected(window) == "loss"


def test_the_bar_works_by_keyboard_alone_and_every_part_has_a_name(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("reuse_twice", size=(1024, 700))
    open_bar(qtbot, window)
    reached = []
    for _ in range(4):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        control = window.focusWidget()
        assert isinstance(control, QToolButton)
        assert control.toolTip()
        reached.append(control.accessibleName())
    assert reached == ["Ready questions", "Find previous", "Find next", "Close find"]


# --- the question itself ------------------------------------------------------------------


def finder_of(example: str) -> tuple[Finder, Player, Rest]:
    document = example_document(example)
    player = Player(document)
    rest = Rest(document, player)
    return Finder(document, rest), player, rest


def test_a_question_about_gradients_waits_until_playing_stops(qtbot: QtBot) -> None:
    finder, player, rest = finder_of("mlp")
    document = finder._document
    document.seek(document.recording.length - 20)
    finder.ask("zero grad")
    before = finder.nodes
    player.set_speed(16.0)
    player.start()
    qtbot.wait(400)
    assert finder.nodes is before
    assert finder.message.endswith(" found at step 43")
    with qtbot.waitSignal(rest.came, timeout=2000):
        player.stop()
    assert finder.asked_at == document.position
    assert " at " not in finder.message


def test_an_edited_leaf_is_asked_again() -> None:
    finder, _, _ = finder_of("reuse_twice")
    finder.ask("data>100")
    assert finder.message == "Nothing found"
    finder._document.edit_leaf(1, 500.0)
    assert finder.message.endswith(" found")


def test_the_next_match_is_the_next_after_what_is_selected() -> None:
    finder, _, _ = finder_of("mlp")
    document = finder._document
    document.select(30)
    finder.ask("leaf")
    finder.go(1)
    assert document.selected is not None
    assert document.selected > 30 or document.selected == 0
    finder.ask("op:+")
    at = document.selected
    finder.go(-1)
    assert document.selected != at


def test_another_graph_is_asked_the_same_question() -> None:
    finder, _, _ = finder_of("mlp")
    finder.ask("op:relu")
    assert finder.message.endswith(" found")
    other = chain_document(5)
    finder._document.open(other.recording, other.program)
    assert finder.message.startswith("Nothing here is made by an op relu.")
    assert finder.nodes is not None
    assert not len(finder.nodes)


def test_matches_are_marked_while_the_bar_is_open(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp", position=-1)
    field = ask(qtbot, window, "op:tanh")
    assert window.canvas.found is not None
    assert window.canvas.found.tolist() == window.finder.nodes.tolist()  # type: ignore[union-attr]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert window.canvas.found is None
    open_bar(qtbot, window)  # the question has stayed
    assert window.canvas.found is not None
