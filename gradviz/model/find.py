"""Finding values: which of a recording's answer to a question, at a position.

The language of questions is in `find_query`. Half a million values are asked in less than
50 ms: every term is one comparison of whole arrays.
"""

from __future__ import annotations

import math

import numpy as np

from gradviz.model.find_query import (
    KINDS,
    Anything,
    Compared,
    Extreme,
    Is,
    Labelled,
    MadeBy,
    Not,
    NotUnderstood,
    Numbered,
    Query,
    Term,
    is_pattern,
    parse,
)
from gradviz.model.graph import Floats, Graph, Ints
from gradviz.model.label_index import LabelIndex, Mask
from gradviz.model.measures import Measure, Measures
from gradviz.model.op_index import OpIndex
from gradviz.model.recording import Recording

_DIGITS = 4
"""Numbers are equal when these many digits are: no more of them are shown."""


def find(query: Query, recording: Recording, position: int) -> Ints:
    """The values that answer, by number in creation order; with `largest`, by size.

    Raises NotUnderstood for an op that nothing here is made by.
    """
    measures = Measures(recording, position)
    found = np.ones(len(recording.graph), np.bool_)
    for term in query.terms:
        found &= _answers(term, measures)
    if query.terms and " " in query.text:  # 'x1*w1 + x2*w2' is a name as well as three words
        found |= LabelIndex.of(recording.graph).called(query.text)
    nodes = np.flatnonzero(found).astype(np.int32)
    return nodes if query.extreme is None else _extreme(query.extreme, nodes, measures)


def reservation(query: Query, recording: Recording, position: int) -> str:
    """Why the answer may not be what was meant; '' where there is no doubt."""
    if query.asks_gradients and not Measures(recording, position).has_grads:
        return "no gradient is written yet at this step"
    return ""


def _answers(term: Term, measures: Measures) -> Mask:
    """(n,) which values answer to a term."""
    graph = measures.recording.graph
    match term:
        case Not(inner):
            return ~_answers(inner, measures)
        case Compared():
            return _compared(term, measures)
        case Is(kind):
            return _is(kind, measures)
        case Labelled(text, is_like):
            index = LabelIndex.of(graph)
            return index.like(text) if is_like else index.containing(text)
        case Numbered(node):
            return _only(node, graph)
        case MadeBy(op):
            made = OpIndex.of(graph).described(op)
            if made is None or not made.any():
                here = ", ".join(OpIndex.of(graph).used) or "none"
                raise NotUnderstood(f"Nothing here is made by an op {op}. The ops: {here}.")
            return made
        case Anything(text):
            made = OpIndex.of(graph).named(text)
            if made is not None:  # `*` is a multiplication before it is a pattern
                return made | LabelIndex.of(graph).called(text)
            return _named(text, LabelIndex.of(graph))


def _named(text: str, index: LabelIndex) -> Mask:
    return index.like(text) if is_pattern(text) else index.containing(text) | index.called(text)


def _is(kind: str, measures: Measures) -> Mask:
    recording = measures.recording
    if kind == KINDS["leaf"]:
        out = np.zeros(len(recording.graph), np.bool_)
        out[recording.graph.leaves] = True
        return out
    if kind == KINDS["root"]:
        return _only(recording.graph.root, recording.graph)
    known = measures.known(Measure.DATA)
    is_finite: Mask = np.isfinite(recording.values)
    if known is not None:
        is_finite |= ~known
    is_finite &= np.isfinite(measures.grads)
    return is_finite


def _only(node: int, graph: Graph) -> Mask:
    out = np.zeros(len(graph), np.bool_)
    out[node : node + 1] = True  # none, for a number beyond the last one
    return out


def _compared(term: Compared, measures: Measures) -> Mask:
    values, number = measures.of(term.measure), term.number
    found: Mask
    if term.sign in ("=", "!="):
        found = _equal(values, number, is_exact=term.measure.is_count)
        found = found if term.sign == "=" else ~found
    elif term.sign == "<":
        found = values < number
    elif term.sign == "<=":
        found = values <= number
    elif term.sign == ">":
        found = values > number
    else:
        found = values >= number
    known = measures.known(term.measure)
    return found if known is None else found & known


def _equal(values: Floats | Ints, number: float, is_exact: bool) -> Mask:
    """Equal in the digits that are shown. Zero, nan and infinity are equal to themselves."""
    if math.isnan(number):
        equal: Mask = np.isnan(values)
    elif is_exact or number == 0.0 or math.isinf(number):
        equal = values == number
    else:
        half_a_digit = 0.5 * 10.0 ** (math.floor(math.log10(abs(number))) - _DIGITS + 1)
        with np.errstate(invalid="ignore"):
            equal = np.abs(values - number) <= half_a_digit * (1.0 + 1e-9)
    return equal


def _extreme(extreme: Extreme, nodes: Ints, measures: Measures) -> Ints:
    """The first so many at one end. A magnitude of zero is no candidate: as the smallest it
    would drown every other, as the largest it isn't one."""
    sizes = measures.of(extreme.measure)[nodes]
    known = measures.known(extreme.measure)
    can_be = ~np.isnan(sizes) if known is None else known[nodes] & ~np.isnan(sizes)
    if extreme.measure.is_magnitude:
        can_be &= sizes != 0.0
    nodes, sizes = nodes[can_be], sizes[can_be]
    keys = -sizes if extreme.largest else sizes
    if len(keys) > extreme.most:
        limit = np.partition(keys, extreme.most - 1)[extreme.most - 1]
        near = keys <= limit
        nodes, keys = nodes[near], keys[near]
    return nodes[np.argsort(keys, kind="stable")[: extreme.most]]


# --- what might be typed next -------------------------------------------------------------

QUESTIONS = (
    ("Largest |grad|", "largest |grad|"),
    ("Smallest |grad|", "smallest |grad|"),
    ("Zero gradient", "zero grad"),
    ("Not finite", "not finite"),
    ("Leaves", "leaf"),
)
"""Ready questions: what they are called, and how they are typed."""

_STARTS = (
    *(typed for _, typed in QUESTIONS),
    "largest |data|", "root", "zero data", "data>", "data<", "grad>", "grad<", "|grad|>",
    "|grad|<", "users>", "line=",
)  # fmt: skip


def suggestions(text: str, graph: Graph, most: int = 10) -> list[str]:
    """Whole questions that go on from what is typed: its last word completed.

    Ready questions come first, then ops, then labels.
    """
    before, word = _last_word(text)
    low = word.lower()
    if not low:
        return []
    out = [start for start in _STARTS if start.startswith(low)]
    by_op = low.removeprefix("op:")
    out += [
        f"op:{symbol}"
        for symbol in OpIndex.of(graph).used
        if symbol.lower().startswith(by_op) and (by_op or low == "op:")
    ]
    labels = LabelIndex.of(graph).starting(low.removeprefix("label:").strip('"'), most)
    out += [_typed(label) for label in labels]
    return [before + each for each in dict.fromkeys(out) if each.lower() != low][:most]


def _last_word(text: str) -> tuple[str, str]:
    """'tanh lar' is 'tanh ' and 'lar'; a phrase such as 'zero gr' is one word."""
    for start in _STARTS:
        for length in range(len(start), 0, -1):
            begun = start[:length]
            if " " in begun and text.lower().endswith(begun):
                before = text[: len(text) - length]
                if not before or before.endswith(" "):
                    return before, text[len(before) :]
    before, space, word = text.rpartition(" ")
    return before + space, word


def _typed(label: str) -> str:
    """A label as it has to be typed to be found as it stands."""
    try:
        is_plain = parse(label).terms == (Anything(label),) and not is_pattern(label)
    except NotUnderstood:
        is_plain = False
    return label if is_plain else f'"{label}"'
