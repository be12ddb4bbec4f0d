"""The curves of arrows as pieces of lines."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from gradviz.canvas.geometry import BOX_SIZES
from gradviz.canvas.polylines import routes
from gradviz.layout.layouter import Layouter
from gradviz.model.graph import Floats
from gradviz.model.recording import Recording
from gradviz.model.value import Value
from tests.benchmarks.demo_loss import demo_loss


def test_the_pieces_near_an_area_are_all_that_touch_it() -> None:
    graph = Recording.of(demo_loss(Value, 2).loss).graph
    lines = routes(Layouter().lay_out_graph(graph, BOX_SIZES, None).layout)
    arrows = np.arange(len(lines), dtype=np.int32)
    whole = np.hstack([lines.all.points[:-1], lines.all.points[1:]])
    whole = whole[lines.all.owner[:-1] == lines.all.owner[1:]]
    x, y = whole[len(whole) // 2, :2].tolist()
    area = QRectF(x - 300, y - 200, 600, 400)

    def touching(pieces: Floats) -> Floats:
        low = np.minimum(pieces[:, :2], pieces[:, 2:])
        high = np.maximum(pieces[:, :2], pieces[:, 2:])
        inside = (low <= [area.right(), area.bottom()]).all(axis=1)
        inside &= (high >= [area.left(), area.top()]).all(axis=1)
        return pieces[inside]

    near = lines.segments_near(arrows, area)
    assert 0 < len(near) < len(whole)
    np.testing.assert_allclose(touching(near), touching(whole))
