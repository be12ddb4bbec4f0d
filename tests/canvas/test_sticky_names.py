"""Open groups that reach beyond the edge of what is seen are named at the edge."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.camera import Camera
from gradviz.canvas.sticky_names import sticky_names
from tests.canvas.test_backing import network

pytestmark = pytest.mark.usefixtures("qapp")

AREA = QRectF(0, 0, 500, 350)
FREE = AREA.adjusted(16, 70, -16, -50)


@pytest.mark.parametrize("zoom", [0.1, 0.3, 0.6, 1.5])
@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.8])
def test_names_are_in_what_is_seen_of_their_frames_and_apart(zoom: float, part: float) -> None:
    _, drawing, layout = network(9)
    middle = QPointF(layout.width * part, layout.height * part)
    camera = Camera(zoom).centred_on(middle, AREA.center())
    names = sticky_names(drawing, layout, camera, AREA, FREE)
    for group, rect in names:
        at = drawing.frames.tolist().index(group)
        whole = camera.rect_to_widget(QRectF(*layout.frame[at].tolist()))
        assert not AREA.contains(whole.topLeft())
        assert whole.intersected(AREA).adjusted(-1, -1, 1, 1).contains(rect)
        assert rect.top() >= FREE.top() - 1
    assert not any(one.rect.intersects(other.rect) for one, other in combinations(names, 2))


def test_who_is_deep_in_open_groups_sees_which() -> None:
    _, drawing, layout = network(9)
    assert drawing.fold is not None
    deepest = int(drawing.fold.groups.depth[drawing.frames].argmax())
    frame = QRectF(*layout.frame[deepest].tolist())
    camera = Camera(3.0).centred_on(frame.center(), AREA.center())
    named = [group for group, _ in sticky_names(drawing, layout, camera, AREA, FREE)]
    assert named == drawing.fold.groups.chain(int(drawing.frames[deepest]))[::-1]


def test_what_is_seen_whole_has_its_name_in_its_corner() -> None:
    _, drawing, layout = network(9)
    camera = Camera.fitting(QRectF(0, 0, layout.width, layout.height), AREA)
    assert sticky_names(drawing, layout, camera, AREA, FREE) == []
