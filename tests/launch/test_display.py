"""No screen, or one that doesn't answer: a sentence, since Qt would abort the process."""

import sys

import pytest

from gradviz.launch import display
from gradviz.launch.display import NoDisplay

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="screens are named by variables on Linux alone"
)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_no_display_says_what_to_do() -> None:
    with pytest.raises(NoDisplay, match=r"no display.*--screenshot"):
        display.window_systems()


def test_wayland_is_tried_before_x11_as_qt_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert display.window_systems() == ["wayland", "x11"]


@pytest.mark.parametrize("plugin", ["offscreen", "minimal", "vnc:size=800x600", "eglfs"])
def test_a_plugin_without_a_screen_needs_none(monkeypatch: pytest.MonkeyPatch, plugin: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", plugin)
    assert display.window_systems() == []


@pytest.mark.parametrize(("plugin", "system"), [("xcb", "x11"), ("wayland-egl", "wayland")])
def test_a_chosen_plugin_needs_its_own_screen(
    monkeypatch: pytest.MonkeyPatch, plugin: str, system: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", plugin)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert display.window_systems() == [system]
    monkeypatch.delenv({"x11": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}[system])
    with pytest.raises(NoDisplay):
        display.window_systems()


@pytest.mark.parametrize("name", [":977", "nonsense", ":", "localhost:977.0"])
def test_an_x11_display_nobody_answers_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DISPLAY", name)
    with pytest.raises(NoDisplay, match=rf"DISPLAY={name}\).*--screenshot"):
        display.require_answer(["x11"])


def test_a_wayland_display_nobody_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-977")
    with pytest.raises(NoDisplay, match=r"WAYLAND_DISPLAY=wayland-977\)"):
        display.require_answer(["wayland"])


def test_no_window_system_needs_no_answer() -> None:
    display.require_answer([])
