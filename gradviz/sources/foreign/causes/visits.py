"""Visits: which values' backward a pass ran, in what order, and with which gradients.

A driver visits each value once, users first; or it follows every path by itself, handing on
that path's share: then a value is visited once for each path that leads to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.composites import method_of_rule
from gradviz.sources.foreign.log import Call, Pass
from gradviz.sources.foreign.nudge import all_derivatives
from gradviz.sources.foreign.reference import reference
from gradviz.sources.foreign.roles import Roles
from gradviz.sources.foreign.scalars import close


class Visits:
    """The visits of one pass over a captured graph."""

    def __init__(self, bench: Bench, captured: Captured, seen: Pass) -> None:
        engine = bench.engine
        owners = {id(engine.rule.owner(obj)): i for i, obj in enumerate(captured.objects)}
        self.captured = captured
        self.order: list[int] = []
        """The nodes in the order in which their backward ran."""
        self._given: dict[int, list[float]] = defaultdict(list)
        self._held: dict[int, list[float]] = defaultdict(list)
        """What each visit was given, and the gradient that the value had by then."""
        held: dict[int, float] = {}
        written = 0
        for call in seen.calls:
            node = owners.get(id(call.owner))
            if node is None or _is_of_its_own_rule(captured, node, call):
                continue
            if _only_goes_on(engine.roles, call):
                continue
            for write in seen.writes[written : call.writes]:
                held[id(write.target)] = engine.number_in(write.after) or 0.0
            written = max(written, call.writes)
            self.order.append(node)
            share = engine.number_in(call.arguments[0]) if call.arguments else None
            if share is not None and not isinstance(call.arguments[0], bool):
                self._given[node].append(share)
                owner = engine.grad_owner(captured.objects[node])
                self._held[node].append(held.get(id(owner), 0.0))
        self._is_by_hand = not engine.driver.exists and not bench.calls_on
        """Whether the order is gradviz's own, for an engine without a driver."""
        self.without_root = bench.calls_on or engine.roles.backward in (None, engine.roles.driver)
        """Whether the driver is the root's own backward, so that no call of it is seen."""

    @property
    def follows_paths(self) -> bool:
        """Whether a value was visited several times and each time given its share alone."""
        counts = Counter(self.order)
        inner = [i for i in counts if self.captured.operands[i] and i != self.captured.root]
        repeated = [i for i in inner if counts[i] > 1]
        if not repeated or any(len(self._given[i]) < counts[i] for i in inner):
            return False
        if any(self._given_its_sum(i) for i in repeated):
            return False
        truth = reference(self.captured, all_derivatives(self.captured))
        leaves = [i for i in counts if not self.captured.operands[i]]
        told = [i for i in leaves if len(self._given[i]) == counts[i]]
        for node in sorted([*inner, *told], reverse=True):
            total = sum(self._given[node])
            if node in truth.unsure or close(total, truth.grads[node], 1e-6, 1e-9):
                continue
            # Too much, where what was visited before handed on its sum instead of a share;
            # else the rule of a value visited once is to blame.
            users = [i for i, below in enumerate(self.captured.operands) if node in below]
            return not any(counts[i] > 1 for i in users)
        return True

    def _given_its_sum(self, node: int) -> bool:
        """Whether each visit was given all that had arrived by then, what came before included,
        and not the share of its path: `part.backward(part.grad)`."""
        given, held = self._given[node], self._held[node]
        sums = all(close(x, y, 1e-6, 1e-9) for x, y in zip(given, held, strict=True))
        return sums and not close(sum(given), held[-1], 1e-6, 1e-9)

    def fault(self) -> str | None:
        """What is wrong with them, None if nothing is."""
        if not self.order or self._is_by_hand:
            return None
        counts = Counter(self.order)
        inner = [i for i in range(len(self.captured)) if self.captured.operands[i]]
        paths = self.follows_paths
        if any(counts[i] > 1 for i in inner) and not paths:
            return "double-visit"
        if self.leaves_out():
            return "unvisited-node"
        place = {node: at for at, node in enumerate(self.order)}
        place.setdefault(self.captured.root, -1)
        for node in inner if not paths else ():
            operands = self.captured.operands[node]
            if any(self.captured.operands[i] and place[i] < place[node] for i in operands):
                return "wrong-order"
        return None

    def leaves_out(self) -> bool:
        """Whether a value that was made from others wasn't visited."""
        inner = [i for i in range(len(self.captured)) if self.captured.operands[i]]
        ran = set(self.order)
        return any(
            i not in ran for i in inner if not (self.without_root and i == self.captured.root)
        )


def _is_of_its_own_rule(captured: Captured, node: int, call: Call) -> bool:
    """Whether a composite's rule runs the one that it replaced: no second visit."""
    closure = captured.engine.closure(captured.objects[node])
    is_own = getattr(closure, "__code__", None) is call.code
    return is_own and method_of_rule(captured, node) is not None


def _only_goes_on(roles: Roles, call: Call) -> bool:
    """Whether it is the driver that calls itself for a value, whose own backward it runs then,
    or doesn't since it has been there."""
    has_rules = roles.backward not in (None, roles.driver)
    by_itself = has_rules and not call.arguments and call.code.co_name == roles.driver
    return by_itself and lines.called_at(call.code, call.lasti) == roles.driver
