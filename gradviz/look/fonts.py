"""The two typefaces, shipped with the program: Inter for words, JetBrains Mono for numbers.

They are shipped because a machine without fonts is real (a container, a build box), and
there Qt draws no text at all and reports nothing.
"""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from gradviz.resource_files import resource_path

UI_FAMILY = "Inter"
MONO_FAMILY = "JetBrains Mono"

FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Medium.ttf",
    "JetBrainsMono-SemiBold.ttf",
)


@cache
def load_fonts() -> None:
    """Make the shipped fonts known to Qt. Needs a QGuiApplication; later calls do nothing."""
    for file in FONT_FILES:
        path = resource_path("fonts", file)
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"Qt can't use the font {path}; reinstall gradviz")


@cache
def ui_font(size: int = 13, weight: int = 400) -> QFont:
    """Inter at `size` pixels, every digit equally wide so that changing numbers don't jump.

    Text looks as it is spelt: no contextual alternates, which would make an arrow of "->".
    Shared: copy it (`QFont(font)`) before changing it.
    """
    font = _font(UI_FAMILY, size, weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("calt"), 0)
    return font


@cache
def mono_font(size: int = 13, weight: int = 400) -> QFont:
    """JetBrains Mono at `size` pixels without ligatures: `+=` must look like two characters.

    Shared: copy it (`QFont(font)`) before changing it.
    """
    font = _font(MONO_FAMILY, size, weight)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFixedPitch(True)
    font.setFeature(QFont.Tag("calt"), 0)
    font.setFeature(QFont.Tag("liga"), 0)
    return font


def _font(family: str, size: int, weight: int) -> QFont:
    font = QFont()
    font.setFamilies([family])
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    # Hinting changes widths with the size: digits would differ and zoomed text would drift.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
