"""What stands above a table's columns."""

from __future__ import annotations

from PySide6.QtCore import Qt

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def header_data(
    role: int, title: str, *, is_right: bool = False, tip: str | None = None
) -> str | Qt.AlignmentFlag | None:
    """A column's answer to its header: the title, on the side of the numbers below it."""
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if is_right else _LEFT
    if role == Qt.ItemDataRole.DisplayRole:
        return title
    return tip if role == Qt.ItemDataRole.ToolTipRole else None
