import re

import pytest
from PySide6.QtCore import QFile, QIODevice, Qt, QTimer
from PySide6.QtGui import QFontInfo, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.look.button_group import button_group
from gradviz.look.palette import palette
from gradviz.look.style import apply_look, refresh
from gradviz.look.style_images import resource_blob
from gradviz.look.style_sheet import style_sheet
from gradviz.look.theme import THEME_NAMES, Theme, load_theme


@pytest.fixture
def dark(qapp: QApplication) -> Theme:
    theme = load_theme("dark")
    apply_look(qapp, theme)
    return theme


@pytest.fixture
def form(qtbot: QtBot, dark: Theme) -> QWidget:
    """A window with a button, a field and room around them."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(20, 20, 20, 20)
    for child in (QPushButton("Run"), QPushButton("Step"), QLineEdit("-2")):
        column.addWidget(child)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def ring_of(window: QWidget) -> QWidget | None:
    rings = [w for w in window.findChildren(QWidget, "focusRing") if w.isVisible()]
    assert len(rings) <= 1
    return rings[0] if rings else None


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_name_in_the_style_sheet_is_filled_in(qapp: QApplication, name: str) -> None:
    sheet = style_sheet(load_theme(name))
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_image_of_the_style_sheet_exists_in_its_colour(qapp: QApplication, name: str) -> None:
    theme = load_theme(name)
    paths = set(re.findall(r"url\((.*?)\)", style_sheet(theme)))
    assert len(paths) > 10
    for path in paths:
        file = QFile(path)
        assert file.open(QIODevice.OpenModeFlag.ReadOnly), path
        role = path.rpartition("-")[2].removesuffix(".svg")
        assert theme.color(role).name().encode() in file.readAll().data()


def test_a_resource_blob_starts_with_where_its_parts_are() -> None:
    blob = resource_blob({"b.svg": b"<b/>", "a.svg": b"<a/>"})
    assert blob[:8] == b"qres\0\0\0\1"
    tree, data, names = (int.from_bytes(blob[i : i + 4]) for i in (8, 12, 16))
    assert (tree, data - tree, names - data) == (20, 3 * 14, 2 * 8)


def test_the_palette_leaves_no_colour_to_the_desktop(qapp: QApplication) -> None:
    theme = load_theme("light")
    made = palette(theme)
    roles = set(QPalette.ColorRole) - {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
        assert [role for role in roles if not made.isBrushSet(group, role)] == []
    disabled = made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert disabled == theme.color("text.disabled")


@pytest.mark.parametrize("make", [QPushButton, QToolButton, QLineEdit, QComboBox, QSpinBox])
def test_controls_are_32_high(qtbot: QtBot, dark: Theme, make: type[QWidget]) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    control, small = make(), make()
    small.setProperty("small", True)
    column.addWidget(control)
    column.addWidget(small)
    qtbot.addWidget(window)
    window.show()
    assert control.height() == 32
    assert small.height() == 24


def test_the_toolbar_is_48_high_with_a_group_in_it(qtbot: QtBot, dark: Theme) -> None:
    window = QMainWindow()
    bar = QToolBar()
    window.addToolBar(bar)
    one, two = QPushButton("+="), QPushButton("=")
    for button in (one, two):
        button.setProperty("kind", "segment")
    group = button_group("segments", one, two)
    bar.addWidget(group)
    qtbot.addWidget(window)
    window.show()
    assert bar.height() == 48
    assert group.height() == 32
    assert group.mapTo(bar, group.rect().topLeft()).y() == 8


def test_switching_there_and_back_leaves_nothing_behind(
    qtbot: QtBot, qapp: QApplication, form: QWidget
) -> None:
    def shot() -> QImage:
        qapp.processEvents()
        return form.grab().toImage()

    first = shot()
    apply_look(qapp, load_theme("light"))
    light = shot()
    assert light != first
    assert light.pixelColor(2, 2) == load_theme("light").color("bg.panel")
    apply_look(qapp, load_theme("dark"))
    assert shot() == first


def test_a_field_in_error_gets_a_red_border_and_loses_it(form: QWidget, dark: Theme) -> None:
    field = form.findChild(QLineEdit)
    assert field is not None

    def border() -> str:
        return field.grab().toImage().pixelColor(40, 0).name()

    before = border()
    field.setProperty("error", True)
    refresh(field)
    assert border() == dark.color("error.line").name()
    field.setProperty("error", False)
    refresh(field)
    assert border() == before


def test_the_primary_button_is_filled(form: QWidget, dark: Theme) -> None:
    button = form.findChild(QPushButton)
    assert button is not None
    button.setProperty("kind", "primary")
    refresh(button)
    assert button.grab().toImage().pixelColor(6, 6) == dark.color("accent.fill")


def test_number_labels_use_the_number_font(qtbot: QtBot, dark: Theme) -> None:
    label = QLabel("-3.0000")
    label.setProperty("role", "hero")
    qtbot.addWidget(label)
    label.show()
    used = QFontInfo(label.font())
    assert (used.family(), used.pixelSize()) == ("JetBrains Mono", 22)


def test_tab_puts_a_ring_around_the_control(qtbot: QtBot, form: QWidget) -> None:
    first, second = form.findChildren(QPushButton)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    ring = ring_of(form)
    assert ring is not None
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)


def test_the_ring_moves_with_the_control_and_goes_with_it(qtbot: QtBot, form: QWidget) -> None:
    _, second = form.findChildren(QPushButton)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    second.move(second.x() + 7, second.y())
    ring = ring_of(form)
    assert ring is not None
    assert ring.x() == second.x() - 4
    second.hide()
    assert ring_of(form) is None or ring_of(form) is not ring


def test_a_field_always_shows_where_the_keyboard_is(qtbot: QtBot, form: QWidget) -> None:
    field = form.findChild(QLineEdit)
    assert field is not None
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    ring = ring_of(form)
    assert ring is not None
    assert ring.geometry().contains(field.geometry())


def test_the_ring_takes_no_clicks(qtbot: QtBot, form: QWidget) -> None:
    first, second = form.findChildren(QPushButton)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    assert form.childAt(second.geometry().center()) is second
    with qtbot.waitSignal(first.clicked):
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)


def test_one_message_box_after_another_with_the_keyboard_in_each(qtbot: QtBot, dark: Theme) -> None:
    """The ring inside a closed box once crashed the next one."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    pressed = []
    for name in ("No", "Yes", "No", "Yes"):
        box = QMessageBox(window)
        button = box.addButton("Yes", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("No", QMessageBox.ButtonRole.RejectRole)
        box.setCheckBox(QCheckBox("Don't ask again"))
        chosen = next(b for b in box.findChildren(QPushButton) if b.text() == name)
        QTimer.singleShot(20, chosen.click)
        box.exec()
        pressed.append(box.clickedButton() is button)
    assert pressed == [False, True, False, True]
