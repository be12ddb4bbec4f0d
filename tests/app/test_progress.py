"""What takes long says so, and can be called off."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gradviz.app.progress import PATIENCE, Progress
from gradviz.app.tasks import Tasks


def begin(tasks: Tasks, work: Callable[[], object], cancel: Callable[[], None]) -> None:
    tasks.run("work", work, lambda _: None, lambda _: None, title="Counting sheep…", cancel=cancel)


def test_what_is_over_soon_is_not_announced(qtbot: QtBot) -> None:
    tasks = Tasks()
    progress = Progress(tasks)
    qtbot.addWidget(progress)
    with qtbot.waitSignal(tasks.idle):
        begin(tasks, lambda: None, lambda: None)
    qtbot.wait(int(PATIENCE * 1000) + 200)
    assert not progress.isVisible()
    tasks.close()


def test_a_person_calls_off_what_takes_too_long(qtbot: QtBot) -> None:
    tasks, enough = Tasks(), Event()
    progress = Progress(tasks)
    qtbot.addWidget(progress)
    begin(tasks, lambda: enough.wait(20), enough.set)
    qtbot.waitUntil(progress.isVisible)
    assert "Counting sheep" in progress.text
    button = progress.findChild(QToolButton)
    assert isinstance(button, QToolButton)
    with qtbot.waitSignal(tasks.idle):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not progress.isVisible()
    tasks.close()
