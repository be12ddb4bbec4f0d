"""Paint something on a small picture and look at its pixels."""

from collections.abc import Callable

from PySide6.QtGui import QColor, QImage, QPainter


def painted(
    paint: Callable[[QPainter], object],
    width: int = 120,
    height: int = 60,
    scale: float = 1.0,
    paper: str = "white",
) -> QImage:
    """What `paint` leaves on a blank picture of `width` × `height` pixels."""
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(paper))
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint(painter)
    painter.end()
    return image


def column(image: QImage, x: int) -> list[str]:
    """The colours from top to bottom, as "#rrggbb"."""
    return [image.pixelColor(x, y).name() for y in range(image.height())]


def row(image: QImage, y: int) -> list[str]:
    """The colours from left to right, as "#rrggbb"."""
    return [image.pixelColor(x, y).name() for x in range(image.width())]


def ink(image: QImage, paper: str = "#ffffff") -> set[tuple[int, int]]:
    """The pixels that are no longer blank."""
    return {
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).name() != paper
    }
