"""Chips that name values and take one there, as many on a line as fit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradviz.app.inspector.painted import Row
from gradviz.app.inspector.pieces import short_name
from gradviz.look.fonts import mono_font
from gradviz.look.metrics import METRICS
from gradviz.look.paint import paint_box, paint_text, text_width
from gradviz.look.theme import Theme

MOST = 12
"""Chips shown at once; a value used by a whole layer has hundreds of users."""
HEIGHT = METRICS.control_small_height
GAP = 6


class NodeChip(Row):
    """One value's name in a box."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.node = -1

    def show_node(self, node: int, name: str, kind: str) -> None:
        if (node, name) == (self.node, self.text()):
            return
        self.node = node
        self.setText(name)
        self.setAccessibleName(f"{kind} {name}")
        self.setToolTip(f"Select {name}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(HEIGHT, math.ceil(text_width(self._shown, self._font) + 16)), HEIGHT)

    @property
    def _font(self) -> QFont:
        return mono_font(METRICS.text_size.small, 500)

    @property
    def _shown(self) -> str:
        return short_name(self.text(), 20)

    def paint(self, painter: QPainter) -> None:
        hot = self.underMouse() or self.isDown()
        fill = "bg.pressed" if self.isDown() else "bg.hover" if hot else "bg.raised"
        border = "border.control" if hot else "border.default"
        paint_box(
            painter, QRectF(self.rect()), METRICS.radius_tag + 1,
            self.theme.color(fill), self.theme.color(border),
        )  # fmt: skip
        color, center = self.theme.color("text.primary"), Qt.AlignmentFlag.AlignHCenter
        paint_text(painter, QRectF(self.rect()), self._shown, color, self._font, center)


class ChipFlow(QWidget):
    """Chips in a row that wraps; what is too many is counted at the end."""

    requested = Signal(int)

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self.theme = theme
        self._kind = kind
        self._chips: list[NodeChip] = []
        self._used = 0
        self._more = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def show_nodes(self, named: list[tuple[int, str]]) -> None:
        shown = named[:MOST]
        while len(self._chips) < len(shown):
            chip = NodeChip(self.theme, self)
            chip.clicked.connect(self._request)
            self._chips.append(chip)
        for chip, (node, name) in zip(self._chips, shown, strict=False):
            chip.show_node(node, name, self._kind)
        for i, chip in enumerate(self._chips):
            chip.setVisible(i < len(shown))
        self._used = len(shown)
        self._more = f"+{len(named) - MOST} more" if len(named) > MOST else ""
        self.setToolTip(f"{len(named)} in all" if self._more else "")
        self._place(self.width())
        self.updateGeometry()
        self.update()

    @property
    def shown(self) -> Sequence[QWidget]:
        return self._chips[: self._used]

    def _request(self) -> None:
        chip = self.sender()
        if isinstance(chip, NodeChip):
            self.requested.emit(chip.node)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._spots(width)[-1].bottom())

    def sizeHint(self) -> QSize:
        return QSize(100, self.heightForWidth(max(self.width(), 100)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(self.width())

    def _spots(self, width: int) -> list[QRectF]:
        """Where the chips lie, and last the count of the rest."""
        sizes = [min(chip.sizeHint().width(), width) for chip in self._chips[: self._used]]
        sizes.append(math.ceil(text_width(self._more, self._font)) if self._more else 0)
        out: list[QRectF] = []
        x, y = 0.0, 0.0
        for size in sizes:
            if x and x + size > width:
                x, y = 0.0, y + HEIGHT + 4
            out.append(QRectF(x, y, size, HEIGHT))
            x += size + GAP if size else 0
        return out

    def _place(self, width: int) -> None:
        for chip, spot in zip(self._chips[: self._used], self._spots(width), strict=False):
            chip.setGeometry(spot.toRect())

    @property
    def _font(self) -> QFont:
        return mono_font(METRICS.text_size.small)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._more:
            painter = QPainter(self)
            spot = self._spots(self.width())[-1]
            paint_text(painter, spot, self._more, self.theme.color("text.muted"), self._font)
            painter.end()
