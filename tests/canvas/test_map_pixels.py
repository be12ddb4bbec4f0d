"""MapPixels: kept from one step to the next, they are those that are made anew."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage

from gradviz.canvas.camera import Camera
from gradviz.canvas.ink import ink
from gradviz.canvas.map_ground import MapGround
from gradviz.canvas.map_pixels import MapPixels
from gradviz.look.theme import load_theme
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from tests.canvas.stage import laid_out

SIZE = QSize(60, 24)


@pytest.mark.parametrize("rule", [Rule.ACCUMULATE, Rule.OVERWRITE])
@pytest.mark.parametrize("values", [0, 400])
def test_every_step_shows_what_is_made_anew(qapp: object, values: int, rule: Rule) -> None:
    """One on, one back, some at once, and to anywhere."""
    first, drawing, layout = laid_out(values)
    recording, chance = first.with_rule(rule), random.Random(1)
    camera = Camera.fitting(QRectF(0.0, 0.0, layout.width, layout.height), QRectF(0, 0, 60, 24))

    def made() -> MapPixels:
        ground = MapGround(drawing, layout, camera, SIZE, 1.0)
        return MapPixels(ground, 1.0, ink(load_theme("dark")))

    def seen(pixels: MapPixels, recording: Recording, position: int) -> QImage:
        pixels.show(recording, position)
        return pixels.image.copy()

    kept, position = made(), 0
    turn, before = kept.show(recording, 0), seen(kept, recording, 0)
    for _ in range(120):
        by = chance.choice([1, 1, 1, -1, -1, 3, -4, chance.randint(-200, 200)])
        position = max(0, min(position + by, recording.length))
        assert seen(kept, recording, position) == seen(made(), recording, position), position
        is_same_turn = kept.show(recording, position) == turn
        assert not is_same_turn or seen(kept, recording, position) == before
        turn, before = kept.show(recording, position), seen(kept, recording, position)
