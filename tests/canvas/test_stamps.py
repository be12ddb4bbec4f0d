"""Stamps: painted once, laid down on whole pixels, forgotten when they become too many."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gradviz.canvas.crowd import parted
from gradviz.canvas.stamps import Stamps
from tests.canvas.stage import laid_out

pytestmark = pytest.mark.usefixtures("qapp")

RED = QColor("red")
NONE = QMarginsF()


class Table:
    """A blank picture to lay stamps on, and a count of how often they were painted."""

    def __init__(self, stamps: Stamps) -> None:
        self.image = QImage(100, 60, QImage.Format.Format_RGB32)
        self.image.fill(QColor("black"))
        self.painted = 0
        self._stamps = stamps

    def lay(self, key: str | None, x: float, *, enlarge: float = 1.0) -> None:
        painter = QPainter(self.image)
        painter.scale(enlarge, enlarge)
        self._stamps.lay(painter, key, QRectF(x, 10.0, 20.0, 20.0), NONE, 0.5, self._paint)
        painter.end()

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        self.painted += 1
        painter.fillRect(rect, RED)

    @property
    def red(self) -> list[int]:
        """The columns that are red half way down the stamp."""
        return [x for x in range(100) if self.image.pixelColor(x, 20) == RED]


def test_the_same_stamp_is_painted_once_and_laid_wherever_it_is_wanted() -> None:
    table = Table(Stamps())
    table.lay("a card", 5.0)
    table.lay("a card", 40.0)
    assert table.painted == 1
    assert table.red == [*range(5, 25), *range(40, 60)]


def test_it_is_laid_on_whole_pixels() -> None:
    table = Table(Stamps())
    table.lay("a card", 5.4)
    assert table.red == [*range(5, 25)]


def test_what_is_in_motion_is_not_kept() -> None:
    stamps = Stamps()
    table = Table(stamps)
    table.lay(None, 5.0)
    table.lay(None, 5.0)
    assert table.painted == 2
    assert len(stamps) == 0


def test_the_ones_longest_unused_are_forgotten_first() -> None:
    stamps = Stamps(most_pixels=2 * 400)
    table = Table(stamps)
    for key in ("a", "b", "a", "c"):
        table.lay(key, 5.0)
    assert len(stamps) == 2
    assert table.painted == 3
    table.lay("a", 5.0)
    assert table.painted == 3
    table.lay("b", 5.0)
    assert table.painted == 4


def test_an_enlarged_picture_is_painted_sharp_and_not_from_a_stamp() -> None:
    stamps = Stamps()
    table = Table(stamps)
    table.lay("a card", 5.0, enlarge=2.0)
    assert table.red == [*range(10, 50)]
    assert len(stamps) == 0


def test_of_a_crowd_of_arrows_those_stand_out_that_touch_what_is_in_sight() -> None:
    recording, drawing, _ = laid_out(900)
    arrows = np.arange(drawing.arrow_count, dtype=np.int32)
    alone, crowd = parted(drawing, arrows, arrows[:10], recording.graph.root)
    touching = [
        a
        for a in arrows.tolist()
        if drawing.tail[a] < 10 or drawing.head[a] < 10 or a == drawing.result_arrow(899)
    ]
    assert set(touching) <= set(alone.tolist())
    assert len(alone) + len(crowd) == len(arrows)
    assert len(alone) < 30
