"""What a style sheet can't say about tables and number fields."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractSpinBox, QHeaderView, QTableView

from gradviz.look.metrics import METRICS


def dress_table(table: QTableView) -> None:
    """Rows of 28 px without a grid, selected as a whole, scrolling smoothly sideways."""
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(METRICS.hit_target)
    rows.setDefaultSectionSize(METRICS.row_height)
    columns = table.horizontalHeader()
    columns.setFixedHeight(METRICS.table_header_height)
    columns.setHighlightSections(False)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setCornerButtonEnabled(False)
    table.setMouseTracking(True)  # rows light up under the pointer
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it


def pad_spin_box(box: QAbstractSpinBox) -> None:
    """Keep the number off the left border: a style sheet's padding is ignored there."""
    box.lineEdit().setTextMargins(METRICS.space_2, 0, 0, 0)
