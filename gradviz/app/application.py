"""Starting the application: the window, or a picture of it."""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gradviz.app.crash import report_crashes
from gradviz.app.document import Document
from gradviz.app.opening import Opener, document_of
from gradviz.app.screenshot import take_screenshot
from gradviz.app.settings import Settings
from gradviz.app.signals import SignalWatch
from gradviz.app.tasks import Tasks
from gradviz.app.window import MainWindow
from gradviz.canvas.heat import Colouring
from gradviz.layout.layouter import Layouter
from gradviz.look.icons import app_icon
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from gradviz.model.rule import Rule
from gradviz.sources.examples import Example, examples

DEFAULT_SIZE = (1600, 1000)


class NoSuchPlace(Exception):
    """The command line names a position or a value that the graph doesn't have."""


@dataclass(frozen=True)
class Options:
    """What the command line asked for. `program` is run in the example's place. `rule` None:
    `+=` for what gradviz computes, as written for other engines. `position` None: forward
    done, backward to come; -1: the end."""

    example: Example
    program: Path | None = None
    rule: Rule | None = None
    position: int | None = None
    select: str | None = None
    groups: int | None = None
    colouring: Colouring | None = None
    theme: str | None = None
    size: tuple[int, int] | None = None
    screenshot: Path | None = None

    @property
    def runs_a_program(self) -> bool:
        """What is asked for is there only once a child process has run it."""
        return self.program is not None or self.example.has_own_engine


def run(options: Options) -> int:
    """Open the window and stay until it is closed; or save its picture. The exit code."""
    layouter = Layouter()
    layouter.start()  # first of all: its child starts up while the window is being built
    try:
        if options.screenshot is not None:
            qInstallMessageHandler(_quiet)
        QApplication.setApplicationName("gradviz")
        QApplication.setDesktopFileName("gradviz")
        app = QApplication(sys.argv[:1])
        app.setWindowIcon(app_icon())
        tasks = Tasks()
        settings = Settings(persistent=options.screenshot is None)
        window = build_window(options, tasks, settings, layouter)
        report_crashes(window)
        gc.freeze()  # what is here now stays: no use in looking through it for garbage
        if options.screenshot is not None:
            settings.may_run = True  # to name a program and ask for its picture is to run it
            window.show()
            open_program(window, options)
            return take_screenshot(window, options.screenshot)
        window.show()
        # Once the window is there: the person may be asked something.
        QTimer.singleShot(0, lambda: open_program(window, options))
        watch = SignalWatch(app, window.end)
        try:
            return app.exec()
        finally:
            watch.close()
    finally:
        layouter.close()


def build_window(
    options: Options, tasks: Tasks, settings: Settings, layouter: Layouter
) -> MainWindow:
    """The window in the state the options describe, not yet shown."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = load_theme(options.theme or settings.theme or _system_theme())
    apply_look(app, theme)
    # Until a program has run, there is a graph to look at all the same.
    first = examples()[0] if options.runs_a_program else options.example
    document = document_of(first, options.rule or Rule.ACCUMULATE)
    window = MainWindow(document, Opener(document, tasks, layouter), tasks, settings, theme)
    if options.size is not None:
        window.arrange(*options.size)
    elif options.screenshot is not None:
        window.arrange(*DEFAULT_SIZE)
    elif not window.restore():
        window.arrange(*_fitting_size())
    if options.colouring is not None:
        window.colour_by(options.colouring)
    if not options.runs_a_program:
        _go_to(document, options)
        _open_groups(window, options.groups)
    return window


def open_program(window: MainWindow, options: Options) -> None:
    """Run the program or example with an engine of its own that the options name, if any, and
    go to the state they describe."""
    if options.runs_a_program:

        def go() -> None:
            try:
                _go_to(window.document, options)
                _open_groups(window, options.groups)
            except NoSuchPlace as problem:
                window.status_bar.show_note(str(problem))

        window.opener.opened.connect(go, Qt.ConnectionType.SingleShotConnection)
        if options.program is not None:
            window.desk.open(options.program.resolve())
        else:
            window.opener.open_example(options.example)


def _open_groups(window: MainWindow, depth: int | None) -> None:
    """Once the graph is laid out, and so its groups are known: down to a level, all in view."""
    if depth is None:
        return
    once = Qt.ConnectionType.SingleShotConnection

    def fold() -> None:
        window.document.layout_changed.connect(window.canvas.fit, once)
        window.folding.open_to(depth)

    window.document.layout_changed.connect(fold, once)


def _go_to(document: Document, options: Options) -> None:
    if options.rule is not None and options.rule in document.recording.rules:
        document.set_rule(options.rule)
    if options.position is not None:
        length = document.recording.length
        if options.position > length:
            raise NoSuchPlace(
                f"there is no position {options.position}: {document.name} has 0 to {length}, "
                "which is also called end."
            )
        document.seek(length if options.position < 0 else options.position)
    if options.select is not None:
        node = _node_named(document.recording.graph.labels, options.select)
        if node is None:
            names = ", ".join(dict.fromkeys(filter(None, document.recording.graph.labels)))
            raise NoSuchPlace(
                f"there is no value {options.select!r} in {document.name}. There are: {names}."
            )
        document.select(node)


def _quiet(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Without a screen Qt says what it can't do there; of a picture that is no news."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)


def _fitting_size() -> tuple[int, int]:
    """The default size, or nine tenths of a smaller screen."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    return (
        min(DEFAULT_SIZE[0], round(screen.width() * 0.9)),
        min(DEFAULT_SIZE[1], round(screen.height() * 0.9)),
    )


def _system_theme() -> str:
    scheme = QGuiApplication.styleHints().colorScheme()
    return "light" if scheme is Qt.ColorScheme.Light else "dark"


def _node_named(labels: tuple[str, ...], name: str) -> int | None:
    """The first node of that label, or `v7` by number."""
    if name in labels:
        return labels.index(name)
    number = name.removeprefix("v")
    return int(number) if number.isdigit() and int(number) < len(labels) else None
