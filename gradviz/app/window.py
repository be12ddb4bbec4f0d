"""The main window: puts the views around one document and connects them to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from gradviz.app.absence import Absence
from gradviz.app.actions import Actions
from gradviz.app.arrangement import arrange, bring_forward_floating, remember, restore
from gradviz.app.commands import COLOURINGS, Commands
from gradviz.app.compare import ComparePanel, Comparing, Lockstep
from gradviz.app.console import Console
from gradviz.app.dock import Dock
from gradviz.app.document import Document
from gradviz.app.dropping import dropped_program
from gradviz.app.enabling import Enabling
from gradviz.app.find import FindBar, Finder, Rest
from gradviz.app.folding import Folding
from gradviz.app.inspector.inspector import Inspector
from gradviz.app.menus import GROUPS_MENU, RecentMenu, examples_menu, main_menu
from gradviz.app.nodes import NodesPanel
from gradviz.app.opening import Opener
from gradviz.app.player import Player
from gradviz.app.problems_panel import ProblemsPanel
from gradviz.app.program_desk import ProgramDesk
from gradviz.app.settings import Settings
from gradviz.app.source.source_panel import SourcePanel
from gradviz.app.status_bar import StatusBar
from gradviz.app.steps_dock import StepsDock
from gradviz.app.tape.tape_panel import TapePanel
from gradviz.app.tasks import Tasks
from gradviz.app.timeline.timeline import Timeline
from gradviz.app.toolbar import Toolbar
from gradviz.app.value_commands import ValueCommands, copy_rows
from gradviz.app.verification import Verdict, verify
from gradviz.canvas.canvas import Canvas
from gradviz.canvas.heat import Colouring
from gradviz.look.icons import app_icon
from gradviz.look.style import apply_look
from gradviz.look.theme import Theme, load_theme
from gradviz.model.debugger import Move


class MainWindow(QMainWindow):
    """Every view reads the document; what a person does in one comes back here as a signal
    or an action and goes to the document."""

    def __init__(
        self, document: Document, opener: Opener, tasks: Tasks, settings: Settings, theme: Theme
    ) -> None:
        super().__init__()
        self.document = document
        self.opener = opener
        self._tasks = tasks
        self.settings = settings
        self.theme = theme
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks
        )

        self.player = Player(document)
        self.actions_ = Actions(self, theme)
        self.folding = Folding(document, self.actions_)
        self.enabling = Enabling(document, self.player, self.actions_)
        self.canvas = Canvas(theme)
        rest = Rest(document, self.player)
        self.finder = Finder(document, rest)
        self.find_bar = FindBar(self.finder, document, self.actions_, theme)
        self.setCentralWidget(_column(self.find_bar, self.canvas))
        self.inspector = Inspector(document, theme)
        self.timeline = Timeline(document, theme)
        self.tape = TapePanel(document, theme)
        self.nodes = NodesPanel(document, self.finder, rest, theme)
        self.problems = ProblemsPanel(document, theme)
        self.console = Console(theme)
        comparing = Comparing(document)
        self.compare = ComparePanel(document, comparing, self.actions_, theme)
        self.lockstep = Lockstep(document, self.player, comparing, self.actions_)
        self.steps_dock = StepsDock(
            self.timeline, self.tape, self.nodes, self.problems, self.compare, self.console
        )
        self.source = SourcePanel(document, theme)
        self.desk = ProgramDesk(self, opener, self.source, self.console, settings)
        self.inspector_dock = Dock("Inspector", self.inspector)
        self.source_dock = Dock("Source", self.source)
        self.values = ValueCommands(
            document, self.folding, self.canvas, self.inspector_dock, self.inspector
        )
        docks = (self.source_dock, self.inspector_dock, self.steps_dock)
        recent = RecentMenu(self, settings, self.desk.open)
        self.toolbar = Toolbar(
            self.actions_,
            examples_menu(self, self.desk.open_example),
            main_menu(self, self.actions_, recent, docks),
        )
        self.status_bar = StatusBar(document, tasks, theme)

        self.addToolBar(self.toolbar)
        self.setStatusBar(self.status_bar)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.source_dock)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.inspector_dock)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.steps_dock)

        self.canvas.set_view_actions(
            [self.actions_[name] if name else None for name in GROUPS_MENU],
            [self.actions_[name] for name in COLOURINGS],
        )
        self.colour_by(Colouring.STATE)
        views = (
            self.canvas, self.inspector, self.timeline, self.tape, self.nodes, self.compare,
            self.source.rule,
        )  # fmt: skip
        self._absence = Absence(views, self.enabling, self._show_absence)
        self._commands = Commands(self)
        self._connect_document()
        self._connect_views()
        self.set_reduced_motion(settings.reduced_motion)
        self.set_theme(theme)
        self._show_running(False)
        self._show_graph()

    # --- connections --------------------------------------------------------------------

    def _connect_document(self) -> None:
        document = self.document
        document.graph_opened.connect(self._show_graph)
        document.layout_changed.connect(self._show_layout)
        document.fold_changed.connect(self._lay_out)
        document.recording_changed.connect(self._show_numbers)
        document.problems_changed.connect(self._show_problem_count)
        document.cursor_moved.connect(self._show_move)
        document.selection_changed.connect(self._show_selection)
        document.undo_stack.indexChanged.connect(self.enabling.refresh)
        self.player.changed.connect(self._show_playing)

    def _connect_views(self) -> None:
        document = self.document
        self.canvas.node_clicked.connect(document.select)
        self.canvas.node_activated.connect(self.values.activate)
        self.canvas.group_clicked.connect(self.values.select_group)
        self.canvas.group_toggled.connect(self.values.activate_group)
        self.inspector.group_toggled.connect(self.folding.toggle)
        self.canvas.leaf_edited.connect(document.edit_leaf)
        self.canvas.context_menu_requested.connect(self._commands.show_canvas_menu)
        self.toolbar.speed_chosen.connect(self.player.set_speed)
        self.toolbar.theme_chosen.connect(self.choose_theme)
        for view in (
            self.source, self.inspector, self.tape, self.nodes, self.problems, self.compare,
        ):  # fmt: skip
            view.node_requested.connect(document.select)
        self.nodes.question_requested.connect(self.find_bar.open)
        self.nodes.counted.connect(self.steps_dock.show_node_count)
        self.nodes.table.many_copied.connect(partial(copy_rows, self._tasks, self.status_bar))
        self.finder.arrived.connect(self.values.show_match)
        self.find_bar.closed.connect(self.canvas.setFocus)
        for asked in (self.finder.changed, self.find_bar.opened, self.find_bar.closed):
            asked.connect(self._mark_found)
        for seeker in (self.inspector, self.tape, self.problems, self.timeline, self.compare):
            seeker.position_requested.connect(self._commands.seek)
        self.problems.rule_requested.connect(document.set_rule)
        self.problems.exercise_requested.connect(self.opener.show_exercise)
        self.problems.line_requested.connect(self.source.code.reveal)
        self.desk.shown.connect(self.source_dock.show)
        self.desk.console_wanted.connect(self.steps_dock.show_console)
        self.desk.problems_wanted.connect(self.steps_dock.show_problems)
        self.desk.status.connect(self.status_bar.show_note)
        self.lockstep.status.connect(self.status_bar.show_note)
        self.lockstep.table_wanted.connect(self.steps_dock.show_compare)
        self.desk.running_changed.connect(self._show_running)
        self.opener.runner.stopped.connect(self._show_stopped)
        self.desk.shown.connect(self._show_unrun)
        self.opener.graph_missing.connect(self._show_missing)

    # --- showing what changed -----------------------------------------------------------

    def _show_graph(self) -> None:
        document = self.document
        self.setWindowTitle(f"{document.name} - gradviz")
        self._absence.end()
        self.enabling.show_graph()
        self.canvas.show_graph(document.recording)
        self.canvas.show_position(document.position, animate=False)
        self._show_numbers()
        self._lay_out()

    def _lay_out(self) -> None:
        self.opener.lay_out(self.canvas.map_room)

    def _show_missing(self, name: str, sentence: str) -> None:
        """A program without a graph: nothing of another program's graph stays in view."""
        if name:
            self._absence.show_missing(name, sentence, bool(self.document.problems))

    def _show_absence(self, name: str) -> None:
        """What isn't behind a curtain."""
        self.setWindowTitle(f"{name} - gradviz")
        self._tasks.drop("verify")
        self.status_bar.show_missing(name)

    def _show_layout(self) -> None:
        laid = self.document.laid
        if laid is not None:
            self.canvas.show_layout(laid.drawing, laid.layout)
            self.enabling.refresh()

    def _show_numbers(self) -> None:
        document = self.document
        self.canvas.show_recording(document.recording)
        self.toolbar.show_rule(document.recording.rule, document.recording.rules, self.theme)
        self._show_problem_count()
        self.enabling.refresh()
        self.status_bar.show_verdict(None)
        recording, faults = document.recording, self.problems.errors
        self._tasks.run(
            "verify",
            lambda: verify(recording, faults),
            self._show_verdict,
            self._show_unverified,
            title="Checking every gradient…",
            cancel=lambda: self._tasks.drop("verify"),
        )

    def _show_problem_count(self) -> None:
        problems = self.problems
        self.steps_dock.show_problem_count(
            problems.errors, problems.notes, not problems.unexamined, self.theme
        )
        self.enabling.refresh()

    def _show_running(self, running: bool) -> None:
        self.actions_["stop"].setEnabled(running)
        if running:
            self._absence.show_running(self.source.listed.name)

    def _show_unrun(self) -> None:
        self._absence.show_unrun(self.source.listed.name)

    def _show_stopped(self) -> None:
        self._absence.show_stopped(self.source.listed.name)

    def _show_verdict(self, verdict: Verdict) -> None:
        self.status_bar.show_verdict(verdict)

    def _show_unverified(self, error: Exception) -> None:
        self.status_bar.show_verdict(Verdict("unclear", "The check of the gradients failed"))
        raise error  # a bug: the one excepthook reports it

    def _show_move(self, move: Move) -> None:
        self.canvas.show_position(move.after, animate=move.is_single_step, speed=self.player.speed)
        self.enabling.refresh()

    def _show_selection(self) -> None:
        self.canvas.show_selection(self.document.selected, self.document.selected_group)
        self.enabling.refresh()

    def _show_playing(self) -> None:
        self.toolbar.show_playing(self.player.is_playing, self.player.speed, self.theme)
        self.status_bar.show_playing(self.player.is_playing)

    def _mark_found(self) -> None:
        """On the canvas, as long as the bar is open."""
        self.canvas.show_found(self.finder.nodes if self.find_bar.isVisible() else None)

    # --- theme and motion ---------------------------------------------------------------

    def choose_theme(self, name: str) -> None:
        """A person's choice: it is remembered."""
        self.settings.theme = name
        self.set_theme(load_theme(name))

    def switch_theme(self) -> None:
        self.choose_theme("light" if self.theme.is_dark else "dark")

    def set_theme(self, theme: Theme) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_look(app, theme)
        self.theme = theme
        self.actions_.set_theme(theme)
        for view in (
            self.toolbar, self.status_bar, self.canvas, self.source, self.inspector,
            self.timeline, self.tape, self.nodes, self.problems, self.compare, self.steps_dock,
            self.find_bar,
            self.source_dock, self.inspector_dock, self.console,
        ):  # fmt: skip
            view.set_theme(theme)
        self.toolbar.show_rule(self.document.recording.rule, self.document.recording.rules, theme)
        self._show_problem_count()
        self._show_playing()

    def set_reduced_motion(self, on: bool) -> None:
        self.actions_["reduced_motion"].setChecked(on)
        self.canvas.set_reduced_motion(on)
        self.timeline.set_reduced_motion(on)
        self.setAnimated(not on)

    def colour_by(self, colouring: Colouring) -> None:
        """What the colours on the canvas tell."""
        name = next(name for name, which in COLOURINGS.items() if which is colouring)
        self.actions_[name].setChecked(True)
        self.canvas.set_colouring(colouring)

    def switch_motion(self) -> None:
        """As the action, a person's choice, has it."""
        on = self.actions_["reduced_motion"].isChecked()
        self.settings.reduced_motion = on
        self.set_reduced_motion(on)

    # --- the window itself --------------------------------------------------------------

    def arrange(self, width: int, height: int) -> None:
        """To a size, the docks in proportion."""
        arrange(self, self.source_dock, self.inspector_dock, self.steps_dock, width, height)

    def restore(self) -> bool:
        """To where it was when it was last closed; False if that isn't known."""
        return restore(self, self.settings)

    @property
    def is_settled(self) -> bool:
        return not self._tasks.busy and self.canvas.is_settled

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            QTimer.singleShot(0, self, lambda: bring_forward_floating(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the focused control had no use for."""
        action = self.actions_.for_plain_key(QKeySequence(event.key()).toString())
        if action is not None and action.isEnabled() and not event.modifiers():
            action.trigger()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_program(event.mimeData()) is not None:
            _accept_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_program(event.mimeData())
        if path is not None:
            _accept_as_copy(event)
            # Once the drop is over: a question would hold up whoever the file came from.
            QTimer.singleShot(0, self, lambda: self.desk.open(path))

    def end(self) -> None:
        """Close without a question; nothing that was written is lost."""
        self.desk.keep_unsaved()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.desk.may_replace():
            event.ignore()
            return
        self.player.stop()
        self.document.undo_stack.blockSignals(True)  # it reports its own end, to a window gone
        remember(self, self.settings)
        self.opener.close()
        self._tasks.close()
        super().closeEvent(event)


def _accept_as_copy(event: QDropEvent) -> None:
    """Whatever was proposed: after a move, where the file came from may delete it."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _column(*widgets: QWidget) -> QWidget:
    """The bar above the canvas, which has all the room that is left."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    column.setStretch(len(widgets) - 1, 1)
    return content
