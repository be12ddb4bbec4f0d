"""Why a node has this gradient, and what a step does, in words and numbers.

The multivariable chain rule, on which everything here is a comment:

    d(root)/d(x) = sum over the users u of x of  du/dx * d(root)/d(u)
                                                 local * adjoint
"""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.model.graph import Graph
from gradviz.model.numbers import short_text, signed_text, told_apart
from gradviz.model.ops import POWER, POWER_CONST
from gradviz.model.phrase import (
    Fragment,
    Phrase,
    data,
    grad,
    listed,
    listed_phrases,
    lost,
    name,
    phrase,
)
from gradviz.model.positions import Phase
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.tape import Write


def bracketed(x: float) -> str:
    """A number as the second factor of a product: negatives in brackets, as one writes them."""
    text = short_text(x)
    return f"({text})" if text.startswith("-") else text


def factors_text(write: Write) -> str:
    """'3 × 1': local derivative × adjoint; '' where an engine doesn't tell them."""
    if not write.has_factors:
        return ""
    return f"{short_text(write.local)} × {short_text(write.adjoint)}"


def step_name(recording: Recording, position: int) -> str:
    """'Forward 2', 'Seed', 'Step 3': the name of the step that leads to a position."""
    step = recording.step(position)
    if step.phase is Phase.START:
        return "Start"
    if step.phase is Phase.SEED:
        return "Seed"
    return f"{'Forward' if step.phase is Phase.FORWARD else 'Step'} {step.number:,}"


# --- formulas ---------------------------------------------------------------------------


def formula_in_names(recording: Recording, node: int) -> str:
    """'d = a × b'; '' for a leaf."""
    expression = recording.graph.expression(node)
    return f"{recording.graph.name(node)} = {expression}" if expression else ""


def formula_in_numbers(recording: Recording, node: int) -> str:
    """'-2 × 3 = -6'; '' for a leaf."""
    graph = recording.graph
    operands = graph.operands_of(node)
    if not operands:
        return ""
    numbers = [short_text(float(recording.values[i])) for i in operands]
    first, *rest = numbers
    op = graph.op(node)
    if op in (POWER, POWER_CONST) and first.startswith("-"):
        first = f"({first})"
    if "(" not in op.formula:  # within max(-2, -3) no brackets are needed
        rest = [f"({text})" if text.startswith("-") else text for text in rest]
    result = short_text(float(recording.values[node]))
    return f"{graph.fill(node, [first, *rest], result)} = {result}"


# --- what a step does -------------------------------------------------------------------


def step_phrase(recording: Recording, position: int) -> Phrase:
    """One sentence on the step that leads to this position."""
    step = recording.step(position)
    graph = recording.graph
    if step.phase is Phase.START:
        return phrase("Nothing is computed yet. Step to see the first value appear.")
    me = name(graph.name(step.node))
    if step.phase is Phase.FORWARD:
        if graph.is_leaf(step.node):
            return phrase(me, " is a leaf: its value is ", data(_value(recording, step.node)))
        numbers = formula_in_numbers(recording, step.node)
        return phrase(me, f" = {graph.expression(step.node)} = ", data(numbers))
    if step.phase is Phase.SEED:
        return phrase(
            "Backward starts at the root: the gradient of ", me, " by itself is ", grad("1")
        )
    if not len(step.writes):
        return _complete(recording, step.node, position)
    if recording.rule is not Rule.ACCUMULATE:  # under it nothing is lost and nothing faulty
        amiss = _amiss(recording, step.node, [recording.write(w) for w in step.writes])
        if amiss:
            return amiss
    targets = recording.tape.target[step.writes.start : step.writes.stop].tolist()
    receivers = [name(graph.name(node)) for node in dict.fromkeys(targets)]
    upstream = short_text(recording.grad(step.node, position))
    twice = ""
    if len(receivers) < len(targets):
        twice = " twice, once for each use" if len(targets) == 2 else " once for each use"
    return phrase(
        me, " passes its gradient ", grad(upstream), " to ", *listed(receivers),
        f"{twice}, {graph.op(step.node).passes}",
    )  # fmt: skip


def _amiss(recording: Recording, node: int, writes: list[Write]) -> Phrase:
    """The sentence of a step that loses a contribution or passes on another than is due; empty
    for any other."""
    graph = recording.graph
    replaced = [w for w in writes if w.replaces]
    if replaced:
        written: list[Fragment] = [
            grad(f"{graph.name(w.target)}.grad = {short_text(w.after)}") for w in writes
        ]
        old = [lost(short_text(w.before)) for w in replaced]
        me, due = name(graph.name(node)), _due(recording, writes)
        return phrase(me, " writes ", *listed(written), ", replacing ", *listed(old), *due)
    return _faulty(recording, node, writes) if any(w.is_faulty for w in writes) else ()


def _faulty(recording: Recording, node: int, writes: list[Write]) -> Phrase:
    """The sentence of a step that passes on other amounts than are due: what it did, then what
    is due. 'o passes -0.5 to n; due is 0.5 × 3 = 1.5'."""
    graph = recording.graph
    passed = []
    for write in writes:
        amount = (
            told_apart(write.contribution, write.due)[0]
            if write.is_faulty
            else short_text(write.contribution)
        )
        passed.append(phrase(grad(amount), " to ", name(graph.name(write.target))))
    me = name(graph.name(node))
    return phrase(me, " passes ", *listed_phrases(passed), *_due(recording, writes))


def _due(recording: Recording, writes: list[Write]) -> list[str | Fragment]:
    """'; due is 0.5 × 3 = 1.5': what the faulty ones among a step's writes should have been;
    of several writes, for whom. Empty where none is faulty."""
    due = []
    for write in writes:
        if write.is_faulty:
            amount = told_apart(write.contribution, write.due)[1]
            whom = name(recording.graph.name(write.target))
            product = grad(f"{factors_text(write)} = {amount}")
            due.append(phrase(product, " for ", whom) if len(writes) > 1 else phrase(product))
    return ["; due is ", *listed_phrases(due)] if due else []


def _complete(recording: Recording, node: int, position: int) -> Phrase:
    """The sentence of a step that writes nothing: it ends the node's own gradient."""
    me = name(recording.graph.name(node))
    what = "is a leaf: nothing to pass on" if recording.graph.is_leaf(node) else "passes nothing on"
    found = grad(short_text(recording.grad(node, position)))
    if recording.is_wrong(node, position):
        expected = grad(short_text(recording.expected(node, position)))
        return phrase(me, f" {what}. Its gradient ends as ", found, ", but should be ", expected)
    return phrase(me, f" {what}. Its gradient is complete: ", found)


def _value(recording: Recording, node: int) -> str:
    return short_text(float(recording.values[node]))


# --- why this gradient ------------------------------------------------------------------


@dataclass(frozen=True)
class Contribution:
    """One term of a node's gradient, and where it stands at a position."""

    write: Write
    step: int  # number of the backward step that makes it; 0 for the seed
    is_done: bool
    is_now: bool
    is_lost: bool


@dataclass(frozen=True)
class Explanation:
    """Every contribution to a node's gradient, made or still to come.

    `expected` is the gradient accumulation gives at this position, `stored` what is there.
    """

    node: int
    position: int
    contributions: tuple[Contribution, ...]
    stored: float
    expected: float
    is_wrong: bool
    is_stale: bool
    """It also holds what an earlier pass had left, here or in a value it came through."""

    @property
    def done(self) -> tuple[Contribution, ...]:
        return tuple(c for c in self.contributions if c.is_done)

    @property
    def is_complete(self) -> bool:
        return all(c.is_done for c in self.contributions)


def explain(recording: Recording, node: int, position: int) -> Explanation:
    """Why this node has this gradient at this position."""
    contributions = tuple(
        Contribution(
            write=write,
            step=recording.step(write.position).number,
            is_done=write.position <= position,
            is_now=write.position == position,
            is_lost=recording.is_lost(write, position),
        )
        for write in recording.writes_to(node)
    )
    return Explanation(
        node=node,
        position=position,
        contributions=contributions,
        stored=recording.grad(node, position),
        expected=recording.expected(node, position),
        is_wrong=recording.is_wrong(node, position),
        is_stale=recording.is_stale(node, position),
    )


def summary(recording: Recording, explanation: Explanation) -> Phrase:
    """The explanation in one sentence; empty where the sum of contributions says it all."""
    label = recording.graph.name(explanation.node)
    done = explanation.done
    if not done:
        if explanation.contributions:
            return phrase("No gradient has reached ", name(label), " yet.")
        return phrase(
            "The root does not depend on ", name(label), ": its gradient stays ", grad("0")
        )
    lost_ones = [c for c in done if c.is_lost]
    if lost_ones:
        kept = short_text(explanation.stored)
        gone = [lost(signed_text(c.write.contribution)) for c in lost_ones]
        return phrase(
            "The last write left ", grad(kept), ". Lost: ", *listed(gone),
            ". With += the gradient is ", grad(short_text(explanation.expected)), ".",
        )  # fmt: skip
    if explanation.is_wrong:
        return phrase(
            "Nothing is lost here, but a gradient it came from is wrong. With += it is ",
            grad(short_text(explanation.expected)), ".",
        )  # fmt: skip
    if explanation.is_stale:
        return phrase(
            "An earlier pass had left gradients between the leaves and the root, and this one "
            "passed them on again. Cleared, it is ", grad(short_text(explanation.expected)), ".",
        )  # fmt: skip
    return phrase()


# --- the rule of a step -----------------------------------------------------------------


@dataclass(frozen=True)
class RuleLine:
    """One statement of the rule a step runs, in names and with numbers put in.

    Backward: target 'a.grad', sign '+=', factors 'b × d.grad', numbers '-6 + 3 × 1 = -3'.
    Forward: target 'd = a × b', no sign, numbers '-2 × 3 = -6'.
    """

    target: str
    sign: str
    factors: str
    numbers: str
    is_wrong: bool = False


def rule_title(recording: Recording, position: int) -> str:
    """'Backward rule of d', 'Forward rule of d'…"""
    step = recording.step(position)
    if step.phase is Phase.START:
        return "Before the first step"
    label = recording.graph.name(step.node)
    if step.phase is Phase.SEED:
        return f"Seed of {label}"
    return f"{'Forward' if step.phase is Phase.FORWARD else 'Backward'} rule of {label}"


def rule_lines(recording: Recording, position: int) -> list[RuleLine]:
    """What the step that leads to this position runs, statement by statement."""
    step = recording.step(position)
    graph = recording.graph
    if step.phase is Phase.FORWARD:
        names = formula_in_names(recording, step.node)
        label = graph.name(step.node)
        numbers = formula_in_numbers(recording, step.node) or _value(recording, step.node)
        return [RuleLine(names or f"{label} is given", "", "", numbers)]
    out = []
    for w in step.writes:
        write = recording.write(w)
        target = f"{graph.name(write.target)}.grad"
        if write.is_seed:
            out.append(RuleLine(target, "=", "1", f"d{graph.name(write.target)}/d itself = 1"))
            continue
        factors, product = _factors_in_names(graph, write), _factors_in_numbers(write)
        if write.is_faulty:
            sign = "=" if write.is_assignment else "+="
            due = f"due: {factors} = {product} = {signed_text(write.due)}"
            out.append(RuleLine(target, sign, short_text(write.contribution), due, is_wrong=True))
        elif write.is_assignment:
            before = f"{short_text(write.before)} → " if write.replaces else ""
            equals = "" if product == short_text(write.after) else f" = {short_text(write.after)}"
            numbers = f"{before}{product}{equals}"
            out.append(RuleLine(target, "=", factors, numbers, write.replaces))
        else:
            numbers = f"{short_text(write.before)} + {product} = {short_text(write.after)}"
            out.append(RuleLine(target, "+=", factors, numbers))
    return out


def _factors_in_names(graph: Graph, write: Write) -> str:
    """'b × d.grad'; where the way of a contribution isn't known, only whose step it is."""
    user = graph.name(write.user)
    if write.edge < 0:
        return f"a contribution of {user}"
    return f"{graph.factor(write.edge)} × {user}.grad"


def _factors_in_numbers(write: Write) -> str:
    if not write.has_factors:
        return bracketed(write.contribution)
    return f"{bracketed(write.local)} × {bracketed(write.adjoint)}"


def rule_sentence(recording: Recording, position: int) -> str:
    """The op's rule in words, or what an overwriting step does wrong."""
    step = recording.step(position)
    if step.phase is Phase.START:
        return "Forward computes the values in the order the program made them."
    if step.phase is Phase.SEED:
        return "Every gradient is that of the root: by itself it changes one for one."
    if step.phase is Phase.FORWARD:
        if recording.graph.is_leaf(step.node):
            return "A leaf isn't computed: it can be edited."
        return ""
    if any(recording.replaces[w] for w in step.writes):
        return (
            "Each write replaces the gradient already stored. "
            "A value used twice keeps only its last contribution."
        )
    return recording.graph.op(step.node).rule
