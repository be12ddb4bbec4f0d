"""Frame: one scene being painted, with everything that painting its parts needs at hand."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.camera import Camera
from gradviz.canvas.faces import Faces
from gradviz.canvas.heat import Heat
from gradviz.canvas.ink import Ink, Lettering
from gradviz.canvas.piles import Piles
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.stamps import Paint, Spot, Stamps
from gradviz.canvas.texts import Texts
from gradviz.look.metrics import METRICS

AROUND = 90.0
"""How far what belongs to a card may reach beyond it: tags, rings, the halo (layout px)."""


@dataclass(frozen=True, eq=False)
class Frame:
    """`viewport` is what is painted, in widget px; `area` is what is seen there, in layout px,
    with what may reach into it from around, and `sight` what is seen of the whole picture."""

    painter: QPainter
    scene: Scene
    camera: Camera
    detail: Detail
    area: QRectF
    sight: QRectF
    viewport: QRectF
    faces: Faces
    ink: Ink
    letters: Lettering
    heat: Heat | None
    """What colours tell, unless they tell the state."""
    piles: Piles
    texts: Texts
    zoomed: Texts
    """What is written on what zooms along."""
    is_smooth: bool = True
    """Lines drawn by the thousand are antialiased too, and no chips are left for later."""

    @property
    def is_full(self) -> bool:
        return self.detail is Detail.FULL

    @property
    def halo(self) -> float:
        """How strong that around the current node is: 1.0 at rest, more while it settles."""
        return 1.0 + 0.9 * (1.0 - self.scene.motion.halo)

    def margins(self, below: float = 0.0, *, zooms: bool = True) -> QMarginsF:
        """How far a halo or a root's outline reaches beyond its box, and a strip below it."""
        reach = METRICS.halo_widths[-1] / 2 + 2.0
        out = QMarginsF(reach, reach, reach, reach + below)
        return out * self.camera.zoom if self.is_full and zooms else out

    def lay(self, key: Hashable | None, rect: QRectF, around: QMarginsF, paint: Paint) -> None:
        """A stamp into `rect` (widget px), at the next `finish`; at once if it has no key: see
        `Stamps.lay`. At full detail it zooms along."""
        self.lay_all(key, rect, [(rect.x(), rect.y())], around, paint)

    def lay_all(
        self,
        key: Hashable | None,
        first: QRectF,
        spots: Sequence[Spot],
        around: QMarginsF,
        paint: Paint,
        *,
        zooms: bool = True,
    ) -> None:
        """The same stamp wherever there is the upper left corner of a rectangle as large as the
        first."""
        scale = self.camera.zoom if self.is_full and zooms else 1.0
        if key is not None:
            self.piles.add(key, first, spots, around, scale, paint)
            return
        for spot in spots:
            rect = QRectF(QPointF(*spot), first.size())
            stamps().lay(self.painter, None, rect, around, scale, paint)

    def finish(self) -> None:
        """Paint the stamps and texts that were put aside to be painted together."""
        self.piles.lay(self.painter, stamps())
        self.texts.draw(self.painter)
        self.zoomed.draw(self.painter)


def reaching(part: QRectF, camera: Camera) -> QRectF:
    """What of the layout may reach into a part of the widget."""
    around = AROUND * camera.zoom
    return camera.rect_to_layout(part.adjusted(-around, -around, around, around))


@cache
def stamps() -> Stamps:
    return Stamps()
