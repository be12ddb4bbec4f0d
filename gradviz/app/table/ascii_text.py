"""A table's text as it goes to the clipboard: what Python and any spreadsheet can read."""

from __future__ import annotations

import re

from gradviz.look.typography import plain

_REPLACED = {"×": "*", "·": "*", "→": "->", "–": "-", "√": "sqrt", "σ": "sigmoid"}
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def ascii_text(text: str) -> str:
    """Our own signs in ASCII; a label in Greek stays Greek.

    >>> ascii_text("a: 3 × −2 = −6"), ascii_text("0 → 1"), ascii_text("x²")
    ('a: 3 * -2 = -6', '0 -> 1', 'x**2')
    """
    text = _SUPERSCRIPT.sub(lambda found: f"**{found[0].translate(_DIGITS)}", text)
    for sign, written in _REPLACED.items():  # ten times as quick as one `translate`
        text = text.replace(sign, written)
    return plain(text)
