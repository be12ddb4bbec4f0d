"""Groups in the window: opened and closed by mouse and by key, everything following."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.app.inspector.leaf_field import LeafField
from gradviz.app.window import MainWindow
from gradviz.canvas.breadcrumbs import Breadcrumbs
from gradviz.canvas.geometry import group_rect
from gradviz.canvas.heat_legend import HeatLegend
from gradviz.canvas.hints import hint
from gradviz.canvas.legend import Legend
from gradviz.canvas.sticky_names import sticky_names
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


def hidden_value(window: MainWindow) -> int:
    """A value four groups down, every one of them closed."""
    fold = window.document.fold
    assert fold is not None
    node = int(fold.groups.members(group_of(window, Kind.NEURON))[0])
    assert window.folding.hides(node)
    return node


def test_a_hidden_value_is_shown_by_one_key(qtbot: QtBot, window: MainWindow) -> None:
    node = hidden_value(window)
    reveal = window.actions_["reveal"]
    assert not reveal.isEnabled()
    window.document.select(node)
    assert reveal.isEnabled()
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_O)
    settled(qtbot, window)
    assert not window.folding.hides(node)
    assert window.document.selected == node
    assert not reveal.isEnabled()


def test_enter_on_a_hidden_value_opens_its_groups(qtbot: QtBot, window: MainWindow) -> None:
    node = hidden_value(window)
    assert not window.document.recording.graph.is_leaf(node)
    window.document.select(node)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert not window.folding.hides(node)


def test_the_group_key_goes_inwards_to_a_hidden_value(qtbot: QtBot, window: MainWindow) -> None:
    node = hidden_value(window)
    window.document.select(node)
    window.canvas.setFocus()
    depths = []
    while window.folding.hides(node):
        qtbot.keyClick(window.canvas, Qt.Key.Key_G)
        settled(qtbot, window)
        depths.append(len(frames(window)))
    assert depths == [1, 2, 3, 4]
    assert window.document.selected == node  # it stays selected all the way


def test_a_leaf_in_a_closed_group_is_edited_in_the_inspector(
    qtbot: QtBot, window: MainWindow
) -> None:
    leaf = next(n for n in range(400) if window.folding.hides(n))
    assert window.document.recording.graph.is_leaf(leaf)
    window.document.select(leaf)
    window.actions_["edit_leaf"].trigger()
    assert isinstance(window.focusWidget(), LeafField)
    assert not any(field.isVisible() for field in window.canvas.findChildren(QLineEdit))


def test_esc_clears_a_selected_group(qtbot: QtBot, window: MainWindow) -> None:
    window.document.select_group(group_of(window, Kind.BATCH))
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert window.document.selected_group is None


def test_without_groups_none_stays_selected(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("mlp")
    window.actions_["groups"].trigger()
    settled(qtbot, window)
    window.document.select_group(frames(window)[0])
    window.actions_["groups"].trigger()
    settled(qtbot, window)
    assert window.document.selected_group is None


def test_the_menu_on_a_group_is_about_that_group(qtbot: QtBot, window: MainWindow) -> None:
    batch = group_of(window, Kind.BATCH)
    place = place_of(window, batch)
    window.canvas.context_menu_requested.emit(None, window.canvas.mapToGlobal(place))
    (menu,) = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    assert menu.actions()[0].objectName() == "toggle_group"
    assert window.document.selected_group == batch
    menu.actions()[0].trigger()
    menu.close()
    settled(qtbot, window)
    assert frames(window) == [batch]


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


def test_the_breadcrumbs_have_their_size_at_once(window: MainWindow) -> None:
    crumbs = window.canvas.findChild(Breadcrumbs)
    assert isinstance(crumbs, Breadcrumbs)
    node = hidden_value(window)
    window.document.select(node)
    whole = crumbs.width()
    assert crumbs.isVisible()
    for other in (window.document.recording.graph.root, node):  # and no event in between
        window.document.select(other)
    assert crumbs.width() == whole


def test_a_value_hidden_in_labels_has_them_all(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["open_level"].trigger()
    settled(qtbot, window)
    laid = window.document.laid
    assert laid is not None
    drawing = laid.drawing
    labels = [i for i in range(len(drawing.items)) if drawing.is_label[i]]
    group = next(drawing.group_of(i) for i in labels if drawing.group_of(i) is not None)
    assert drawing.fold is not None
    assert group is not None
    shown = [drawing.boxes_of(int(n)).tolist() for n in drawing.fold.groups.members(group)]
    assert len(shown[0]) > 1
    assert shown == [[i for i in labels if drawing.group_of(i) == group]] * len(shown)


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
        window.desk.open_example(find_example("demo_loss_10"))
        assert window.document.name == "1_neuron.py"  # the window didn't wait
    settled(qtbot, window)
    assert len(window.document.recording.graph) == 7_498
    compiling = warm()
    if compiling is not None:  # it isn't left running
        compiling.join()


def test_by_keyboard_to_a_group_into_it_and_out(qtbot: QtBot, window: MainWindow) -> None:
    document, canvas, batch = window.document, window.canvas, group_of(window, Kind.BATCH)
    canvas.setFocus()
    for _ in range(9):
        if document.selected_group == batch:
            break
        qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert document.selected_group == batch
    assert "10 samples" in canvas.accessibleDescription()
    assert "Enter opens it" in canvas.accessibleDescription()
    qtbot.keyClick(canvas, Qt.Key.Key_O)
    settled(qtbot, window)
    assert frames(window) == [batch]
    assert "Enter closes it" in canvas.accessibleDescription()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    inside = document.selected_group
    assert inside not in (None, batch)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert document.selected_group == batch
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert not crumbs_of(window)


def crumbs_of(window: MainWindow) -> str:
    crumbs = window.canvas.findChild(Breadcrumbs)
    assert isinstance(crumbs, Breadcrumbs)
    return crumbs.text


def test_a_group_tells_of_itself_under_the_pointer(window: MainWindow) -> None:
    batch = group_of(window, Kind.BATCH)
    window.document.to_end()
    scene = window.canvas.scene
    assert scene is not None
    said = hint(scene, window.canvas.pick(QPointF(place_of(window, batch))))
    for words in ("10 samples", "values", "data", "|grad|", "double click opens it"):
        assert words in said


@pytest.mark.parametrize("depth", [1, 2])
def test_opening_a_level_keeps_ones_place(qtbot: QtBot, window: MainWindow, depth: int) -> None:
    """Nothing is selected; what is in the middle before is in sight after, opened."""
    window.folding.open_to(depth)
    settled(qtbot, window)
    canvas, scene = window.canvas, window.canvas.scene
    fold = window.document.fold
    assert scene is not None
    assert fold is not None
    cards = np.flatnonzero(scene.drawing.is_group)
    group = int(scene.drawing.item_group[cards[len(cards) // 2]])
    rect = group_rect(scene.drawing, scene.layout, group)
    assert rect is not None
    canvas.zoom_reset()
    canvas._view.pan_by(canvas._view.free.center() - canvas.camera.to_widget(rect.center()))
    window.actions_["open_level"].trigger()
    settled(qtbot, window)
    scene = canvas.scene
    assert scene is not None
    assert group in scene.drawing.frames
    rect = group_rect(scene.drawing, scene.layout, group)
    assert rect is not None
    assert canvas._view.area.contains(canvas.camera.rect_to_widget(rect).center())


def test_a_click_on_a_name_at_the_edge_selects_its_group(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window("demo_loss_10", size=(1600, 1000))
    window.folding.open_to(9)
    qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)
    canvas, scene = window.canvas, window.canvas.scene
    assert scene is not None
    deep = scene.drawing.frames[len(scene.drawing.frames) // 2]
    frame = scene.layout.frame[len(scene.drawing.frames) // 2]
    canvas.zoom_reset()
    canvas._view.centre_on(QPointF(*(frame[:2] + frame[2:] / 2).tolist()))
    canvas.finish_motion()
    area = QRectF(canvas.rect())
    names = sticky_names(scene.drawing, scene.layout, canvas.camera, area, canvas._view.free)
    assert deep in [name.group for name in names]
    for name in names:
        at = name.rect.center()
        assert canvas.pick(at).group == name.group
        assert canvas.childAt(at.toPoint()) is None
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=names[0].rect.center().toPoint())
    assert window.document.selected_group == names[0].group
