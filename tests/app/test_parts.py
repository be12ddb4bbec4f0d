"""The window's smaller parts: tasks, player, settings, actions, status bar."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Literal

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradviz.app.actions import ACTIONS, ROWS, shown_keys
from gradviz.app.application import Options, build_window
from gradviz.app.console import Console
from gradviz.app.player import FASTEST, SPEEDS
from gradviz.app.settings import Settings
from gradviz.app.tasks import Tasks
from gradviz.app.verification import verify
from gradviz.app.window import MainWindow
from gradviz.canvas.zoom_bar import ZOOM_KEYS
from gradviz.layout.layouter import Layouter
from gradviz.look.theme import load_theme
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from gradviz.sources.examples import find_example
from gradviz.sources.report import Report, Trouble
from tests.app.conftest import OpenWindow


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()


def fail(error: Exception) -> None:
    raise error


def test_a_result_comes_back_into_the_window_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[tuple[int, bool]] = []

    def done(result: int) -> None:
        seen.append((result, threading.current_thread() is threading.main_thread()))

    with qtbot.waitSignal(tasks.idle):
        tasks.run("sum", lambda: 1 + 1, done, fail)
    assert seen == [(2, True)]


def test_only_the_newest_of_a_kind_counts(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    seen: list[str] = []

    def slow() -> str:
        gate.wait(5)
        return "old"

    tasks.run("x", slow, seen.append, fail)
    with qtbot.waitSignal(tasks.idle):
        tasks.run("x", lambda: "new", seen.append, fail)
    gate.set()
    qtbot.wait(50)
    assert seen == ["new"]


def test_an_error_comes_back_as_one(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[str] = []
    with qtbot.waitSignal(tasks.idle):
        tasks.run("x", lambda: 1 / 0, lambda _: None, lambda error: seen.append(str(error)))
    assert seen == ["division by zero"]


def test_what_was_dropped_never_comes(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[int] = []
    tasks.run("x", lambda: 1, seen.append, fail)
    tasks.drop("x")
    qtbot.wait(50)
    assert seen == []
    assert not tasks.busy


def test_settings_are_remembered(qtbot: QtBot) -> None:
    first = Settings(persistent=True)
    assert (first.theme, first.reduced_motion) == (None, False)
    first.theme = "light"
    first.reduced_motion = True
    again = Settings(persistent=True)
    assert (again.theme, again.reduced_motion) == ("light", True)


def test_settings_for_a_picture_leave_no_trace(qtbot: QtBot) -> None:
    Settings(persistent=False).theme = "light"
    assert Settings(persistent=True).theme is None


def test_no_two_actions_share_a_key() -> None:
    keys = [key for row in ACTIONS for key in (*row.keys, *row.plain_keys)]
    assert sorted(set(keys)) == sorted(keys)
    assert len(ROWS) == len(ACTIONS)


def test_the_canvas_names_the_same_zoom_keys_as_the_table() -> None:
    for name, keys in ZOOM_KEYS.items():
        assert keys == shown_keys(ROWS[name]).split(" or ")[0]


def test_every_action_of_the_table_does_something(open_window: OpenWindow) -> None:
    window = open_window("neuron")
    silent = [
        row.name
        for row in ACTIONS
        if not window.actions_[row.name].isSignalConnected(
            window.actions_[row.name].metaObject().method(
                window.actions_[row.name].metaObject().indexOfSignal("triggered(bool)")
            )
        )
    ]  # fmt: skip
    assert silent == []


def test_the_speed_stays_within_its_list(open_window: OpenWindow) -> None:
    window = open_window("neuron")
    for _ in range(2 * len(SPEEDS)):
        window.player.change_speed(1)
    assert window.player.speed == SPEEDS[-1]
    for _ in range(2 * len(SPEEDS)):
        window.player.change_speed(-1)
    assert window.player.speed == SPEEDS[0]


def test_stepping_by_hand_ends_playing(open_window: OpenWindow) -> None:
    window = open_window("neuron")
    window.player.start()
    window.actions_["step"].trigger()
    assert not window.player.is_playing


def test_the_verdict_counts_wrong_gradients() -> None:
    a, b = Value(-2.0), Value(3.0)
    recording = Recording.of((a * b) * (a + b))
    assert verify(recording).text == "5 of 5 gradients match numeric"
    wrong = verify(recording.with_rule(Rule.OVERWRITE))
    assert (wrong.kind, wrong.text) == ("wrong", "2 of 5 gradients wrong")


def test_a_kink_is_not_called_wrong() -> None:
    verdict = verify(Recording.of(Value(0.0).relu()))
    assert verdict.kind == "unclear"
    assert "at a kink" in verdict.text


def test_the_window_comes_back_where_it_was(
    qtbot: QtBot, qapp: QApplication, layouter: Layouter
) -> None:
    def build() -> MainWindow:
        options = Options(find_example("neuron"), theme="dark")
        window = build_window(options, Tasks(), Settings(persistent=True), layouter)
        window.show()
        qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)
        return window

    first = build()
    first.resize(first.width(), 560)
    first.inspector_dock.close()
    first.close()
    again = build()
    try:
        assert again.height() == 560
        assert not again.inspector_dock.isVisible()
    finally:
        again.close()
    for window in (first, again):
        window.deleteLater()
    qapp.processEvents()


def test_the_status_bar_says_playing_while_it_plays(open_window: OpenWindow) -> None:
    window = open_window("neuron", position=3)
    bar = window.status_bar
    bar.show_playing(True)
    assert "Playing: forward step 3 of 10" in _texts(bar)
    bar.show_playing(False)
    assert "Paused after forward step 3 of 10" in _texts(bar)


def test_a_long_note_does_not_widen_the_window(open_window: OpenWindow) -> None:
    window = open_window("neuron", size=(900, 600))
    least = window.minimumSizeHint().width()
    window.status_bar.show_note("What a program is doing, at great length. " * 10)
    assert window.minimumSizeHint().width() == least <= 800


def test_what_there_is_one_of_is_counted_in_the_singular(open_window: OpenWindow) -> None:
    window = open_window("reuse_once")
    assert "2 values · 1 op · 2 edges" in _texts(window.status_bar)


def _texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_console_says_each_sentence_once(qtbot: QtBot) -> None:
    console = Console(load_theme("dark"))
    qtbot.addWidget(console)
    sentence = "broken.py, line 2: SyntaxError: '(' was never closed."
    troubles = tuple(Trouble(kind, sentence, "broken.py", 2) for kind in _KINDS)
    console.append_output("a line without an end")
    console.show_end(Report("broken.py", "error", sentence, troubles=troubles))
    assert console.toPlainText().splitlines() == ["a line without an end", sentence]


_KINDS: tuple[Literal["failed", "ended"], ...] = ("failed", "ended")


def test_the_fastest_play_takes_two_seconds_for_any_length(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("demo_loss_10")
    window.document.to_start()
    window.player.set_speed(FASTEST)
    positions: list[int] = []
    window.document.cursor_moved.connect(lambda move: positions.append(move.after))
    window.player.start()
    qtbot.waitUntil(lambda: not window.player.is_playing, timeout=20_000)
    assert positions[-1] == window.document.recording.length
    assert positions == sorted(positions)
    assert len(positions) < 2_000  # many steps at once
