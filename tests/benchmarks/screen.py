"""A window system to paint on, without a screen."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from gradviz.look.fonts import load_fonts
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def application() -> Iterator[QApplication]:
    """The one there is, or a new one for a while; with the fonts and the look of gradviz."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([])
    load_fonts()
    apply_look(app, load_theme("dark"))
    yield app
