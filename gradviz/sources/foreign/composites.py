"""Composites: results built out of several ops, whose rule the method that built them replaced.

    out = (e - f) / (e + f)
    def _backward():
        self.grad += (1 - out.data**2) * out.grad
    out._backward = _backward

The rule is the division's in place and the tanh's in meaning: it has to give `self` the
derivative of the result through all that lies between, and the ops between get nothing. If it
gives them their shares too, these come down to `self` a second time.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.known_ops import meaning
from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.nudge import Slopes, all_derivatives
from gradviz.sources.foreign.scalars import close
from gradviz.sources.user_code import Place

ADJOINT = 2.45
LARGEST = 1_000
"""Values up to which every composite of a graph is tried alone."""


@dataclass(frozen=True)
class Composite:
    """`due` are the right derivatives of the result by each value that the rule writes to, and
    by the leaves that it leaves out though the result depends on them."""

    method: str
    due: dict[int, float]


@dataclass(frozen=True)
class Routes:
    """A graph with the ways that gradients take: from a composite straight to what its rule
    writes to. `passed_by` are the nodes that they never come to."""

    captured: Captured
    slopes: Slopes
    passed_by: set[int]


def composite(bench: Bench, captured: Captured, node: int) -> Composite | None:
    """What a node's rule has to give, if another method than that of the node's op put it
    there; None also where an op in between is unknown."""
    if method_of_rule(captured, node) is None:
        return None
    targets = _targets_alone(bench, captured, node)
    return _composite(captured, node, targets, all_derivatives(captured), bench.is_made_inside)


def hidden(bench: Bench, captured: Captured) -> set[int]:
    """The nodes that no gradient ever comes to, since the rules of composites pass by them. Of a
    large graph with composites that may be any: the small ones of an exercise tell."""
    composites = [i for i in range(len(captured)) if method_of_rule(captured, i) is not None]
    if composites and len(captured) > LARGEST:
        return set(range(len(captured)))
    direct: list[list[int]] = list(captured.operands)
    for node in composites:
        direct[node] = sorted(_targets_alone(bench, captured, node)) or direct[node]
    return _not_under_the_root(captured, direct)


def routes(captured: Captured, slopes: Slopes, seen: Pass, inner: Callable[[Any], bool]) -> Routes:
    """The ways that gradients took in a pass. `inner` tells which values the engine made for
    itself."""
    composites = [i for i in range(len(captured)) if method_of_rule(captured, i) is not None]
    if not composites:
        return Routes(captured, slopes, set())
    nodes = {id(captured.engine.grad_owner(x)): i for i, x in enumerate(captured.objects)}
    written: dict[int, set[int]] = defaultdict(set)
    for write in seen.writes:
        written[id(write.running)].add(nodes.get(id(write.target), -1))
    direct, local = list(captured.operands), list(slopes)
    for node in composites:
        owner = captured.engine.rule.owner(captured.objects[node])
        targets = {i for i in written[id(owner)] if 0 <= i < node}
        built = _composite(captured, node, targets, slopes, inner)
        if built is not None:
            direct[node], local[node] = list(built.due), tuple(built.due.values())
    routed = replace(captured, operands=direct)
    return Routes(routed, local, _not_under_the_root(captured, direct))


def method_of_rule(captured: Captured, node: int) -> str | None:
    """The function that a node's rule was defined in, if it isn't the one that made the node,
    nor one that this calls for its rule."""
    closure, birth = captured.engine.closure(captured.objects[node]), captured.birth(node)
    if not isinstance(closure, FunctionType) or birth is None:
        return None
    outer, inside, _ = closure.__qualname__.rpartition(".<locals>.")
    method = outer.rpartition(".")[2]
    if not inside or method in ("__init__", birth.code.co_name) or method in birth.code.co_names:
        return None
    return None if closure.__code__ in _codes_within(birth.code) else method


def code_of_method(captured: Captured, node: int) -> CodeType | None:
    """The code of the method that put a node's rule there."""
    method = method_of_rule(captured, node)
    return code_of(own_methods(captured.engine.cls).get(method)) if method is not None else None


def stray_place(bench: Bench, captured: Captured, node: int) -> Place | None:
    """The line that gives a value a rule meant for what was made of it: the rule adds to the
    gradient of the value itself."""
    engine, obj = bench.engine, captured.objects[node]
    code = code_of_method(captured, node)
    if code is None or engine.rule.adds_its_adjoint or len(captured) > LARGEST:
        return None
    kept = [engine.raw_grad(x) for x in captured.objects]
    try:
        _, seen = bench.node_backward(obj, ADJOINT)
    finally:
        for x, grad in zip(captured.objects, kept, strict=True):
            engine.put_grad(x, grad)
    own = [w for w in seen.writes if w.target is engine.grad_owner(obj)]
    if seen.error is not None or not any(engine.number_in(w.after) for w in own):
        return None
    line = lines.strayed(code, engine.closure(obj).__code__)
    return Place(code.co_filename, line or code.co_firstlineno)


@lru_cache(maxsize=256)
def _codes_within(code: CodeType) -> list[CodeType]:
    out = [code]
    for each in out:
        out += [const for const in each.co_consts if isinstance(const, CodeType)]
    return out


def _targets_alone(bench: Bench, captured: Captured, node: int) -> set[int]:
    """The values below a node that its rule writes to; every gradient is put back."""
    engine = bench.engine
    objects = captured.objects[: node + 1]
    nodes = {id(engine.grad_owner(x)): i for i, x in enumerate(objects)}
    kept = [engine.raw_grad(x) for x in objects]
    try:
        engine.set_grad(objects[node], 0.0 if engine.rule.adds_its_adjoint else ADJOINT)
        _, seen = bench.node_backward(objects[node], ADJOINT)
    finally:
        for obj, grad in zip(objects, kept, strict=True):
            engine.put_grad(obj, grad)
    if seen.error is not None:
        return set()
    return {nodes[id(w.target)] for w in seen.writes if id(w.target) in nodes} - {node}


def _composite(
    captured: Captured, node: int, targets: set[int], slopes: Slopes, inner: Callable[[Any], bool]
) -> Composite | None:
    birth, method = captured.birth(node), method_of_rule(captured, node) or ""
    is_op = birth is not None and meaning(birth.code.co_name) is not None
    if not targets or not (is_op or targets - set(captured.operands[node])):
        return None  # it may as well be the node's own rule, made by a helper
    due = _due(captured, node, targets, slopes, inner)
    return Composite(method.strip("_"), due) if due is not None else None


def _due(
    captured: Captured, node: int, targets: set[int], slopes: Slopes, inner: Callable[[Any], bool]
) -> dict[int, float] | None:
    """For each target the sum over the paths to it that lead through no other target, since
    what that other one is given comes down by itself."""
    method = method_of_rule(captured, node)
    share: dict[int, float] = defaultdict(float)
    share[node] = 1.0
    left_out: dict[int, float] = {}
    pending = [-node]  # the latest first: all its users came before it
    while pending:
        at = -heapq.heappop(pending)
        if at in targets:
            continue
        if not captured.operands[at]:
            birth = captured.birth(at)
            is_inside = birth is not None and birth.code.co_name == method
            if not is_inside and not inner(captured.objects[at]) and not close(share[at], 0.0):
                left_out[at] = share[at]
            continue
        here = slopes[at]
        if here is None:
            return None
        for operand, slope in zip(captured.operands[at], here, strict=False):
            if operand not in share:
                heapq.heappush(pending, -operand)
            share[operand] += slope * share[at]
    return {i: share[i] for i in sorted(targets)} | left_out


def _not_under_the_root(captured: Captured, direct: list[list[int]]) -> set[int]:
    reached = {captured.root}
    for node in range(captured.root, -1, -1):
        if node in reached:
            reached.update(direct[node])
    return set(range(captured.root + 1)) - reached
