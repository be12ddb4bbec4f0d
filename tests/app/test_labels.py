"""Values drawn as labels, in the window: lit, listed, and leaves edited where they are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gradviz.app.window import MainWindow
from gradviz.canvas.arrow_faces import ArrowKind
from gradviz.canvas.arrow_kinds import arrow_kinds
from gradviz.canvas.faces import faces_at
from gradviz.canvas.geometry import box_rect
from gradviz.canvas.hints import hint
from gradviz.canvas.labels import LabelFace, receiving_groups
from gradviz.canvas.pick import Pick
from gradviz.canvas.step_area import step_arrows
from gradviz.layout.drawing import Drawing
from gradviz.layout.groups import Kind
from gradviz.model.positions import NodeState

OpenWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    return open_window("demo_loss_10", size=(1600, 1000), position=-1)


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)


def drawing_of(window: MainWindow) -> Drawing:
    assert window.document.laid is not None
    return window.document.laid.drawing


def open_to(qtbot: QtBot, window: MainWindow, depth: int) -> Drawing:
    window.folding.open_to(depth)
    settled(qtbot, window)
    return drawing_of(window)


def seen(window: MainWindow, box: int) -> QRectF:
    scene = window.canvas.scene
    assert scene is not None
    rect = box_rect(scene.drawing, scene.layout, box)
    return window.canvas.camera.rect_to_widget(rect)


def bring(window: MainWindow, box: int) -> QPoint:
    """A box to the middle, at a zoom at which it can be read."""
    scene = window.canvas.scene
    assert scene is not None
    window.canvas.zoom_reset()
    window.canvas._view.centre_on(QPointF(*scene.layout.centre[box].tolist()))
    window.canvas.finish_motion()
    return seen(window, box).center().toPoint()


def test_a_leaf_is_edited_on_the_label_one_has_clicked(qtbot: QtBot, window: MainWindow) -> None:
    drawing = open_to(qtbot, window, 9)
    labels = np.flatnonzero(drawing.is_label & (drawing.item_group < 0))
    leaf = int(drawing.item_node[labels[0]])
    for label in drawing.boxes_of(leaf).tolist()[-1:0:-4]:
        at = bring(window, label)
        before = window.canvas.camera
        qtbot.mouseClick(window.canvas, LEFT, pos=at)
        assert window.document.selected == leaf
        assert window.canvas.camera == before  # another label isn't brought into view
        qtbot.mouseDClick(window.canvas, LEFT, pos=at)
        (field,) = [f for f in window.canvas.findChildren(QLineEdit) if f.isVisible()]
        place = QRectF(QPointF(field.mapTo(window.canvas, QPoint())), field.size().toSizeF())
        assert place.adjusted(-120, 0, 0, 0).intersects(seen(window, label))
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_every_label_of_a_selected_leaf_is_lit(qtbot: QtBot, window: MainWindow) -> None:
    drawing = open_to(qtbot, window, 9)
    labels = np.flatnonzero(drawing.is_label & (drawing.item_group < 0))
    leaf = int(drawing.item_node[labels[0]])
    window.canvas.fit()
    ring = window.theme.color("select.ring").rgb()

    def lit() -> int:
        image = window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        spots = [seen(window, box).center().toPoint() for box in drawing.boxes_of(leaf).tolist()]
        near = [(dx, dy) for dx in (-3, -2, -1, 0, 1, 2, 3) for dy in (-3, -2, -1, 0, 1, 2, 3)]
        return sum(
            any(image.pixel(spot.x() + dx, spot.y() + dy) == ring for dx, dy in near)
            for spot in spots
            if window.canvas.rect().adjusted(9, 9, -9, -9).contains(spot)
        )

    window.document.select(None)
    assert lit() == 0
    window.document.select(leaf)
    assert lit() >= len(drawing.boxes_of(leaf)) // 2  # some lie under the breadcrumbs


def test_the_labels_of_a_group_say_what_its_values_do(qtbot: QtBot, window: MainWindow) -> None:
    drawing, recording = open_to(qtbot, window, 2), window.document.recording
    fold = drawing.fold
    assert fold is not None
    group = next(g for i in np.flatnonzero(drawing.is_label) if (g := drawing.group_of(int(i))))
    node = int(fold.groups.members(group)[0])
    written = int(recording.tape.writes_to(node)[0])
    position = next(
        p for p in range(recording.length, 0, -1)
        if recording.step(p).writes.start <= written < recording.step(p).writes.stop
    )  # fmt: skip
    assert group in receiving_groups(recording, position, fold.groups)
    assert group not in receiving_groups(recording, 1, fold.groups)
    own = int(recording.backward_positions[node])
    face = faces_at(recording, own).group(drawing, group)
    assert LabelFace.of_group(face, False).outline.state is NodeState.CURRENT


def test_a_double_click_on_the_label_of_a_group_lists_it(qtbot: QtBot, window: MainWindow) -> None:
    drawing = open_to(qtbot, window, 2)
    label = int(np.flatnonzero(drawing.is_label & (drawing.item_group >= 0))[0])
    group, at = drawing.group_of(label), bring(window, label)
    scene = window.canvas.scene
    assert scene is not None
    assert "double click lists its values" in hint(scene, window.canvas.pick(QPointF(at)))
    window.inspector_dock.hide()
    qtbot.mouseDClick(window.canvas, LEFT, pos=at)
    settled(qtbot, window)
    assert window.document.selected_group == group
    assert window.inspector_dock.isVisible()
    assert window.inspector.group_page.rows.shown
    assert drawing_of(window) is drawing
    assert drawing.fold is not None
    assert drawing.fold.groups.kind[group] == Kind.PARAMETERS


def test_a_click_on_the_label_of_a_computed_value_goes_to_its_card(
    qtbot: QtBot, window: MainWindow
) -> None:
    drawing = open_to(qtbot, window, 9)
    outlet = int(np.flatnonzero(drawing.is_outlet)[0])
    node = int(drawing.item_node[outlet])
    card, *labels = drawing.boxes_of(node).tolist()
    assert drawing.is_card[card]
    assert len(labels) == 1 + len(drawing.graph.users_of(node))
    at = bring(window, labels[-1])
    assert not window.canvas.rect().contains(seen(window, card).toAlignedRect())
    qtbot.mouseClick(window.canvas, LEFT, pos=at)
    window.canvas.finish_motion()
    assert window.document.selected == node
    assert window.canvas.rect().contains(seen(window, card).toAlignedRect())
    assert "uses are shown as 16 labels" in window.canvas.accessibleDescription()
    assert window.canvas.scene is not None
    assert "used by 16 values" in hint(window.canvas.scene, Pick(node=node))

    # Its user's step runs along the label's arrow, and all arrows say what each one says.
    recording = window.document.recording
    user = drawing.graph.users_of(node)[-1]
    window.document.seek(int(recording.backward_positions[user]))
    arrows = step_arrows(drawing, user)
    label = next(int(b) for b in drawing.tail[arrows] if drawing.node_of(int(b)) == node)
    assert label in labels
    assert not drawing.is_outlet[label]
    faces = faces_at(recording, window.document.position)
    assert all(faces.arrow(drawing, a).kind is ArrowKind.BACKWARD for a in arrows.tolist())
    some = np.arange(0, drawing.arrow_count, 3, dtype=np.int32)
    kinds = arrow_kinds(recording, window.document.position, drawing, some)
    assert kinds == [faces.arrow(drawing, a).kind for a in some.tolist()]

    # What comes back stands on the label beside that user, and on no other.
    def is_told(box: int) -> bool:
        bring(window, box)
        image = window.canvas.grab().toImage()
        inside = seen(window, box).toRect().adjusted(30, 8, -8, -8)
        orange = window.theme.color("backward.text").rgb()
        return any(
            image.pixel(x, y) == orange
            for x in range(inside.left(), inside.right())
            for y in range(inside.top(), inside.bottom())
        )

    other = next(box for box in labels if box != label and not drawing.is_outlet[box])
    assert (is_told(label), is_told(other)) == (True, False)

    # With arrows again, by the key, every edge has its own.
    qtbot.keyClick(window.canvas, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    settled(qtbot, window)
    assert drawing_of(window).boxes_of(node).tolist() == [drawing_of(window).card_box(node)]
    assert not window.actions_["value_labels"].isChecked()
