"""The console: what a program prints, as it comes, and how it ended."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme
from gradviz.sources.report import Report

_MOST_LINES = 20_000


class Console(QPlainTextEdit):
    """Read-only; follows the end as long as one hasn't scrolled away from it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(_MOST_LINES)
        self.setFont(mono_font(METRICS.text_size.small))
        self.document().setDocumentMargin(METRICS.space_3)
        self.setAccessibleName("Console")
        self.setPlaceholderText("What a program prints appears here.")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def start(self) -> None:
        """A new run: what the last one printed goes."""
        self.clear()

    def append_output(self, text: str) -> None:
        self._append(text, "text.primary")

    def show_end(self, report: Report) -> None:
        """After the output: what was skipped, what failed, what could not be observed.

        The report's message often quotes the trouble that it is about: that isn't said twice.
        """
        failed = False
        said = {report.message}
        for trouble in report.troubles:
            is_failure = trouble.kind in ("failed", "ended")
            failed = failed or is_failure
            if trouble.message not in said and trouble.message not in report.message:
                self._say(trouble.message, "error.text" if is_failure else "text.muted")
            said.add(trouble.message)
        for sentence in report.limitations:
            if sentence not in said:
                self._say(sentence, "warning.text")
            said.add(sentence)
        roles = {"wrong": "error.text", "error": "error.text"}
        if not failed:
            roles["correct"] = "success.text"
        self._say(report.message, roles.get(report.status, "warning.text"))

    def say(self, text: str) -> None:
        """Something gradviz itself has to tell."""
        self._say(text, "text.muted")

    def _say(self, text: str, role: str) -> None:
        self._append(("" if self._end().atBlockStart() else "\n") + text + "\n", role)

    def _end(self) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    def _append(self, text: str, role: str) -> None:
        bar = self.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 2
        form = QTextCharFormat()
        form.setForeground(self._theme.color(role))
        self._end().insertText(text, form)
        if follows:
            bar.setValue(bar.maximum())
