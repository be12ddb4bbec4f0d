"""Why this gradient? Every contribution, through which user, at which step, and their sum."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gradviz.app.inspector.bars import MOST, Bar, Scale, Standing, bars, scale_for
from gradviz.app.inspector.folded_section import MOST_UNFOLDED, FoldedSection
from gradviz.app.inspector.pieces import Pieces, code, from_phrase, short_name, struck, words
from gradviz.app.inspector.row_pool import RowPool
from gradviz.app.inspector.section import Heading
from gradviz.app.inspector.subject import Subject
from gradviz.app.inspector.text import WrappedText
from gradviz.app.inspector.waterfall import BarRow, Line, Total, TotalRow
from gradviz.look.theme import Theme
from gradviz.model.explain import Contribution, bracketed, factors_text, summary
from gradviz.model.numbers import brief_text, short_text, signed_text
from gradviz.model.phrase import plain


class WhySection(FoldedSection):
    """The waterfall, with a sentence where the bars alone don't say it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Heading(theme, "Why this gradient?")
        self.summary = WrappedText(theme)
        self.rows: RowPool[BarRow] = RowPool(self._make_row)
        self.total = TotalRow(theme)
        self.column.addWidget(self._heading)
        self.add_text(self.summary)
        self.column.addLayout(self.rows.layout)
        self.column.addWidget(self.total)
        self.column.addWidget(self.fold_button)

    def _make_row(self) -> BarRow:
        row = BarRow(self.theme)
        row.clicked.connect(self._clicked)
        return row

    def show_rows(self, subject: Subject) -> None:
        root, name = short_name(subject.root_name), short_name(subject.name)
        self._heading.show_aside(
            code(f"∂{root}/∂{name} = Σ local × upstream", "text.secondary", 11)
        )
        why = subject.explanation
        sentence = summary(subject.recording, why)
        self.summary.show_pieces(*from_phrase(sentence))
        self.summary.setVisible(not why.done)  # afterwards the bars say it
        self.total.setToolTip(plain(sentence))

        most = MOST_UNFOLDED if self.is_unfolded else MOST
        rows = bars(why, not subject.overwrites, most)
        scale = scale_for(rows, why.stored, why.expected)
        shown = self.rows.take(len(rows))
        for i, (row, bar) in enumerate(zip(shown, rows, strict=True)):
            row.show_line(_line(subject, bar, scale, rows, i), _position(bar))
        self.fold_button.show_state(len(why.contributions), MOST, self.is_unfolded)
        self.total.setVisible(bool(rows))
        if rows:
            self.total.show_total(_total(subject, rows, scale))

    def tab_stops(self) -> list[QWidget]:
        return [*self.rows.shown, self.fold_button]

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, BarRow):
            if row.is_fold and not self.is_unfolded:
                self.toggle_fold()
            else:
                self.position_requested.emit(row.position)


def _position(bar: Bar) -> int:
    return bar.contributions[-1].write.position


def _line(subject: Subject, bar: Bar, scale: Scale, rows: Sequence[Bar], i: int) -> Line:
    sums_up = not subject.overwrites
    links = {"starts_from_above": sums_up and i > 0, "goes_on_below": sums_up}
    if bar.is_fold:
        return _fold_line(bar, scale, **links)
    contribution = bar.contributions[0]
    write = contribution.write
    graph = subject.graph
    quiet = bar.standing is Standing.COMING
    name_role = "text.secondary" if quiet else "text.primary"
    if write.is_seed:
        prefix: Pieces = ()
        name = words("seed", name_role, 13, 600)
        tip = f"{subject.name} is the root: its gradient by itself is 1."
    else:
        prefix = (words("via ", "text.secondary"),)
        name = code(graph.name(write.user), name_role, 13, 600)
        user = graph.name(write.user)
        factor = graph.factor(write.edge) if write.edge >= 0 else "its slope"
        tip = f"{factor} × {user}.grad: local derivative × upstream. Click to go to this step."
    return Line(
        prefix, name, _step_words(subject, contribution, bar.standing),
        _product(contribution, bar.standing), bar, scale, tip=tip, **links,
    )  # fmt: skip


def _step_words(subject: Subject, contribution: Contribution, standing: Standing) -> Pieces:
    write = contribution.write
    slot = ""
    if write.edge >= 0 and subject.graph.operands_of(write.user).count(subject.node) > 1:
        slot = f"operand {subject.graph.edge_slot(write.edge) + 1} · "
    step = "" if write.is_seed else f"{slot}step {contribution.step}"
    if contribution.is_now:
        text, role = (f"{step} · now" if step else "now"), "backward.text"
    elif standing is Standing.COMING:
        text, role = (f"{step} · to come" if step else "to come"), "text.muted"
    else:
        text, role = step, "text.muted"
    return (words(f"  {text}", role, 12),) if text else ()


def _product(contribution: Contribution, standing: Standing) -> Pieces:
    """'3 × 1 = +3', the result in orange; of the seed only '+1'."""
    write = contribution.write
    if write.is_faulty:
        wrong = struck((code(signed_text(write.contribution)),))
        return *wrong, code(f" due {signed_text(write.due)}", "text.secondary")
    factors, result = factors_text(write), signed_text(write.contribution)
    left = f"{factors} = " if factors and not write.is_seed else ""
    if standing is Standing.LOST:
        return struck((code(left), code(result)))
    if standing is Standing.COMING:
        return code(left, "text.muted"), code(result, "text.muted")
    return code(left, "text.secondary"), code(result, "backward.text", weight=600)


def _fold_line(bar: Bar, scale: Scale, **links: bool) -> Line:
    count = len(bar.contributions)
    role = "text.secondary" if bar.standing is Standing.COMING else "text.primary"
    suffix: Pieces = ()
    if bar.standing is not Standing.DONE:
        suffix = (words(f"  {bar.standing.value}", "text.muted", 12),)
    amount = code(signed_text(bar.amount), "backward.text", weight=600)
    if bar.standing is Standing.LOST:
        (amount,) = struck((amount,))
    elif bar.standing is Standing.COMING:
        amount = code(amount.text, "text.muted")
    tip = "The smaller contributions, added up. Click to show them all."
    name = words(f"{count} more", role, 13, 600)
    return Line((), name, suffix, (amount,), bar, scale, tip=tip, **links)


def _total(subject: Subject, rows: Sequence[Bar], scale: Scale) -> Total:
    why = subject.explanation
    done = [bar for bar in rows if bar.standing is Standing.DONE]
    stored = short_text(why.stored)
    if why.is_wrong:
        right: Pieces = (code(f"= {brief_text(why.stored)}", "error.text", weight=600),)
    elif not why.done:
        right = (code("0", "text.muted"),)
    else:
        right = (code(f"{_addends(done)}= ", "text.secondary"), code(stored, weight=600))
    return Total(
        title="stored" if subject.overwrites else "sum",
        name=f"{subject.name}.grad",
        right=right,
        stored=why.stored,
        expected=why.expected if why.is_wrong else None,
        scale=scale,
        comes_from=done[-1].end if done and not subject.overwrites else None,
    )


def _addends(done: Sequence[Bar]) -> str:
    """'-6 + 3 ' for up to three, the count for more; nothing for one."""
    if len(done) < 2:
        return ""
    if len(done) > 3:
        return f"{sum(len(bar.contributions) for bar in done)} added "
    first, *others = done
    texts = [short_text(first.amount), *(bracketed(bar.amount) for bar in others)]
    return f"{' + '.join(texts)} "
