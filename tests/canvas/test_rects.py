"""Looking rectangles up gives what looking through all of them gives."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gradviz.canvas.rects import RectIndex, rects_of, touching


@pytest.mark.parametrize("count", [0, 1, 6000])
def test_an_index_finds_what_touches_an_area_in_order(count: int) -> None:
    chance = np.random.default_rng(count)
    corner = chance.uniform(-5e4, 5e4, (count, 2))
    rects = rects_of(corner, corner + np.exp(chance.normal(4.0, 2.0, (count, 2))))
    index = RectIndex(rects)
    for _ in range(60):
        x, y = chance.uniform(-6e4, 6e4, 2)
        wide, high = np.exp(chance.uniform(0.0, 11.0, 2))
        area = QRectF(x, y, wide, high)
        assert index.touching(area).tolist() == touching(rects, area).tolist()


def test_of_several_areas_each_rectangle_is_found_once() -> None:
    corner = np.arange(5000.0)[:, None] * np.array([10.0, 0.0])
    index = RectIndex(rects_of(corner, corner + 8.0))
    areas = [QRectF(101.0, 0.0, 20.0, 1.0), QRectF(115.0, 0.0, 20.0, 1.0)]
    assert index.touching_any(areas).tolist() == [10, 11, 12, 13]


def test_rectangles_in_one_place_are_all_found() -> None:
    corner = np.zeros((5000, 2))
    index = RectIndex(rects_of(corner, corner))
    assert len(index.touching(QRectF(-1.0, -1.0, 2.0, 2.0))) == 5000
    assert len(index.touching(QRectF(1.0, 1.0, 2.0, 2.0))) == 0
