"""A whole window, opened as the command line opens it, without a person's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradviz.app.application import Options, build_window
from gradviz.app.settings import Settings
from gradviz.app.tasks import Tasks
from gradviz.app.window import MainWindow
from gradviz.layout.layouter import Layouter
from gradviz.model.rule import Rule
from gradviz.sources.examples import find_example


@pytest.fixture(autouse=True)
def _settings_of_this_test(tmp_path: Path) -> None:
    """Qt looks at XDG_CONFIG_HOME once; the tests' settings move with every test."""
    QSettings.setPath(
        QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path / "settings")
    )


OpenWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def layouter() -> Iterator[Layouter]:
    """One child process for all windows of the tests."""
    layouter = Layouter()
    layouter.start()
    yield layouter
    layouter.close()


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, layouter: Layouter) -> Iterator[OpenWindow]:
    """`open_window("neuron")` shows a settled window; it is closed after the test."""
    opened: list[MainWindow] = []

    def open_(
        example: str = "neuron",
        *,
        rule: Rule = Rule.ACCUMULATE,
        position: int | None = None,
        size: tuple[int, int] = (1280, 800),
        theme: str = "dark",
        motion: bool = False,
    ) -> MainWindow:
        options = Options(
            find_example(example), rule=rule, position=position, theme=theme, size=size
        )
        window = build_window(options, Tasks(), Settings(persistent=False), layouter)
        window.set_reduced_motion(not motion)
        opened.append(window)
        window.show()
        qtbot.waitExposed(window)
        qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)
        return window

    yield open_
    for window in opened:
        window.source.show_program(window.document.program)  # nothing unsaved to ask about
        window.close()
        window.deleteLater()
    qapp.processEvents()
