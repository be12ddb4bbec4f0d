"""The ways from a value to the root, each with the product of its slopes."""

from __future__ import annotations

import math
from collections import Counter

from gradviz.app.inspector.path_row import Chain, Mark, PathRow
from gradviz.app.inspector.patience import Patience
from gradviz.app.inspector.pieces import Pieces, code, short_name, struck, words
from gradviz.app.inspector.row_pool import RowPool
from gradviz.app.inspector.section import Heading, Section
from gradviz.app.inspector.subject import Subject
from gradviz.app.inspector.text import TextLine
from gradviz.look.theme import Theme
from gradviz.model.graph import Graph, superscript
from gradviz.model.numbers import short_text
from gradviz.model.paths import GradientPath, count_paths, paths
from gradviz.model.recording import Recording

MOST = 4
LONGEST = 48
"""Nodes looked at for painting; of a longer path only the ends can be seen anyway."""
DEEPEST = 2_000
"""Paths of more steps aren't listed: finding them takes time in the square of their length."""


class PathsSection(Section):
    """The first few paths, in the order their gradients arrive; how many there are in all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._patience = Patience(self)
        self.heading = Heading(theme)
        self.rows: RowPool[PathRow] = RowPool(lambda: PathRow(self.theme))
        self.rest = TextLine(theme, 22)
        self.column.addWidget(self.heading)
        self.column.addLayout(self.rows.layout)
        self.add_text(self.rest)
        self._subject: Subject | None = None
        self._ways: Ways | None = None
        self._found: list[GradientPath] = []
        self._found_in: Recording | None = None

    def show_subject(self, subject: Subject) -> None:
        self.setVisible(not subject.is_root)
        if subject.is_root:
            self.forget()
            return
        self._subject = subject
        if self._ways is not None and not self._ways.is_for(subject):
            self._ways, self._found = None, []
        if self._ways is None or self._found_in is not subject.recording:
            self._found_in = None
            self._patience.do(self._find, len(subject.graph))
        self._show()

    def forget(self) -> None:
        """Don't go on looking: another graph may be open by the time something is found."""
        self._patience.forget()
        self._subject = self._ways = self._found_in = None
        self._found = []

    def _find(self) -> None:
        subject = self._subject
        if subject is None:
            return
        if self._ways is None:
            self._ways = Ways(subject)
        if self._ways.longest <= DEEPEST:
            self._found = paths(subject.recording, subject.node, MOST)
        self._found_in = subject.recording
        self._show()

    def _show(self) -> None:
        subject = self._subject
        if subject is None:
            return
        ways = self._ways
        count = "" if ways is None else _count_text(ways.count)
        self.heading.show_title("Paths to", short_name(subject.root_name, 20), count)
        is_stale = self._found_in is not subject.recording
        is_lost = _LostPaths(subject)
        coming = {c.write.user for c in subject.explanation.contributions if not c.is_done}
        shown = self.rows.take(len(self._found))
        for row, path in zip(shown, self._found, strict=True):
            is_coming = path.nodes[1] in coming
            product = _product(path, is_lost(path), is_coming or is_stale)
            if is_stale:  # its numbers are about to follow
                product = (code("…", "text.muted"),)
            chain = Chain(_marks(subject.graph, path), product, is_coming)
            row.show_chain(chain, _in_words(subject.graph, path))
        self._show_rest()

    def _show_rest(self) -> None:
        ways = self._ways
        text = ""
        if ways is None:
            text = "counting…"
        elif ways.longest > DEEPEST:
            text = f"up to {ways.longest:,} steps long"
        elif ways.count > len(self._found):
            text = f"and {_count_text(ways.count - len(self._found))} more"
        self.rest.show_pieces(words(text, "text.muted", 12))
        self.rest.setVisible(bool(text))


class Ways:
    """What is known of the paths from a node without walking any: structure, not numbers."""

    def __init__(self, subject: Subject) -> None:
        self._graph = subject.graph
        self._node = subject.node
        self.count = count_paths(subject.recording, subject.node)
        self.longest = _longest(subject.graph, subject.node)

    def is_for(self, subject: Subject) -> bool:
        return self._graph is subject.graph and self._node == subject.node


def _longest(graph: Graph, node: int) -> int:
    """Steps on the longest path from a node to the root."""
    operands, start = graph.operands.tolist(), graph.operand_start.tolist()
    steps = [-1] * (graph.root + 1)
    steps[graph.root] = 0
    for user in range(graph.root, node, -1):
        if steps[user] >= 0:
            for operand in operands[start[user] : start[user + 1]]:
                steps[operand] = max(steps[operand], steps[user] + 1)
    return steps[node]


class _LostPaths:
    """Whether a path's contribution is lost at the subject's position.

    All paths through a user share its contribution. Where the user takes the value twice
    and one of the two is lost, so is one of each pair of paths that look alike.
    """

    def __init__(self, subject: Subject) -> None:
        contributions = subject.explanation.contributions
        self._made = Counter(c.write.user for c in contributions)
        self._lost = Counter(c.write.user for c in contributions if c.is_lost)
        self._seen: Counter[tuple[int, ...]] = Counter()

    def __call__(self, path: GradientPath) -> bool:
        user = path.nodes[1]
        before = self._seen[path.nodes]
        self._seen[path.nodes] += 1
        return self._lost[user] > before % self._made[user]


def _ends(path: GradientPath) -> tuple[int, ...]:
    nodes = path.nodes
    return nodes if len(nodes) <= LONGEST else (*nodes[: LONGEST // 2], *nodes[-LONGEST // 2 :])


def _marks(graph: Graph, path: GradientPath) -> tuple[Mark, ...]:
    first, *rest = _ends(path)
    marks = [Mark(short_name(graph.name(first), 7), is_op=False)]
    for node in rest:
        marks.append(Mark(graph.symbol(node), is_op=True))
        marks.append(Mark(short_name(graph.name(node), 7), is_op=False))
    return tuple(marks)


def _in_words(graph: Graph, path: GradientPath) -> str:
    names = [graph.name(node) for node in path.nodes]
    if len(names) > 12:
        names = [*names[:6], f"… {len(names) - 11} more …", *names[-5:]]
    return " → ".join(names)


def _product(path: GradientPath, is_lost: bool, is_coming: bool) -> Pieces:
    result = short_text(path.product)
    if len(path.factors) <= 3:
        left = " × ".join(map(short_text, path.factors))
    else:
        left = f"{len(path.factors)} slopes"  # more would not fit
    quiet, loud = ("text.muted",) * 2 if is_coming else ("text.secondary", "text.primary")
    factors = (code(f"{left} = ", quiet),) if len(path.factors) > 1 else ()
    pieces = (*factors, code(result, loud))
    return struck(pieces) if is_lost else pieces


def _count_text(count: int) -> str:
    """'2', '65,818', '1.3 × 10⁴⁵'."""
    if count < 10**7:
        return f"{count:,}"
    digits = len(str(count)) if count < 10**4000 else int(count.bit_length() * math.log10(2)) + 1
    lead = count // 10 ** (digits - 2)
    return f"{lead / 10:.1f} × 10{superscript(digits - 1)}"
