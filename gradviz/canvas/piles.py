"""Piles: stamps that are to be laid down, those that look alike together.

Most boxes in sight look like many others: op circles, labels, the bodies of small cards. Each
laid down for itself would cost more time in Python than in Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.stamps import Paint, Spot, Stamps


@dataclass
class _Pile:
    first: QRectF
    around: QMarginsF
    scale: float
    paint: Paint
    spots: list[Spot] = field(default_factory=list)


class Piles:
    """One frame's; nothing is to be seen of them before `lay`."""

    def __init__(self) -> None:
        self._piles: dict[tuple[Hashable, float, float, float], _Pile] = {}
        self._over: list[Callable[[], None]] = []

    def add(
        self,
        key: Hashable,
        first: QRectF,
        spots: Sequence[Spot],
        around: QMarginsF,
        scale: float,
        paint: Paint,
    ) -> None:
        """See `Stamps.lay_all`."""
        whole_key = key, round(first.width(), 2), round(first.height(), 2), scale
        pile = self._piles.get(whole_key)
        if pile is None:
            pile = self._piles[whole_key] = _Pile(first, around, scale, paint)
        pile.spots.extend(spots)

    def paint_over(self, paint: Callable[[], None]) -> None:
        """Something that lies on one of the stamps, and isn't the same on others."""
        self._over.append(paint)

    def lay(self, painter: QPainter, stamps: Stamps) -> None:
        """All that was added since the last time."""
        for (key, *_), pile in self._piles.items():
            stamps.lay_all(
                painter, key, pile.first, pile.spots, pile.around, pile.scale, pile.paint
            )
        for paint in self._over:
            paint()
        self._piles.clear()
        self._over.clear()
