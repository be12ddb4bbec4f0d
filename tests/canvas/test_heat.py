"""Heat: where on the scale a magnitude lies."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gradviz import Value
from gradviz.canvas.camera import Camera, detail_at
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.canvas.heat import (
    HEAT_STEPS,
    NOT_FINITE,
    UNKNOWN,
    Colouring,
    HeatScale,
    heat_at,
    heat_bins,
)
from gradviz.canvas.ink import ink
from gradviz.canvas.paint_scene import paint_scene
from gradviz.canvas.scene import Scene
from gradviz.layout.drawing import Drawing
from gradviz.layout.layered import lay_out_layered
from gradviz.look.theme import load_theme
from gradviz.model.recording import Recording
from tests.canvas.stage import A, B, laid_out
from tests.look.contrast import contrast

positive = st.floats(1e-300, 1e300)


@given(st.lists(positive, min_size=1, max_size=20), positive, positive)
def test_a_greater_magnitude_is_never_lower_on_the_scale(
    sizes: list[float], one: float, other: float
) -> None:
    scale = HeatScale.of(np.array(sizes))
    low, high = sorted((one, other))
    assert 0.0 <= scale.level(low) <= scale.level(high) <= 1.0


def test_zero_and_what_is_not_finite_are_off_the_scale() -> None:
    scale = HeatScale(-3, 1)
    assert math.isnan(scale.level(0.0))
    assert scale.level(math.inf) == scale.level(math.nan) == NOT_FINITE > scale.level(1e300)
    assert heat_bins(scale.levels(np.array([0.0, 1e-3, 10.0]))).tolist() == [-1, 0, HEAT_STEPS - 1]


def test_one_outlier_does_not_decide_the_scale() -> None:
    sizes = np.concatenate([np.linspace(0.01, 1.0, 200), [1e200]])
    assert HeatScale.of(sizes) == HeatScale(-2, 0)


def test_gradients_are_unknown_before_the_backward_pass() -> None:
    recording, drawing, _ = laid_out()
    nodes = np.array([A, B], np.int32)
    before = heat_at(recording, len(recording.graph), Colouring.GRADIENT)
    assert before is not None
    assert before.levels_of(nodes).tolist() == [UNKNOWN, UNKNOWN]
    arrows = np.arange(drawing.arrow_count, dtype=np.int32)
    assert set(before.levels_along(drawing, arrows).tolist()) == {UNKNOWN}
    after = heat_at(recording, recording.length, Colouring.GRADIENT)
    assert after is not None
    assert after.levels_of(nodes).tolist() == after.scale.levels(np.array([3.0, 8.0])).tolist()
    assert (after.levels_along(drawing, arrows) >= 0.0).all()


def test_values_are_known_as_they_are_computed() -> None:
    recording, _, _ = laid_out()
    heat = heat_at(recording, 1, Colouring.VALUE)
    assert heat is not None
    assert heat.level_of(A) == heat.scale.level(2.0)
    assert heat.level_of(B) == UNKNOWN


def test_colours_that_tell_the_state_need_no_heat() -> None:
    recording, _, _ = laid_out()
    assert heat_at(recording, 1, Colouring.STATE) is None


@pytest.mark.parametrize("zoom", [0.9, 0.4, 0.2, 0.08])
def test_what_is_not_finite_is_not_told_by_a_colour_of_the_ramp(qapp: object, zoom: float) -> None:
    """Once a value is infinite its box differs from one at the end of the scale."""
    colors = ink(load_theme("light"))
    pictures = []
    for size in (1e250, math.inf):
        x, y = Value(1e200, label="x"), Value(size, label="y")
        recording = Recording.of(x + y)
        drawing = Drawing.of(recording.graph, BOX_SIZES)
        layout = lay_out_layered(drawing.items)
        image = QImage(300, 200, QImage.Format.Format_RGB32)
        scene = Scene(recording, drawing, layout, 1, colouring=Colouring.VALUE)
        scene = replace(scene, position=recording.length)
        with QPainter(image) as painter:
            camera = Camera(zoom, 20.0, 20.0)
            area = QRectF(0, 0, 300, 200)
            paint_scene(painter, scene, camera, area, load_theme("light"), detail_at(zoom))
        pixels = np.frombuffer(image.constBits(), np.uint32)
        pictures.append(int((pixels == colors.error.line.rgb()).sum()))
    assert pictures[0] < pictures[1]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_line_of_the_smallest_magnitude_is_seen(theme: str) -> None:
    colors = ink(load_theme(theme))
    ratios = [contrast(colors.canvas, colors.warm_line(step)) for step in range(HEAT_STEPS)]
    assert min(ratios) > 1.9
    assert ratios[-1] == max(ratios) > 12.0
    assert colors.warm_line(HEAT_STEPS - 1) == colors.theme.heat[-1]
