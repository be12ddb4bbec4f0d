"""The camera: places are kept, limits hold, levels of detail don't flicker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from gradviz.canvas.camera import MAX_ZOOM, MIN_ZOOM, Camera, detail_at
from gradviz.canvas.motion import between
from gradviz.canvas.scene import Detail

places = st.floats(-5e3, 5e3)
points = st.builds(QPointF, places, places)
cameras = st.builds(Camera, st.floats(MIN_ZOOM, MAX_ZOOM), places, places)


def near(a: QPointF, b: QPointF) -> bool:
    return abs(a.x() - b.x()) < 1e-3 and abs(a.y() - b.y()) < 1e-3


@given(cameras, points)
def test_a_point_to_the_widget_and_back_is_the_same(camera: Camera, point: QPointF) -> None:
    assert near(camera.to_layout(camera.to_widget(point)), point)
    assert near(camera.transform().map(point), camera.to_widget(point))


@given(cameras, points, st.floats(0.1, 10.0))
def test_zooming_keeps_the_point_under_the_cursor(
    camera: Camera, cursor: QPointF, factor: float
) -> None:
    closer = camera.zoomed(factor, cursor)
    assert near(closer.to_widget(camera.to_layout(cursor)), cursor)
    assert MIN_ZOOM <= closer.zoom <= MAX_ZOOM


@given(cameras, points, st.floats(0.1, 10.0), st.floats(0.0, 1.0))
def test_an_animated_zoom_keeps_the_point_all_the_way(
    camera: Camera, cursor: QPointF, factor: float, progress: float
) -> None:
    on_the_way = between(camera, camera.zoomed(factor, cursor), progress)
    assert near(on_the_way.to_widget(camera.to_layout(cursor)), cursor)


def test_an_animation_begins_and_ends_exactly_at_its_cameras() -> None:
    a, b = Camera(0.3, 1.0, 2.0), Camera(1.7, -40.0, 9.0)
    assert between(a, b, 0.0) == a
    assert between(a, b, 1.0) == b


@given(cameras, points, st.sampled_from([1.0, 1.25, 1.5, 2.0]))
def test_what_is_seen_moves_by_whole_pixels(camera: Camera, by: QPointF, dpr: float) -> None:
    before, after = camera.on_pixels(dpr), camera.panned(by).on_pixels(dpr)
    moved = (after.dx - before.dx) * dpr, (after.dy - before.dy) * dpr
    assert moved == pytest.approx([round(side) for side in moved], abs=1e-7)
    assert abs(before.dx - camera.dx) * dpr <= 0.5 + 1e-7


def test_what_fits_is_centred_and_not_enlarged() -> None:
    camera = Camera.fitting(QRectF(0, 0, 100, 50), QRectF(10, 20, 800, 600))
    assert camera.zoom == 1.0
    assert camera.to_widget(QPointF(50, 25)) == QPointF(410, 320)


@pytest.mark.parametrize("size", [(4000, 100), (100, 4000), (4000, 4000)])
def test_what_is_larger_than_the_room_is_made_to_fit(size: tuple[int, int]) -> None:
    room = QRectF(10, 20, 800, 600)
    seen = Camera.fitting(QRectF(0, 0, *size), room).rect_to_widget(QRectF(0, 0, *size))
    assert room.adjusted(-0.01, -0.01, 0.01, 0.01).contains(seen)


def test_a_level_of_detail_holds_a_little_beyond_its_bound() -> None:
    assert detail_at(0.6) is Detail.FULL
    assert detail_at(0.59) is Detail.COMPACT
    assert detail_at(0.59, Detail.FULL) is Detail.FULL
    assert detail_at(0.54, Detail.FULL) is Detail.COMPACT
    assert detail_at(0.59, Detail.COMPACT) is Detail.COMPACT
    assert detail_at(0.26, Detail.COMPACT) is Detail.COMPACT
    assert detail_at(0.26, Detail.BLOCK) is Detail.BLOCK
    assert detail_at(MIN_ZOOM) is Detail.BLOCK
