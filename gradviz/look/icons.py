"""Icons: one-colour SVG files, painted in any colour and sharp at any pixel ratio.

The files say `currentColor`, which Qt SVG doesn't understand, so the colour is written into
the text before it is rendered. `gradviz`, the program's own mark, keeps its two colours.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPaintEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gradviz.look.theme import Theme
from gradviz.resource_files import resource_path


@cache
def icon(
    name: str, theme: Theme, role: str = "text.secondary", active_role: str | None = None
) -> QIcon:
    """An icon for buttons, actions and items, coloured by roles of the theme.

    `active_role` is for a checked button or a selected item. The colours are fixed: make the
    icons again when the theme changes.
    """
    normal, disabled = theme.color(role), theme.color("text.disabled")
    active = theme.color(active_role) if active_role is not None else normal
    return QIcon(_SvgIconEngine(name, normal, active, disabled))


@cache
def app_icon() -> QIcon:
    """The program's mark, for windows and task bars."""
    unused = QColor()
    return QIcon(_SvgIconEngine("gradviz", unused, unused, unused))


def pixmap(name: str, color: QColor, size: int, dpr: float) -> QPixmap:
    """The icon in a square of `size` device-independent pixels."""
    image = QPixmap(_pixmap(name, color.rgba(), round(size * dpr)))  # the cached one stays as is
    image.setDevicePixelRatio(dpr)
    return image


def paint_icon(painter: QPainter, name: str, rect: QRect | QRectF, color: QColor) -> None:
    """Paint the icon into `rect`, whatever the painter's zoom.

    On screens it is laid on whole device pixels, so a 1 px line stays one; in an exported
    SVG or PDF it stays a drawing.
    """
    area = QRectF(rect)
    transform = painter.deviceTransform()
    on_screen = painter.paintEngine().type() == QPaintEngine.Type.Raster
    if not on_screen or transform.isRotating():
        _renderer(name, color.rgba()).render(painter, area)
        return
    target = transform.mapRect(area)
    side = round(min(target.width(), target.height()))
    if side < 1:
        return
    corner = target.center() - QPointF(side / 2, side / 2)
    device = QRectF(round(corner.x()), round(corner.y()), side, side)
    inverse, _ = transform.inverted()
    painter.drawPixmap(
        inverse.mapRect(device), _pixmap(name, color.rgba(), side), QRectF(0, 0, side, side)
    )


def read_icon(name: str, color: QColor) -> None:
    """Have it at hand for painting, which reads it otherwise."""
    _renderer(name, color.rgba())


def svg_text(name: str, color: QColor) -> str:
    """The icon's file with the colour written into it, translucency included."""
    opacity = f'<g opacity="{color.alphaF():.3f}">' if color.alpha() < 255 else "<g>"
    head, tag, rest = _source(name).partition('">')  # the end of the <svg …> tag
    text = head + tag + opacity + rest.replace("</svg>", "</g></svg>")
    return text.replace("currentColor", color.name())


class _SvgIconEngine(QIconEngine):
    """Renders when Qt asks for a size, instead of guessing sizes and ratios in advance."""

    def __init__(self, name: str, normal: QColor, active: QColor, disabled: QColor) -> None:
        super().__init__()
        _source(name)  # a wrong name fails where it is written, not at some later paint
        self._name = name
        self._normal, self._active, self._disabled = normal, active, disabled

    def clone(self) -> QIconEngine:
        copy = _SvgIconEngine(self._name, self._normal, self._active, self._disabled)
        _clones.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint_icon(painter, self._name, rect, self._color(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        color = self._color(mode, state)
        side = min(size.width(), size.height())
        if size.width() == size.height():
            return _pixmap(self._name, color.rgba(), side)
        # Wider than high: the room on the right is the gap to a button's text.
        image = QPixmap(size)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.drawPixmap(0, (size.height() - side) // 2, _pixmap(self._name, color.rgba(), side))
        painter.end()
        return image

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        # Since Qt 6.8 the size is in device-independent pixels, the answer in device pixels.
        return self.pixmap(size * scale, mode, state)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        return size

    def _color(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if mode == QIcon.Mode.Disabled:
            return self._disabled
        if mode == QIcon.Mode.Selected or state == QIcon.State.On:
            return self._active
        return self._normal


_clones: list[_SvgIconEngine] = []
"""Qt keeps what `clone` returns, but Python frees it unless something holds it here."""


@cache
def _source(name: str) -> str:
    path = resource_path("icons", f"{name}.svg")
    if not path.is_file():
        raise KeyError(f"no icon {name!r} in resources/icons")
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _renderer(name: str, rgba: int) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg_text(name, QColor.fromRgba(rgba)).encode()))


@lru_cache(maxsize=1024)
def _pixmap(name: str, rgba: int, side: int) -> QPixmap:
    """A picture of `side` device pixels. Bounded, since every zoom step asks for new sizes."""
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, rgba).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image
