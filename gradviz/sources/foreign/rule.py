"""Rule: the backward of one value, which gives the value's operands their shares."""

from __future__ import annotations

import inspect
from types import FunctionType, MethodType
from typing import Any

from gradviz.sources.foreign.log import Pass
from gradviz.sources.foreign.methods import required
from gradviz.sources.foreign.scalars import like, number
from gradviz.sources.foreign.unsupported import Unsupported
from gradviz.sources.foreign.value_graph import ValueGraph


class Rule:
    """How one value's backward is found and called, in the values of one class."""

    def __init__(self, graph: ValueGraph) -> None:
        self.graph = graph
        self.takes = "nothing"  # or "adjoint", "node", "node, operands"
        self.adjoint_given: Any = None
        """What the driver gave a value's backward, for the type of it."""
        self.adds_its_adjoint = False
        """Whether a value's backward, given its adjoint, itself adds it to the value's gradient."""
        self.gives_locals = False
        """Whether one node's backward returns its local derivatives, for the driver to multiply."""
        self.is_exercised = True
        """If not, only the program knows what to call a rule of several arguments with."""

    def exists(self, obj: Any) -> bool:
        return self.graph.roles.backward is not None and self.of(obj) is not None

    def of(self, obj: Any) -> Any:
        """What is called to run this value's backward; None if there is nothing."""
        roles = self.graph.roles
        name = roles.backward
        if name is None:
            return None
        if roles.backward_kind == "closure":
            found = self.graph.raw(obj, name)
            if (
                isinstance(found, FunctionType)
                and name in type(obj).__dict__
                and (found is inspect.getattr_static(type(obj), name))
            ):
                return MethodType(found, obj)
            return found if callable(found) else None
        if roles.backward_kind == "method":
            return getattr(obj, name, None)  # which leaves may lack
        if roles.backward_kind == "named":
            method = self.graph.raw(obj, name)
            return getattr(obj, method, None) if type(method) is str else None
        holder, _, method = name.partition(".")
        op = self.graph.raw(obj, holder)
        return None if op is None else getattr(op, method, None)

    def owner(self, obj: Any) -> Any:
        """What a logged call of this value's backward names as its owner."""
        if self.graph.roles.backward_kind == "object" and self.graph.roles.backward is not None:
            return self.graph.raw(obj, self.graph.roles.backward.partition(".")[0])
        made = self.graph.made(obj)
        return obj if made is None or made.gate is None else made.gate

    def takes_operands(self, product: Any) -> bool:
        """Whether a product's backward can only be meant for the product and its operands."""
        wanted = required(self.of(product))
        return wanted is not None and 1 < wanted == 1 + len(self.graph.operands(product))

    def run(self, obj: Any, adjoint: float) -> Any:
        """Run one node's backward; what it returns."""
        function = self.of(obj)
        if function is None:
            raise Unsupported(f"{self.graph.name} has no backward for one value")
        wanted = required(function)
        if self.takes == "adjoint" and wanted != 0:
            if self.graph.grads_are_values:
                return function(self.graph.leaf(adjoint))
            return function(like(self.adjoint_given, adjoint))
        if wanted == 1 and self.graph.roles.backward_kind == "method" and self.takes != "node":
            return function(adjoint)
        if self.takes == "node, operands" and wanted != 0:
            return function(obj, *self.graph.operands(obj))
        if (self.takes == "node" and wanted != 0) or wanted == 1:
            return function(obj)
        if wanted is not None and wanted > 1 and not self.is_exercised:
            name = self.graph.name
            raise Unsupported(f"{name} hands its rules arguments that gradviz can't guess")
        return function()

    def learn_from(self, seen: Pass) -> None:
        """Whether one node's backward was called with nothing, the adjoint, or the node; and
        whether the node had that adjoint as its gradient already."""
        own = [c for c in seen.calls if self.owner(seen.root) is c.owner]
        call = next((c for c in (*own, *seen.calls) if c.arguments), None)
        if call is None:
            return
        first = call.arguments[0]
        if first is seen.root or (
            first is call.owner and (number(first) is None or self.graph.is_value(first))
        ):
            self.takes = "node"
        elif number(first) is not None or self.graph.is_value(first):
            self.takes = "adjoint"
            self.adjoint_given = first
            before = [w for w in seen.writes[: call.writes] if w.target is call.owner]
            self.adds_its_adjoint = not before and call.owner is not seen.root
            if call.owner is seen.root and not before:
                self.adds_its_adjoint = any(w.target is seen.root for w in seen.writes)
