"""The inspector panel: the selected value from its label to its last write."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QStackedWidget, QVBoxLayout, QWidget

from gradviz.app.document import Document
from gradviz.app.inspector.check import CheckBox
from gradviz.app.inspector.facts import Facts
from gradviz.app.inspector.formula import FormulaSection
from gradviz.app.inspector.group_page import GroupPage
from gradviz.app.inspector.header import Header
from gradviz.app.inspector.numbers_section import NumbersSection
from gradviz.app.inspector.overview import Overview
from gradviz.app.inspector.painted import Themed
from gradviz.app.inspector.paths import PathsSection
from gradviz.app.inspector.section import Section
from gradviz.app.inspector.subject import Subject
from gradviz.app.inspector.why import WhySection
from gradviz.app.inspector.writes import WritesSection
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme


class Inspector(QWidget):
    """Reads the document and shows the selected value; without one, the graph as a whole.

    Its widgets are built once: a step or a drag changes texts, so nothing flickers and the
    scroll position stays.
    """

    node_requested = Signal(int)
    position_requested = Signal(int)
    group_toggled = Signal(int)

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self.setMinimumWidth(280)
        self.header = Header(theme)
        self.facts = Facts(theme)
        self.numbers = NumbersSection(theme, document.edit_leaf)
        self.formula = FormulaSection(theme)
        self.why = WhySection(theme)
        self.check = CheckBox(theme, document.numeric_check)
        self.paths = PathsSection(theme)
        self.writes = WritesSection(theme)
        self.overview = Overview(theme)
        self.group_page = GroupPage(theme)

        self.why.column.addSpacing(8)
        self.why.add_text(self.check)
        self._stops: list[QWidget] = []
        self._sections: tuple[Section, ...] = (
            self.facts, self.numbers, self.formula, self.why, self.paths, self.writes,
        )  # fmt: skip
        page = _column(*self._sections)
        self._node_scroll = _Scrolling(page)
        self._pages = QStackedWidget()
        self._pages.addWidget(_Scrolling(self.overview))
        self._pages.addWidget(self._node_scroll)
        self._pages.addWidget(_Scrolling(self.group_page))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._pages, 1)

        self.facts.node_requested.connect(self.node_requested)
        self.overview.node_requested.connect(self.node_requested)
        self.group_page.node_requested.connect(self.node_requested)
        self.group_page.toggle_requested.connect(self.group_toggled)
        self.why.position_requested.connect(self.position_requested)
        self.writes.position_requested.connect(self.position_requested)
        document.graph_opened.connect(self.refresh)
        document.recording_changed.connect(self.refresh)
        document.cursor_moved.connect(self.refresh)
        document.selection_changed.connect(self.refresh)
        document.layout_changed.connect(self._refresh_group)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        for child in self.findChildren(QWidget):
            if isinstance(child, Themed):
                child.set_theme(theme)

    def refresh(self) -> None:
        """Show the document as it is now."""
        document = self._document
        node = document.selected
        self.header.setVisible(node is not None)
        if node is not None or document.selected_group is not None:
            self.overview.forget()
        if node is None:
            self.check.forget()
            self.paths.forget()
        if document.selected_group is not None:
            self._refresh_group()
            return
        if node is None:
            self._pages.setCurrentIndex(0)
            program = document.program
            self.overview.show_graph(
                document.recording, document.position, program.title, program.origin
            )
            self._put_in_order(self.overview.tab_stops())
            return
        subject = Subject(document.recording, node, document.position)
        self.header.show_subject(subject)
        self.facts.show_subject(subject)
        self.numbers.show_subject(subject)
        self.formula.show_subject(subject)
        self.why.show_subject(subject)
        self.check.show_subject(subject)
        self.paths.show_subject(subject)
        self.writes.show_subject(subject)
        self._pages.setCurrentIndex(1)
        stops = [stop for section in self._sections for stop in section.tab_stops()]
        self._put_in_order(stops)

    def _refresh_group(self) -> None:
        document, group = self._document, self._document.selected_group
        if group is not None and document.fold is not None:
            self.group_page.show_group(document.recording, document.fold, group, document.position)
            self._pages.setCurrentIndex(2)
            self._put_in_order(self.group_page.tab_stops())

    @property
    def tab_stops(self) -> list[QWidget]:
        """What Tab reaches on the page that is shown, from top to bottom."""
        return self._stops

    @property
    def scroll_bar(self) -> QScrollBar:
        """Of the selected value's page."""
        return self._node_scroll.verticalScrollBar()

    def _put_in_order(self, stops: list[QWidget]) -> None:
        """Tab goes from top to bottom; by itself Qt puts rows made later last."""
        if stops != self._stops:
            self._stops = stops
            for before, after in itertools.pairwise(stops):
                QWidget.setTabOrder(before, after)

    def focus_value(self) -> None:
        """The keyboard to the leaf's field, or to the first thing that can be pressed."""
        if self._document.selected is not None and not self.numbers.field.isHidden():
            self.numbers.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.numbers.field.selectAll()
        else:
            self._stops[0].setFocus(Qt.FocusReason.OtherFocusReason)


class _QuietScrollBar(QScrollBar):
    """Always there, so nothing shifts; draws itself only when there is more to see."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class _Scrolling(QScrollArea):
    """Scrolls a page; the bar lies over the page's margin instead of making it narrower."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(_QuietScrollBar(Qt.Orientation.Vertical))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setViewportMargins(0, 0, -METRICS.scrollbar, 0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)


def _column(*sections: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for section in sections:
        column.addWidget(section)
    column.addStretch(1)
    return page
