"""Comparison: the gradients of a graph as a pass left them, beside the right ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.capture import Captured, takes_none
from gradviz.sources.foreign.composites import Routes, routes
from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.reference import Reference, reference
from gradviz.sources.foreign.scalars import close


@dataclass
class Comparison:
    """The program's gradients after a pass beside the true ones."""

    captured: Captured
    truth: Reference
    found: list[float | None]
    wrong: list[int]
    routes: Routes
    stale: list[int] = field(default_factory=list)
    """Those of the wrong ones that are so only because the pass added to what an earlier one
    had left."""


def compare(
    captured: Captured,
    locals_of: list[tuple[float, ...] | None],
    seen: Pass | None,
    engine_codes: set[int],
) -> Comparison:
    """`engine_codes` are the ids of the engine's own code: a constant that it made for itself,
    such as an exponent, needs no gradient."""
    found = gradients_after(captured, seen)
    ways = Routes(captured, locals_of, set())
    if seen is not None:
        ways = routes(captured, locals_of, seen, partial(_is_made_inside, captured, engine_codes))
    truth = reference(ways.captured, ways.slopes, 1.0 if seen is None else seen.seed)
    truth.unsure |= _below_kinks(captured) | _not_reached(captured, seen)
    truth.unsure |= {i for i in ways.passed_by if not found[i]}
    loose = 1e-3 if captured.single_precision else 1e-6
    loose = max(loose, captured.engine.differences.noise)
    wrong = []
    written = {id(w.target) for w in seen.writes} if seen is not None else set()
    for node in range(len(captured) if seen is not None else 0):
        if node in truth.unsure:
            continue
        value, expected = found[node], truth.grads[node]
        owner = captured.engine.grad_owner(captured.objects[node])
        birth = captured.birth(node)
        made_inside = birth is not None and id(birth.code) in engine_codes
        is_constant = takes_none(captured, node) or (
            not captured.operands[node] and made_inside and id(owner) not in written
        )
        if expected != expected or (not value and is_constant):
            truth.unsure.add(node)
        elif not close(value or 0.0, expected, loose, loose * truth.scale[node] + 1e-12):
            wrong.append(node)
    if wrong and all(captured.operands[i] and not found[i] for i in wrong):
        # Some engines keep no gradients between the leaves, or clear them once they are used.
        leaves = [i for i in range(len(captured)) if not captured.operands[i]]
        if any(truth.grads[i] and i not in truth.unsure for i in leaves):
            truth.unsure.update(wrong)
            wrong = []
    return Comparison(captured, truth, found, wrong, ways)


def _is_made_inside(captured: Captured, engine_codes: set[int], obj: Any) -> bool:
    """Whether the engine made a value for itself."""
    birth = captured.engine.birth(obj)
    return birth is not None and id(birth.code) in engine_codes


def _below_kinks(captured: Captured) -> set[int]:
    """Everything whose gradient comes through an op exactly at its kink: any slope between
    the two sides is as right as another there."""
    out: set[int] = set()
    for node in range(len(captured) - 1, -1, -1):
        op = captured.ops[node]
        if op is None:
            continue
        if node in out or op.at_kink(captured.operand_values(node)):
            out.update(captured.operands[node])
    return out


def _not_reached(captured: Captured, seen: Pass | None) -> set[int]:
    """In a pass by hand that went only half-way: what isn't reached yet isn't wrong."""
    if seen is None or not seen.manual:
        return set()
    engine = captured.engine
    if stops_at_the_root(captured, seen):
        return set()
    owners = {id(c.owner) for c in seen.calls}
    ran = {i for i, obj in enumerate(captured.objects) if id(engine.rule.owner(obj)) in owners}
    out: set[int] = set()
    for node in range(len(captured) - 1, -1, -1):
        # One that was left out while what it is made from went on isn't still to come.
        left_out = any(i in ran and captured.operands[i] for i in captured.operands[node])
        if node in out or (node not in ran and not left_out):
            out.update(captured.operands[node])
    alone = len(seen.writes) == 1  # the seed was set, and nothing more was done
    return out if ran or alone else set()


def stops_at_the_root(captured: Captured, seen: Pass) -> bool:
    """Whether a program relied on a method that is named as a driver, and hands the gradient on
    to the operands alone: `loss.backward()`, and that once."""
    roles = captured.engine.roles
    name = roles.backward or ""
    is_named = names.rank(name, names.DRIVER) < len(names.DRIVER) and not name.startswith("_")
    runs = [c for c in seen.calls if captured.engine.is_value(c.owner)]
    return (
        roles.backward_kind == "method"
        and is_named
        and [id(c.owner) for c in runs] == [id(captured.objects[captured.root])]
    )


def gradients_after(captured: Captured, seen: Pass | None) -> list[float | None]:
    """Each gradient as the pass left it: its last write in the pass, else what it holds now."""
    engine = captured.engine
    out = [engine.grad(obj) for obj in captured.objects]
    if seen is None:
        return out
    owners = {id(engine.grad_owner(obj)): i for i, obj in enumerate(captured.objects)}
    for write in seen.writes:
        node = owners.get(id(write.target))
        if node is not None:
            out[node] = engine.number_in(write.after)
    return out
