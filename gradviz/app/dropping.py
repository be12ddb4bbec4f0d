"""What may be dropped on the window: one program or notebook."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

_ENDINGS = (".py", ".ipynb")


def dropped_program(data: QMimeData) -> Path | None:
    """The program among what is dragged over the window."""
    for url in data.urls():
        path = Path(url.toLocalFile())
        if path.suffix.lower() in _ENDINGS:
            return path
    return None
