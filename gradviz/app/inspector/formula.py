"""How a computed value was made: in names, with the numbers put in, and its backward rule."""

from __future__ import annotations

import re

from gradviz.app.inspector.pieces import code, words
from gradviz.app.inspector.section import Heading, Section
from gradviz.app.inspector.subject import Subject
from gradviz.app.inspector.text import WrappedText
from gradviz.look.theme import Theme
from gradviz.model.explain import formula_in_names, formula_in_numbers


class FormulaSection(Section):
    """Hidden for a leaf, which has no formula."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._names = WrappedText(theme, 20)
        self._numbers = WrappedText(theme, 20)
        self._rule = WrappedText(theme)
        heading = Heading(theme, "Formula")
        self.column.addWidget(heading)
        self.add_text(self._names)
        self.add_text(self._numbers)
        self.column.addSpacing(4)
        self.add_text(self._rule)

    @property
    def numbers(self) -> str:
        return "".join(piece.text for piece in self._numbers.pieces)

    def show_subject(self, subject: Subject) -> None:
        self.setVisible(not subject.is_leaf)
        if subject.is_leaf:
            return
        left, _, right = formula_in_names(subject.recording, subject.node).partition(" = ")
        size = 13 if len(left) <= 24 else 12
        glued = re.sub(r" (\S) ", " \\1\N{NO-BREAK SPACE}", f" = {right}")
        self._names.show_pieces(code(left, size=size, weight=600), code(glued, size=size))
        if subject.has_value:
            numbers, _, result = formula_in_numbers(subject.recording, subject.node).rpartition(
                " = "
            )
            self._numbers.show_pieces(
                code(f"{numbers} = ", "text.secondary"), code(result, "forward.text", weight=600)
            )
        else:
            step = subject.recording.position_of_forward(subject.node)
            self._numbers.show_pieces(words(f"computed at forward step {step}", "text.muted", 12))
        rule = subject.graph.op(subject.node).rule
        self._rule.show_pieces(words(rule, "text.muted", 12))
