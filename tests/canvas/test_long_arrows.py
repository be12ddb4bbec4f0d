"""From afar the longest lines are drawn, as many as there is time for."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gradviz.canvas import overview
from gradviz.canvas.camera import Camera
from gradviz.canvas.overview import lines_in_sight, lines_reaching
from gradviz.canvas.polylines import routes
from tests.canvas.test_backing import network


@pytest.mark.parametrize("share", [1.0, 0.2])
@pytest.mark.parametrize(("most", "pixels"), [(9, 1e9), (10_000, 900.0), (10_000, 1e9)])
def test_no_line_in_sight_is_longer_than_one_that_is_drawn(
    monkeypatch: pytest.MonkeyPatch, share: float, most: int, pixels: float
) -> None:
    monkeypatch.setattr(overview, "MOST_LINES", most)
    monkeypatch.setattr(overview, "_MOST_PIXELS", pixels)
    _, _, layout = network(9)
    area = QRectF(0.3 * layout.width, 0.0, share * layout.width, layout.height)
    near = routes(layout).index.touching(area)
    lines = lines_in_sight(layout, Camera(0.05), area)
    assert len(lines.arrows) > 0
    assert sorted(lines.arrows.tolist()) == lines_reaching(layout, near, lines.least).tolist()
    longer = lines_reaching(layout, near, 1.5 / 0.05)
    assert lines.is_thinned == (len(lines.arrows) < len(longer))
    if most < 10:
        assert len(lines.arrows) >= most
        assert len(np.unique(routes(layout).spans[lines.arrows])) <= most
