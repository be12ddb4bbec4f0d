"""ProgramDesk: what a person does with programs: open, write, run, stop, save."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QMainWindow, QMessageBox

from gradviz.app.console import Console
from gradviz.app.keeping import keep_unsaved, kept_folder, write_whole
from gradviz.app.opening import Opener, RunWith
from gradviz.app.program import Program
from gradviz.app.program_runner import Outcome
from gradviz.app.run_dialog import RunDialog
from gradviz.app.settings import Settings
from gradviz.app.source.source_panel import SourcePanel
from gradviz.sources.examples import Example
from gradviz.sources.listing import Listing

FILTER = "Programs and notebooks (*.py *.ipynb)"
_NEW = """\
from gradviz import Value

a = Value(2.0, label="a")
b = Value(-3.0, label="b")
c = (a * b).tanh()

c.backward()
"""


class ProgramDesk(QObject):
    """Asks where something could be lost, or where a program would run with one's rights."""

    shown = Signal()
    """There is something to read: the source, or the console."""
    console_wanted = Signal()
    problems_wanted = Signal()
    status = Signal(str)
    """What the program is doing, in a few words; '' for nothing."""
    running_changed = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        opener: Opener,
        source: SourcePanel,
        console: Console,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._opener = opener
        self._source = source
        self._console = console
        self._settings = settings
        runner = opener.runner
        runner.started.connect(self._show_start)
        runner.output.connect(console.append_output)
        runner.progress.connect(self.status)
        runner.reported.connect(self._show_outcome)
        runner.stopped.connect(self._show_stop)
        opener.listed.connect(self._show_listed)
        opener.graph_missing.connect(self._show_missing)
        opener.refused.connect(self._show_refused)
        bar = source.run_bar
        bar.run_requested.connect(self.run)
        bar.stop_requested.connect(self.stop)
        bar.root_requested.connect(lambda key: opener.run_again(root=key))
        bar.graph_requested.connect(opener.show_exercise)
        bar.pass_requested.connect(lambda number: opener.run_again(pass_number=number))

    # --- opening and writing ------------------------------------------------------------

    def ask_and_open(self) -> None:
        at = self._source.listed.path
        path, _ = QFileDialog.getOpenFileName(
            self._window, "Open a program", str(at.parent) if at is not None else "", FILTER
        )
        if path:
            self.open(Path(path))

    def open(self, path: Path) -> None:
        """Show a file, and run it if the person knows what that means."""
        if not self.may_replace():
            return
        if not self._opener.list_program(path):
            self._settings.forget_recent(str(path))
            return
        self._settings.add_recent(str(path))
        if self._may_run(path.name):
            self._opener.run_file(path)

    def open_example(self, example: Example) -> None:
        if not self.may_replace():
            return
        try:
            self._opener.open_example(example)
        except Exception as error:  # noqa: BLE001  shown as a sentence; what was open stays
            text = f"{example.title} could not be opened.\n\n{error}"
            QMessageBox.warning(self._window, "gradviz", text)

    def new(self) -> None:
        """A small program to start from."""
        if self.may_replace():
            self._source.show_program(Program(Listing("untitled.py", _NEW, {}), None))
            self._source.code.setFocus()
            self.shown.emit()

    def may_replace(self) -> bool:
        """Whether the text in the editor may go: it is kept in a file, or isn't worth it."""
        if not self._source.is_unsaved:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "gradviz",
            f"{self._source.listed.name} isn't saved. Save it?",
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:  # an int at run time, whatever its type says
            return self.save()
        if answer == buttons.Discard:
            self._source.discard()
            return True
        return False

    def keep_unsaved(self) -> None:
        """Nobody can be asked any more: what isn't saved is copied to where it is found again,
        first among the recent programs."""
        if not self._source.is_unsaved:
            return
        name = self._source.listed.name
        try:
            path = keep_unsaved(kept_folder(), name, self._source.text)
        except OSError as error:
            sys.stderr.write(f"gradviz: the text of {name} could not be kept: {error}\n")
            return
        self._source.discard()
        self._settings.add_recent(str(path))
        sys.stderr.write(f"gradviz: {name} was not saved; its text is kept in {path}\n")

    def save(self) -> bool:
        """To its file, asking for one where there is none; whether it was written."""
        listed = self._source.listed
        if listed.listing.is_notebook:
            self.status.emit("Notebooks are shown, not edited: save it in Jupyter")
            return False
        if listed.path is None or listed.is_shipped:
            return self.save_as()
        return self._write(listed.path)

    def save_as(self) -> bool:
        name = self._source.listed.name
        path, _ = QFileDialog.getSaveFileName(self._window, "Save the program", name, FILTER)
        return bool(path) and self._write(Path(path))

    def _write(self, path: Path) -> bool:
        text = self._source.text
        try:
            write_whole(path, text)
        except OSError as error:
            QMessageBox.warning(
                self._window,
                "gradviz",
                f"{path} could not be written: {error.strerror}. Try another folder.",
            )
            return False
        self._settings.add_recent(str(path))
        self._source.show_saved(Program(Listing(str(path), text, {}), path))
        self.status.emit(f"Saved {path.name}")
        return True

    # --- running ------------------------------------------------------------------------

    def run(self) -> None:
        listed = self._source.listed
        if not (listed.is_shipped or self._may_run(listed.name)):
            return
        if listed.listing.is_notebook and listed.path is not None:
            self._opener.open_program(listed.path)
        else:
            self._opener.run_text(self._source.text, listed.path)

    def ask_and_run(self) -> None:
        """Run it with other arguments, or in another folder; both stay for the next run."""
        with_ = self._opener.run_with
        dialog = RunDialog(self._window, self._source.listed.name, with_.arguments, with_.cwd or "")
        if dialog.exec() == RunDialog.DialogCode.Accepted:
            self._opener.run_with = RunWith(dialog.arguments, dialog.cwd)
            self.run()

    def stop(self) -> None:
        self._opener.runner.stop()

    def _may_run(self, name: str) -> bool:
        """Say once, plainly, what running a program means."""
        if self._settings.may_run:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Run this program?")
        box.setText(f"To see its graph, gradviz runs {name}.")
        box.setInformativeText(
            "It runs with your own rights, as if you had started it with Python yourself: it "
            "can read and change your files. Run only programs that you trust."
        )
        run = box.addButton("Run", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Only show it", QMessageBox.ButtonRole.RejectRole)
        remember = QCheckBox("Don't ask again")
        box.setCheckBox(remember)
        box.exec()
        if box.clickedButton() is not run:
            return False
        self._settings.may_run = remember.isChecked()
        return True

    # --- showing what comes of it -------------------------------------------------------

    def _show_start(self) -> None:
        self._console.start()
        self._source.show_faults({})
        self._source.run_bar.show_running(True)
        self.status.emit("Running…")
        self.running_changed.emit(True)

    def _show_end(self) -> None:
        self._source.run_bar.show_running(False)
        self.running_changed.emit(False)

    def _show_outcome(self, outcome: Outcome) -> None:
        report = outcome.report
        self._console.show_end(report)
        self._show_end()
        if outcome.recording is not None:  # else it says what was refused
            self.status.emit("")
        listing = self._source.listed.listing
        faults = {
            line: trouble.message
            for trouble in report.troubles
            if trouble.kind in ("failed", "ended")
            and (line := listing.line_of(trouble.file, trouble.line, trouble.cell))
        }
        self._source.show_faults(faults)
        if faults or (outcome.recording is None and not report.problems):
            self.console_wanted.emit()
        elif report.picture is None and report.problems:
            self.problems_wanted.emit()

    def _show_missing(self, name: str, sentence: str) -> None:
        self.status.emit(sentence)  # the console says the rest

    def _show_stop(self) -> None:
        self._console.say("Stopped.")
        self._show_end()
        self.status.emit("Stopped")

    def _show_listed(self, program: Program) -> None:
        self._source.show_program(program)
        self.shown.emit()

    def _show_refused(self, sentence: str) -> None:
        self._console.say(sentence)
        self.status.emit(sentence)
        self.console_wanted.emit()
