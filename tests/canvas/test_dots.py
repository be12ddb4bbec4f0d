"""Dots: as many boxes as there may be, as an image."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gradviz.canvas.camera import Camera
from gradviz.canvas.dots import DOT, are_dots, image_of_dots
from gradviz.canvas.rects import rects_of

COLOR = QColor(200, 100, 50)
places = st.integers(-80, 400)


@given(
    st.lists(st.tuples(places, places), min_size=1, max_size=30),
    st.integers(-50, 50),
    st.integers(-50, 50),
)
def test_each_box_is_a_dot_where_it_is(corners: list[tuple[int, int]], dx: int, dy: int) -> None:
    """At 50 %; 6 px are a dot's 3, so that a box covers its dot exactly."""
    low = np.array(corners, np.float64) * 2
    rects, camera = rects_of(low, low + 2 * DOT), Camera(0.5, dx, dy)
    image = image_of_dots(rects, camera, QRectF(0, 0, 120, 90), COLOR)
    wanted = np.zeros((90, 120), bool)
    for x, y in corners:
        rows = slice(max(y + dy, 0), max(y + dy + DOT, 0))
        wanted[rows, max(x + dx, 0) : max(x + dx + DOT, 0)] = True
    painted = np.frombuffer(image.constBits(), np.uint32).reshape(90, 120)
    assert np.array_equal(painted == COLOR.rgba(), wanted)
    assert (painted[~wanted] == 0).all()


def test_only_what_is_no_larger_is_a_dot() -> None:
    size = np.array([[10.0, 10.0], [10.0, 40.0], [40.0, 10.0]])
    rects = rects_of(np.zeros((3, 2)), size)
    assert are_dots(rects, 0.3).tolist() == [True, False, False]
    assert are_dots(rects, 0.05).all()
