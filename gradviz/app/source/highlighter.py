"""Colours for Python source, from the theme's syntax roles."""

from __future__ import annotations

import builtins
import keyword
import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gradviz.look.theme import Theme

_BUILTINS = "|".join(name for name in dir(builtins) if name[0].islower())
_TOKENS = re.compile(
    "|".join(
        f"(?P<{role}>{pattern})"
        for role, pattern in (
            ("comment", r"#.*"),
            ("string", r"""[rbfuRBFU]{0,2}(?:"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)"""),
            ("number", r"\b\d[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?\b|\B\.\d+(?:[eE][+-]?\d+)?\b"),
            ("keyword", rf"\b(?:{'|'.join(keyword.kwlist)})\b"),
            ("type", r"\b[A-Z]\w*\b"),
            ("function", rf"\b(?:{_BUILTINS})\b|\b[a-z_]\w*(?=\()"),
            ("operator", r"[-+*/%@&|^~<>=!]+"),
        )
    )
)
_TRIPLE = re.compile(r"\"\"\"|'''")
_INSIDE = {'"""': 1, "'''": 2}


class PythonHighlighter(QSyntaxHighlighter):
    """Line by line; a line inside a triple-quoted string knows it from the one above."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._formats = {role: _format(theme, role) for role in _TOKENS.groupindex}
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        at = self._end_of_triple(text, 0, max(self.previousBlockState(), 0))
        while at < len(text):
            match = _TOKENS.search(text, at)
            triple = _TRIPLE.search(text, at)
            if triple is not None and (match is None or triple.start() <= match.start()):
                at = self._end_of_triple(text, triple.start(), _INSIDE[triple.group()])
            elif match is None:
                return
            else:
                role = match.lastgroup or "plain"
                self.setFormat(match.start(), match.end() - match.start(), self._formats[role])
                at = match.end()

    def _end_of_triple(self, text: str, start: int, kind: int) -> int:
        """Colour a triple-quoted string from `start`; where it ends. kind 0: there is none."""
        self.setCurrentBlockState(0)
        if kind == 0:
            return start
        quotes = '"""' if kind == 1 else "'''"
        opened = start + 3 if text.startswith(quotes, start) and self._opens(start) else start
        end = text.find(quotes, opened)
        if end < 0:
            self.setCurrentBlockState(kind)
        stop = len(text) if end < 0 else end + 3
        self.setFormat(start, stop - start, self._formats["string"])
        return stop

    def _opens(self, start: int) -> bool:
        """Whether quotes at `start` open a string: not where the line began inside one."""
        return start > 0 or self.previousBlockState() <= 0


def _format(theme: Theme, role: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(theme.color(f"syntax.{role}"))
    return form
