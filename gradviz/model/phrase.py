"""Phrase: a sentence in pieces, each with a tone, so that the window can set names in bold
and numbers in their colour while the text stays one plain, copyable sentence."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Tone(Enum):
    PLAIN = "plain"
    NAME = "name"
    """The label of a value."""
    DATA = "data"
    """A forward number."""
    GRAD = "grad"
    """A backward number."""
    LOST = "lost"
    """A number that was overwritten: struck through."""


class Fragment(NamedTuple):
    text: str
    tone: Tone = Tone.PLAIN


Phrase = tuple[Fragment, ...]


def phrase(*parts: str | Fragment) -> Phrase:
    return tuple(part if isinstance(part, Fragment) else Fragment(part) for part in parts)


def name(text: str) -> Fragment:
    return Fragment(text, Tone.NAME)


def data(text: str) -> Fragment:
    return Fragment(text, Tone.DATA)


def grad(text: str) -> Fragment:
    return Fragment(text, Tone.GRAD)


def lost(text: str) -> Fragment:
    return Fragment(text, Tone.LOST)


def listed(fragments: list[Fragment]) -> list[str | Fragment]:
    """'a', 'a and b', 'a, b and c'."""
    return listed_phrases([(fragment,) for fragment in fragments])


def listed_phrases(phrases: list[Phrase]) -> list[str | Fragment]:
    """'1 to a', '1 to a and 2 to b': like `listed`, of more than a word each."""
    out: list[str | Fragment] = []
    for i, each in enumerate(phrases):
        if i:
            out.append(" and " if i == len(phrases) - 1 else ", ")
        out += each
    return out


def plain(sentence: Phrase) -> str:
    """The sentence as one text."""
    return "".join(fragment.text for fragment in sentence)
