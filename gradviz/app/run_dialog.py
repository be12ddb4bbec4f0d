"""What a program is run with: its arguments and its working directory."""

from __future__ import annotations

import shlex
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)


class RunDialog(QDialog):
    """Arguments are written as in a shell, quotes included; a folder that isn't one is refused."""

    def __init__(self, parent: QWidget, name: str, arguments: tuple[str, ...], cwd: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Run {name} with")
        self.field = QLineEdit(shlex.join(arguments))
        self.field.setPlaceholderText("--epochs 3 'a name'")
        self.field.setAccessibleName("Arguments")
        self.folder = QLineEdit(cwd)
        self.folder.setPlaceholderText("the program's own folder")
        self.folder.setAccessibleName("Working directory")
        self._message = QLabel()
        self._message.setProperty("role", "error")
        self._message.hide()
        form = QFormLayout()
        form.addRow("Arguments", self.field)
        form.addRow("Working directory", self.folder)
        buttons = QDialogButtonBox()
        buttons.addButton("Run", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._accept_if_good)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self._message)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(shlex.split(self.field.text()))

    @property
    def cwd(self) -> str | None:
        return self.folder.text().strip() or None

    def _accept_if_good(self) -> None:
        try:
            shlex.split(self.field.text())
        except ValueError:
            self._refuse("A quote in the arguments is not closed.")
            return
        if self.cwd is not None and not Path(self.cwd).is_dir():
            self._refuse(f"There is no folder {self.cwd}.")
            return
        self.accept()

    def _refuse(self, why: str) -> None:
        self._message.setText(why)
        self._message.show()
