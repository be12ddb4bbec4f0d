"""The language in which values are asked for: `tanh |grad|<1e-3 not leaf`.

Words stand side by side, and a value has to answer to each of them:

    x1, w*, v12          its name has this in it, is like this, is this
    label:grad, "a b"    only its label is looked at; quotes keep spaces
    tanh, ×, op:power    it was made by this op
    data>0.5             its number lies there: data, grad, |data|, |grad|, users, line
    0.1<data<2           its number lies between
    leaf, root, finite   it is one
    zero grad            grad=0
    not …                it doesn't answer to the word that follows
    #12                  it is the value number 12
    largest |grad|       only those with the largest, the largest first
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradviz.model.measures import Measure
from gradviz.model.numbers import parse_number

EXAMPLES = (
    ("w1   layer*   v12", "By name: part of a label, a pattern with * and ?, a number"),
    ("tanh   ×   op:power", "By the op that made them"),
    ("data>0.5   0.1<data<2", "By value; = compares the four digits shown"),
    ("grad<-1   |grad|>10   zero grad", "By gradient, at the present step"),
    ("largest |grad|   smallest 20 |grad|", "The 100 (or 20) at that end, in order"),
    ("leaf   root   not finite", "By what they are; not turns the next word around"),
    ("users>2   line=12   #3", "By number of users, program line, or own number"),
    ("tanh |grad|<1e-3", "All of it at once: words side by side must all be true"),
)
"""What can be typed, and what it finds: for help and hints."""

USUAL_MOST = 100
"""How many `largest` finds when it isn't said."""


class NotUnderstood(Exception):
    """What was typed isn't a question; the message is the sentence to show."""


@dataclass(frozen=True)
class Anything:
    """A word that may be part of a label, a name or an op."""

    text: str


@dataclass(frozen=True)
class Labelled:
    """`is_pattern`: `*` and `?` stand for any letters; in quotes they are themselves."""

    text: str
    is_pattern: bool = False


@dataclass(frozen=True)
class MadeBy:
    op: str


@dataclass(frozen=True)
class Compared:
    """`measure sign number`, the sign one of < <= > >= = !=."""

    measure: Measure
    sign: str
    number: float


@dataclass(frozen=True)
class Is:
    what: str


@dataclass(frozen=True)
class Numbered:
    node: int


@dataclass(frozen=True)
class Not:
    term: Term


Term = Anything | Labelled | MadeBy | Compared | Is | Numbered | Not


@dataclass(frozen=True)
class Extreme:
    """Only so many, with the largest (or smallest) of a measure, in that order."""

    measure: Measure
    largest: bool
    most: int = USUAL_MOST


@dataclass(frozen=True)
class Query:
    """A question: all the terms, and which end of an order."""

    text: str
    terms: tuple[Term, ...]
    extreme: Extreme | None = None

    @property
    def is_everything(self) -> bool:
        return not self.terms and self.extreme is None

    @property
    def asks_gradients(self) -> bool:
        """Whether the answer may change from step to step of backward."""
        by_extreme = self.extreme is not None and self.extreme.measure.is_gradient
        return by_extreme or any(_asks_gradients(term) for term in self.terms)

    @property
    def asks_numbers(self) -> bool:
        """Whether the answer may change from step to step at all, or with a leaf."""
        return self.extreme is not None or any(_asks_numbers(term) for term in self.terms)


def _asks_gradients(term: Term) -> bool:
    if isinstance(term, Not):
        return _asks_gradients(term.term)
    if isinstance(term, Compared):
        return term.measure.is_gradient
    return term == Is("finite")


def _asks_numbers(term: Term) -> bool:
    if isinstance(term, Not):
        return _asks_numbers(term.term)
    return isinstance(term, Compared) or term == Is("finite")


# --- reading it ---------------------------------------------------------------------------

KINDS = {"leaf": "leaf", "leaves": "leaf", "root": "root", "finite": "finite"}
_ENDS = {"largest": True, "smallest": False}
_MEASURES = {measure.value: measure for measure in Measure} | {
    "gradient": Measure.GRAD, "|gradient|": Measure.ABS_GRAD, "value": Measure.DATA,
}  # fmt: skip
_SIGN = re.compile(r"<=|>=|!=|==|[<>=]")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_QUOTED_OR_NOT = re.compile(r'"[^"]*"|[^"]+')
_PIECE = re.compile(r'(?:"[^"]*"|[^\s"])+')
_TYPOGRAPHY = str.maketrans({"−": "-", "≤": "<=", "≥": ">=", "≠": "!=", "“": '"', "”": '"'})


def parse(text: str) -> Query:
    """A question as a person types it. Raises NotUnderstood."""
    typed = text.translate(_TYPOGRAPHY)
    if typed.count('"') % 2:
        raise NotUnderstood('A quote is still open: end it with another ".')
    pieces = _PIECE.findall("".join(_closed_up(part) for part in _QUOTED_OR_NOT.findall(typed)))
    reader = _Reader(pieces)
    terms: list[Term] = []
    extreme: Extreme | None = None
    while reader.pieces:
        if reader.next_low in _ENDS:
            if extreme is not None:
                raise NotUnderstood("Only one of largest and smallest can be asked for at a time.")
            extreme = reader.extreme()
        else:
            terms += reader.terms()
    return Query(text.strip(), tuple(terms), extreme)


def _closed_up(part: str) -> str:
    """'data > 0.5' as one word, 'data>0.5'; what stands in quotes stays."""
    return part if part.startswith('"') else re.sub(r"\s*(<=|>=|!=|==|[<>=])\s*", r"\1", part)


class _Reader:
    """Takes what was typed apart, from the left."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces

    @property
    def next_low(self) -> str:
        return self.pieces[0].lower() if self.pieces else ""

    def take(self) -> str:
        return self.pieces.pop(0)

    def extreme(self) -> Extreme:
        word = self.take().lower()
        most = int(self.take()) if self.next_low.isdecimal() else USUAL_MOST
        measure = _MEASURES.get(self.next_low)
        if measure is None or not most:
            raise NotUnderstood(f"{word} needs what to compare, as in {word} |grad|.")
        self.take()
        return Extreme(measure, _ENDS[word], most)

    def terms(self) -> list[Term]:
        """The next word, which may be two comparisons: 0.1<data<2."""
        piece = self.take()
        low = piece.lower()
        if low == "not":
            return [Not(self._one_term())]
        if low == "zero" and self.next_low in _MEASURES:
            return [Compared(_MEASURES[self.take().lower()], "=", 0.0)]
        if low in KINDS:
            return [Is(KINDS[low])]
        if low.startswith("op:"):
            if not piece[3:].strip('"'):
                raise NotUnderstood("op: needs an op after it, as in op:tanh.")
            return [MadeBy(piece[3:].strip('"'))]
        if low.startswith("label:"):
            return [_labelled(piece[6:])]
        if '"' in piece:
            return [_labelled(piece)]
        if re.fullmatch(r"#\d+", piece):
            return [Numbered(int(piece[1:]))]
        return _comparisons(piece) if _SIGN.search(piece) else [Anything(piece)]

    def _one_term(self) -> Term:
        if not self.pieces:
            raise NotUnderstood("not needs a word after it, as in not leaf.")
        if self.next_low in _ENDS:
            raise NotUnderstood(f"not {self.next_low} can't be answered. Ask for the other end.")
        terms = self.terms()
        if len(terms) > 1:
            raise NotUnderstood("not takes one comparison, as in not data>2.")
        return terms[0]


def _labelled(text: str) -> Labelled:
    if not text.strip('"'):
        raise NotUnderstood("label: needs a part of a label after it, as in label:w1.")
    return Labelled(text.replace('"', ""), '"' not in text and is_pattern(text))


def is_pattern(text: str) -> bool:
    return "*" in text or "?" in text


def _comparisons(piece: str) -> list[Term]:
    signs = ["=" if sign == "==" else sign for sign in _SIGN.findall(piece)]
    sides = _SIGN.split(piece)
    for before, sign, after in zip(sides, signs, sides[1:], strict=False):
        if not before or not after:
            lacking = "before" if not before else "after"
            raise NotUnderstood(f"{before}{sign}{after} lacks something {lacking} the {sign}, "
                                "as in data>0.5.")  # fmt: skip
    if len(signs) > 2:
        raise NotUnderstood(f"{piece} compares too much at once. The most is 0.1<data<2.")
    if len(signs) == 2:
        low, middle, high = sides
        return [_comparison(low, signs[0], middle), _comparison(middle, signs[1], high)]
    return [_comparison(sides[0], signs[0], sides[1])]


def _comparison(left: str, sign: str, right: str) -> Term:
    if _MEASURES.get(left.lower()) is None and _MEASURES.get(right.lower()) is not None:
        left, sign, right = right, _TURNED[sign], left
    measure, number = _MEASURES.get(left.lower()), parse_number(right)
    if measure is None:
        names = ", ".join(each.value for each in Measure)
        what = right if parse_number(left) is not None else left
        raise NotUnderstood(f"{what} can't be compared. What can be: {names}.")
    if number is None:
        raise NotUnderstood(f"{right} isn't a number. Write one, as in {measure.value}>0.5.")
    return Compared(measure, sign, number)
