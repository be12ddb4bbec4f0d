"""Groups in the window: opened and closed by mouse and by key, everything following."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gradviz.app.window import MainWindow
from gradviz.canvas.breadcrumbs import Breadcrumbs
from gradviz.canvas.geometry import group_rect
from gradviz.canvas.heat_legend import HeatLegend
from gradviz.canvas.legend import Legend
from gradviz.layout.groups import Kind
from gradviz.model.warming import warm

OpenWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    return open_window("demo_loss_10", size=(1600, 1000))


def group_of(window: MainWindow, kind: Kind) -> int:
    """The first group of a kind."""
    assert window.document.fold is not None
    return int((window.document.fold.groups.kind == kind).nonzero()[0][0])


def place_of(window: MainWindow, group: int) -> QPoint:
    """On a closed group's card, or on the header of its frame."""
    scene = window.canvas.scene
    assert scene is not None
    rect = group_rect(scene.drawing, scene.layout, group)
    assert rect is not None
    seen = window.canvas.camera.rect_to_widget(rect)
    return QPointF(seen.center().x(), seen.top() + 6).toPoint()


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)


def frames(window: MainWindow) -> list[int]:
    assert window.document.laid is not None
    open_: list[int] = window.document.laid.drawing.frames.tolist()
    return open_


def test_a_double_click_opens_a_group_in_place_and_closes_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    batch = group_of(window, Kind.BATCH)
    assert frames(window) == []
    qtbot.mouseDClick(window.canvas, LEFT, pos=place_of(window, batch))
    settled(qtbot, window)
    assert frames(window) == [batch]
    qtbot.mouseDClick(window.canvas, LEFT, pos=place_of(window, batch))
    settled(qtbot, window)
    assert frames(window) == []


def test_a_click_selects_a_group_and_the_inspector_tells_of_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    batch = group_of(window, Kind.BATCH)
    qtbot.mouseClick(window.canvas, LEFT, pos=place_of(window, batch))
    assert window.document.selected_group == batch
    page = window.inspector.group_page
    assert page.isVisible()
    assert "10 samples" in page.name.accessibleName()
    qtbot.mouseClick(page.toggle, LEFT)
    settled(qtbot, window)
    assert frames(window) == [batch]
    assert page.toggle.text() == "Close"


def test_the_key_opens_and_closes_the_selected_group(qtbot: QtBot, window: MainWindow) -> None:
    batch = group_of(window, Kind.BATCH)
    window.document.select_group(batch)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_G)
    settled(qtbot, window)
    assert frames(window) == [batch]
    qtbot.keyClick(window.canvas, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert frames(window) == []


def test_opening_level_by_level_keeps_position_and_selection(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.document.seek(7_600)
    window.document.select(400)
    counts = []
    for _ in range(3):
        window.actions_["open_level"].trigger()
        settled(qtbot, window)
        counts.append(len(frames(window)))
    assert counts == sorted(set(counts))
    assert (window.document.position, window.document.selected) == (7_600, 400)
    window.actions_["close_groups"].trigger()
    settled(qtbot, window)
    assert frames(window) == []


def test_the_breadcrumbs_lead_from_the_graph_to_the_value(qtbot: QtBot, window: MainWindow) -> None:
    fold = window.document.fold
    assert fold is not None
    node = int(fold.groups.members(group_of(window, Kind.NEURON))[0])
    window.document.select(node)
    crumbs = window.canvas.findChild(Breadcrumbs)
    assert isinstance(crumbs, Breadcrumbs)
    name = window.document.recording.graph.name(node)
    assert crumbs.text == f"Graph › 10 samples › sample 0 › layer 0 › neuron 0 › {name}"
    sample = next(b for b in crumbs.findChildren(QToolButton) if b.text() == "sample 0")
    qtbot.mouseClick(sample, LEFT)
    assert window.document.selected_group == group_of(window, Kind.SAMPLE)


def test_colours_change_the_legend(qtbot: QtBot, window: MainWindow) -> None:
    state = window.canvas.findChild(Legend)
    heat = window.canvas.findChild(HeatLegend)
    assert isinstance(state, Legend)
    assert isinstance(heat, HeatLegend)
    assert (state.isVisible(), heat.isVisible()) == (True, False)
    qtbot.keyClick(window.canvas, Qt.Key.Key_H)
    assert (state.isVisible(), heat.isVisible()) == (False, True)
    assert "|grad|" in heat.accessibleDescription()
    qtbot.keyClick(window.canvas, Qt.Key.Key_S)
    assert (state.isVisible(), heat.isVisible()) == (True, False)


def test_a_small_graph_is_whole_and_can_be_grouped(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp")
    assert frames(window) == []
    window.actions_["groups"].trigger()
    settled(qtbot, window)
    assert len(frames(window)) > 1
    window.actions_["groups"].trigger()
    settled(qtbot, window)
    assert frames(window) == []


def test_a_graph_without_groups_offers_none(open_window: OpenWindow) -> None:
    window = open_window("neuron")
    names = ("toggle_group", "open_level", "close_level", "groups")
    assert not any(window.actions_[name].isEnabled() for name in names)


def test_a_large_example_opens_beside_the_window_s_thread(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    from gradviz.sources.examples import find_example

    window = open_window("neuron")
    with qtbot.waitSignal(window.opener.opened, timeout=20_000):
        window.open_example(find_example("demo_loss_10"))
        assert window.document.name == "1_neuron.py"  # the window didn't wait
    settled(qtbot, window)
    assert len(window.document.recording.graph) == 7_498
    compiling = warm()
    if compiling is not None:  # it isn't left running
        compiling.join()
