"""Frame: one scene being painted, with everything that painting its parts needs at hand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPainter

from gradviz.canvas.camera import Camera
from gradviz.canvas.faces import Faces
from gradviz.canvas.heat import Heat
from gradviz.canvas.ink import Ink, Lettering
from gradviz.canvas.piles import Piles
from gradviz.canvas.scene import Detail, Scene
from gradviz.canvas.stamps import Paint, Stamps
from gradviz.canvas.texts import Texts

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
    is_smooth: bool = True
    """Lines drawn by the thousand are antialiased too, and no chips are left for later."""

    @property
    def is_full(self) -> bool:
        return self.detail is Detail.FULL

    def lay(
        self,
        key: Hashable | None,
        rect: QRectF,
        around: QMarginsF,
        paint: Paint,
        *,
        zooms: bool = True,
    ) -> None:
        """A stamp into `rect` (widget px), at the next `finish`; at once if it has no key: see
        `Stamps.lay`. At full detail it `zooms` along."""
        scale = self.camera.zoom if self.is_full and zooms else 1.0
        if key is None:
            stamps().lay(self.painter, key, rect, around, scale, paint)
        else:
            self.piles.add(key, rect, around, scale, paint)

    def finish(self) -> None:
        """Paint the stamps and texts that were put aside to be painted together."""
        self.piles.lay(self.painter, stamps())
        self.texts.draw(self.painter)


@cache
def stamps() -> Stamps:
    return Stamps()
