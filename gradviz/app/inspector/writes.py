"""The history of one gradient: every write to it, in order."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradviz.app.inspector.folded_section import MOST_UNFOLDED, FoldedSection
from gradviz.app.inspector.painted import PAD, Painted, Row
from gradviz.app.inspector.pieces import (
    Piece,
    Pieces,
    code,
    from_phrase,
    plain_text,
    runs,
    short_name,
    words,
)
from gradviz.app.inspector.row_pool import RowPool
from gradviz.app.inspector.section import Heading
from gradviz.app.inspector.subject import Subject
from gradviz.app.inspector.text import WrappedText
from gradviz.look.icons import paint_icon
from gradviz.look.paint import dashed_pen, paint_runs, runs_width
from gradviz.look.theme import Theme
from gradviz.model.explain import Contribution
from gradviz.model.numbers import short_text
from gradviz.model.phrase import lost, name, phrase

MOST = 8
"""Writes on a page."""
DOT = 5.0


@dataclass(frozen=True)
class Entry:
    """One row of the history."""

    step: Piece
    change: Piece
    result: Pieces
    is_done: bool
    is_now: bool
    is_first: bool
    is_last: bool


class WriteRow(Row):
    """A dot on a line of time, the step, what was written, and before → after."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._entry: Entry | None = None
        self.position = -1

    @property
    def entry(self) -> Entry | None:
        return self._entry

    def show_entry(self, entry: Entry, position: int) -> None:
        self.position = position
        if entry == self._entry:
            return
        self._entry = entry
        state = "now" if entry.is_now else "done" if entry.is_done else "to come"
        texts = [plain_text((entry.step,)), plain_text((entry.change,)), plain_text(entry.result)]
        self.setAccessibleName(f"{', '.join(texts)}, {state}")
        self.setToolTip(f"Go to {entry.step.text}")
        self.update()

    def paint(self, painter: QPainter) -> None:
        entry = self._entry
        if entry is None:
            return
        middle = self.height() / 2
        x = PAD + 8.0
        color = self.theme.color
        pen = QPen(color("border.node"), 1.0)
        if not entry.is_first:
            painter.setPen(pen)
            painter.drawLine(QLineF(x, 0, x, middle - DOT - 1))
        if not entry.is_last:
            painter.setPen(pen)
            painter.drawLine(QLineF(x, middle + DOT + 1, x, self.height()))
        if entry.is_now:
            painter.setPen(QPen(color("backward.line"), 1.0))
            painter.setBrush(color("backward.line"))
        elif entry.is_done:
            painter.setPen(QPen(color("border.node"), 1.5))
            painter.setBrush(color("bg.panel"))
        else:
            painter.setPen(dashed_pen(color("border.node"), 1.0, (2, 2)))
            painter.setBrush(color("bg.panel"))
        painter.drawEllipse(QPointF(x, middle), DOT - 0.5, DOT - 0.5)

        left = PAD + 26.0
        result = runs(entry.result, self.theme)
        end = self.width() - PAD - runs_width(result)
        place = QRectF(left, 0, self.width() - PAD - left, self.height())
        paint_runs(painter, QRectF(end, 0, self.width() - PAD - end + 1, self.height()), result)
        step = runs((entry.step,), self.theme)
        paint_runs(painter, place, step)
        tab = max(left + 74, left + runs_width(step) + 10)
        change = QRectF(tab, 0, max(end - 8 - tab, 0), self.height())
        paint_runs(painter, change, runs((entry.change,), self.theme))


class WarningIcon(Painted):
    """The sign before a sentence that says what went wrong."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFixedSize(16, 18)

    def paint(self, painter: QPainter) -> None:
        paint_icon(painter, "warning", QRectF(0, 1, 16, 16), self.theme.color("error.text"))


class WritesSection(FoldedSection):
    """The writes around the present position; all of them on demand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Heading(theme)
        self.rows: RowPool[WriteRow] = RowPool(self._make_row)
        self.warning = WrappedText(theme)
        self._warning_icon = WarningIcon(theme)
        self.none = WrappedText(theme)
        self.column.addWidget(self._heading)
        self.add_text(self.none)
        self.column.addLayout(self.rows.layout)
        self.column.addWidget(self.fold_button)
        self.column.addSpacing(2)
        line = QHBoxLayout()
        line.setContentsMargins(PAD, 0, PAD, 0)
        line.setSpacing(8)
        line.addWidget(self._warning_icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.warning, 1)
        self.column.addLayout(line)

    def _make_row(self) -> WriteRow:
        row = WriteRow(self.theme)
        row.clicked.connect(self._clicked)
        return row

    def show_rows(self, subject: Subject) -> None:
        every = subject.explanation.contributions
        title = f"{short_name(subject.name, 20)}.grad"
        self._heading.show_title("Writes to", title, str(len(every)))
        self.none.setVisible(not every)
        if not every:
            text = f"Nothing writes to it: {subject.root_name} does not depend on {subject.name}."
            self.none.show_pieces(words(text, "text.muted", 12))
        seen = every[:MOST_UNFOLDED] if self.is_unfolded else _around_now(every)
        rows = self.rows.take(len(seen))
        for row, contribution in zip(rows, seen, strict=True):
            row.show_entry(_entry(subject, contribution, every), contribution.write.position)
        self.fold_button.show_state(len(every), MOST, self.is_unfolded)
        self._show_warning(subject)

    def _show_warning(self, subject: Subject) -> None:
        gone = [c for c in subject.explanation.contributions if c.is_lost]
        self.warning.setVisible(bool(gone))
        self._warning_icon.setVisible(bool(gone))
        if gone:
            last = subject.explanation.done[-1]
            write = gone[-1].write
            sentence = phrase(
                f"Overwritten at step {last.step}: the ", lost(short_text(write.contribution)),
                " from ", name("the seed" if write.is_seed else subject.graph.name(write.user)),
                " is lost" + (f", and {len(gone) - 1} before it." if len(gone) > 1 else "."),
            )  # fmt: skip
            self.warning.show_pieces(*from_phrase(sentence, "error.text"))

    def tab_stops(self) -> list[QWidget]:
        return [*self.rows.shown, self.fold_button]

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, WriteRow):
            self.position_requested.emit(row.position)


def _around_now(every: tuple[Contribution, ...]) -> tuple[Contribution, ...]:
    """A page of writes with the latest one in it; a page, so that rows don't crawl."""
    if len(every) <= MOST:
        return every
    done = sum(c.is_done for c in every)
    start = max(done - 1, 0) // MOST * MOST
    start = min(start, len(every) - MOST)
    return every[start : start + MOST]


def _entry(subject: Subject, contribution: Contribution, every: tuple[Contribution, ...]) -> Entry:
    write = contribution.write
    done, now = contribution.is_done, contribution.is_now
    quiet = "text.muted"
    role = "text.primary" if now else "text.secondary" if done else quiet
    step = "seed" if write.is_seed else f"step {contribution.step}"
    sign = "=" if write.is_assignment or write.is_seed else "+="
    replaced = write.replaces and done
    before = code(short_text(write.before), "text.secondary" if done else quiet, struck=replaced)
    result_role, weight = ("text.primary", 600) if done else (quiet, 400)
    after = code(short_text(write.after), result_role, weight=weight)
    return Entry(
        step=words(step, role, 13, 600 if now else 400),
        change=code(f"{sign} {short_text(write.contribution)}", quiet, 12),
        result=(before, code(" → ", quiet), after),
        is_done=done,
        is_now=now,
        is_first=write.index == every[0].write.index,
        is_last=write.index == every[-1].write.index,
    )
