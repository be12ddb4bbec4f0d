from functools import partial

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication

from gradviz.look.fonts import load_fonts, mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import (
    Run,
    ToneName,
    arrowhead,
    badge_size,
    chip_size,
    dashed_pen,
    paint_badge,
    paint_box,
    paint_chip,
    paint_halo,
    paint_hatch,
    snapped,
    tone,
)
from gradviz.look.theme import THEME_NAMES, load_theme
from tests.look.contrast import contrast
from tests.look.pixels import column, ink, painted, row

BLACK, BLUE = QColor("#000000"), QColor("#0000ff")
TONE_NAMES: list[ToneName] = [
    "neutral", "backward", "forward", "error", "success", "warning", "accent",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.mark.parametrize("x", [10.0, 10.3, 10.49])
def test_a_hairline_border_is_one_sharp_pixel_wherever_the_box_is(x: float) -> None:
    image = painted(lambda p: paint_box(p, QRectF(x, 10, 40, 30), 6, BLUE, BLACK))
    across = row(image, 25)
    assert across[9:12] == ["#ffffff", "#000000", "#0000ff"]
    assert across[48:51] == ["#0000ff", "#000000", "#ffffff"]
    assert column(image, 30)[9:12] == ["#ffffff", "#000000", "#0000ff"]


def test_the_border_lies_inside_the_box_at_any_zoom() -> None:
    image = painted(lambda p: paint_box(p, QRectF(7, 7, 40, 20), 4, BLUE, BLACK, 2), scale=1.37)
    across = row(image, 24)
    assert across[9] == "#ffffff"
    assert across[10] == "#000000"


def test_snapping_moves_by_less_than_a_pixel_of_the_screen() -> None:
    rects: list[QRectF] = []
    rect = QRectF(3.3, 4.7, 20.2, 10.9)
    painted(lambda p: rects.append(snapped(p, rect)), scale=1.25)
    (moved,) = rects
    for one, other in (
        (rect.topLeft(), moved.topLeft()),
        (rect.bottomRight(), moved.bottomRight()),
    ):
        assert (one - other).manhattanLength() <= 1 / 1.25
    assert moved.left() * 1.25 == pytest.approx(round(moved.left() * 1.25))


def test_dashes_are_in_pixels_whatever_the_width() -> None:
    def line(painter: QPainter) -> None:
        painter.setPen(dashed_pen(BLACK, 2.0, (4, 3)))
        painter.drawLine(QPointF(0, 10), QPointF(100, 10))

    assert row(painted(line), 9)[:14] == (["#000000"] * 4 + ["#ffffff"] * 3) * 2


def test_the_halo_fades_outwards_and_with_its_strength() -> None:
    rect = QRectF(30, 20, 60, 20)

    def greys(strength: float) -> list[int]:
        image = painted(lambda p: paint_halo(p, rect, 8, BLACK, strength))
        return [image.pixelColor(x, 30).red() for x in range(19, 30)]

    full = greys(1.0)
    assert full == sorted(full, reverse=True)
    assert full[0] == 255
    assert all(weak >= strong for weak, strong in zip(greys(0.5), full, strict=True))


def test_an_arrowhead_ends_at_its_tip_and_points_its_way() -> None:
    head = arrowhead(QPointF(50, 20), QPointF(3, 0))
    length, width = METRICS.arrow
    assert head.at(0) == QPointF(50, 20)
    assert head.boundingRect() == QRectF(50 - length, 20 - width / 2, length, width)


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("name", TONE_NAMES)
def test_the_text_of_a_tone_is_readable_on_it(theme: str, name: ToneName) -> None:
    colors = tone(load_theme(theme), name)
    assert contrast(colors.text, colors.fill) >= 4.5


def test_a_chip_holds_its_text() -> None:
    runs = [Run("3 × 1 = +3", BLACK, mono_font(12))]
    caption = [Run("b × d.grad times something", BLACK, mono_font(11))]
    colors = tone(load_theme("light"), "backward")
    for below in ([], caption):
        size = chip_size(runs, below, "warning")
        rect = QRectF(4, 4, size.width(), size.height())
        chip = partial(paint_chip, rect=rect, runs=runs, tone=colors, caption=below, icon="warning")
        image = painted(chip, int(size.width()) + 8, int(size.height()) + 8)
        spots = ink(image)
        assert (min(x for x, _ in spots), max(x for x, _ in spots)) == (4, 3 + size.width())
        inner = range(6, 2 + int(size.width()))
        dark = [x for x, y in spots if x in inner and image.pixelColor(x, y).lightness() < 90]
        assert min(dark) > 4 + 4, "the text keeps off the border"
        assert max(dark) < size.width() - 1


def test_a_badge_holds_its_word() -> None:
    size = badge_size("overwritten", "warning")
    colors = tone(load_theme("dark"), "error")
    rect = QRectF(0, 0, size.width(), size.height())
    image = painted(lambda p: paint_badge(p, rect, "warning", "overwritten", colors), 130, 30)
    last = max(
        x
        for x, y in ink(image)
        if image.pixelColor(x, y).red() > 200 and image.pixelColor(x, y).name() != "#ffffff"
        and 4 < y < 18 and x < size.width() - 3
    )  # fmt: skip
    assert size.width() - 12 < last < size.width() - 5


def test_hatching_stays_inside_and_is_not_solid() -> None:
    image = painted(lambda p: paint_hatch(p, QRectF(10, 10, 30, 16), 4, BLACK))
    spots = ink(image)
    assert all(10 <= x < 40 and 10 <= y < 26 for x, y in spots)
    assert 0.2 < len(spots) / (30 * 16) < 0.9
