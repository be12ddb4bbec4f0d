import gc
import re

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from gradviz.look.icons import app_icon, icon, paint_icon, pixmap
from gradviz.look.theme import load_theme
from gradviz.resource_files import resource_path
from tests.look.pixels import ink, painted

NAMES = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
RED = QColor("#ff0000")


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = pixmap(name, RED, 16, 2.0).toImage()
    assert (image.width(), image.devicePixelRatio()) == (32, 2.0)
    solid = {
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() > 250
    }
    if name == "gradviz":
        assert solid >= {"#4a9fea", "#f5923e"}
    else:
        assert solid == {"#ff0000"}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "gradviz"])
def test_an_icon_file_has_no_colour_of_its_own(name: str) -> None:
    text = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    paints = re.findall(r'(?:fill|stroke|stop-color|color)="([^"]*)"', text)
    assert set(paints) <= {"none", "currentColor"}
    assert "currentColor" in paints
    assert "style=" not in text


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_keeps_inside_its_square(qapp: QApplication, name: str) -> None:
    image = painted(lambda p: paint_icon(p, name, QRectF(20, 20, 16, 16), RED), 56, 56)
    spots = ink(image)
    assert spots
    assert all(20 <= x < 36 and 20 <= y < 36 for x, y in spots)
    edge = [image.pixelColor(x, y) for x, y in spots if x in (20, 35) or y in (20, 35)]
    assert all(color.green() > 100 for color in edge), "drawn up to the edge: it looks cut off"


def test_the_mark_is_in_the_two_colours_of_the_phases(qapp: QApplication) -> None:
    dark = load_theme("dark")
    text = resource_path("icons", "gradviz.svg").read_text(encoding="utf-8")
    assert dark.color("forward.line").name().upper() in text
    assert dark.color("backward.line").name().upper() in text
    assert not app_icon().isNull()


def test_icons_are_sharp_on_any_screen(qapp: QApplication) -> None:
    step = icon("step", load_theme("dark"))
    for ratio in (1.0, 1.25, 1.5, 2.0, 3.0):
        image = step.pixmap(QSize(16, 16), ratio)
        assert image.width() == 16 * ratio
        assert image.devicePixelRatio() == ratio


def test_a_disabled_and_a_checked_button_show_it(qapp: QApplication) -> None:
    theme = load_theme("dark")
    dot = icon("dot", theme, "text.secondary", "accent.text")

    def middle(mode: QIcon.Mode, state: QIcon.State) -> QColor:
        return dot.pixmap(QSize(16, 16), mode, state).toImage().pixelColor(8, 8)

    on, off = QIcon.State.On, QIcon.State.Off
    assert middle(QIcon.Mode.Normal, off) == theme.color("text.secondary")
    assert middle(QIcon.Mode.Normal, on) == theme.color("accent.text")
    assert middle(QIcon.Mode.Disabled, off) == theme.color("text.disabled")


def test_a_zoomed_line_stays_on_whole_pixels(qapp: QApplication) -> None:
    def bar(painter: QPainter) -> None:
        paint_icon(painter, "pause", QRectF(4.3, 4.3, 16, 16), RED)

    at_an_odd_place = painted(bar, 30, 30)
    exact = painted(lambda p: paint_icon(p, "pause", QRectF(4, 4, 16, 16), RED), 30, 30)
    assert at_an_odd_place == exact


def test_an_icon_outlives_what_qt_copies_of_it(qapp: QApplication) -> None:
    for _ in range(10):
        copy = QIcon(icon("check", load_theme("light")))
        copy.addPixmap(QPixmap(4, 4))  # makes Qt clone the engine
        gc.collect()
        assert copy.pixmap(16).width() == 16


def test_a_wrong_name_fails_at_once(qapp: QApplication) -> None:
    with pytest.raises(KeyError, match="no icon 'setp'"):
        icon("setp", load_theme("dark"))
