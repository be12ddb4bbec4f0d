"""Learning: the roles that no name gives away, told by a value that an operator made."""

from __future__ import annotations

import contextlib
import functools
from collections import Counter
from dataclasses import replace
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.evaluation import all_that_may_compute, evaluate
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.role_of_backward import backward_of_object
from gradviz.sources.foreign.roles import EVERY, Roles
from gradviz.sources.foreign.stored import attributes_of
from gradviz.sources.foreign.values import op_text

_FUNCTIONS = (FunctionType, MethodType, BuiltinFunctionType, functools.partial, type)


def learn(engine: Engine, product: Any, operands: tuple[Any, Any]) -> None:
    """Complete the roles from a product: what holds both operands by identity."""
    learn_evaluation(engine, product)
    stored = attributes_of(product)
    roles = engine.roles
    wanted = {id(x) for x in operands}

    def holds(name: str) -> bool:
        found: list[Any] = []
        engine.collect(stored[name], found, 0)
        return wanted <= {id(x) for x in found}

    known = [n for n in roles.operands if n in stored]
    together: list[Any] = []
    for name in known:
        engine.collect(stored[name], together, 0)
    if not known and roles.operands:
        together = engine.operands(product)
    if not wanted <= {id(x) for x in together}:
        fit = [
            n
            for n in stored
            if not isinstance(stored[n], _FUNCTIONS)
            and n not in (roles.data, roles.grad)
            and holds(n)
        ]
        single = [n for n in stored if any(stored[n] is x for x in operands)]
        if fit and not (known and _is_kept_by_a_sum(engine, operands)):
            roles = replace(roles, operands=(fit[0],))
        elif not fit and len(single) >= 2 and type(product) is not type(operands[0]):
            roles = replace(roles, operands=(EVERY,))  # each op's class has names of its own
        elif not fit and len(single) >= 2:
            single.sort(key=lambda n: 0 if stored[n] is operands[0] else 1)
            roles = replace(roles, operands=tuple(single[:2]))
        elif not known and not any(isinstance(stored[n], (set, tuple, list)) for n in known):
            roles = replace(roles, operands=())
    own = stored.get(roles.backward or "")
    if roles.backward_kind == "method" and isinstance(own, FunctionType):
        # The method is the leaves' alone; each result has a closure in its place.
        roles = replace(roles, backward_kind="closure")
    if roles.backward_kind == "closure" and isinstance(own, (tuple, list, dict)):
        # What a leaf has nothing of under that name is a record that the driver reads.
        roles = replace(roles, backward=None, backward_kind="none")
    if roles.backward is None or type(stored.get(roles.backward)) is str:
        roles = _learn_backward(engine, roles, stored)
    if roles.op in roles.operands and not op_text(stored.get(roles.op or "")):
        roles = replace(roles, op=None)
    engine.roles = roles
    below: list[Any] = []
    for value in attributes_of(operands[0]).values():
        engine.collect(value, below, 0)
    engine.is_pulled = not together and any(x is product for x in below)


def _is_kept_by_a_sum(engine: Engine, operands: tuple[Any, Any]) -> bool:
    """Whether a sum holds its operands where names say, so that the product alone stores its
    own elsewhere."""
    total = None
    with contextlib.suppress(Exception):  # a user's code
        total = operands[0] + operands[1]
    held = engine.operands(total) if engine.is_value(total) else []
    return {id(x) for x in operands} <= {id(x) for x in held}


def learn_from(engine: Engine, values: list[Any]) -> None:
    """The operands' attributes from a program's own values: what holds older values."""
    votes: Counter[str] = Counter()
    for value in values:
        own = engine.births.get(id(value))
        for name, held in attributes_of(value).items():
            found: list[Any] = []
            engine.collect(held, found, 1)
            births = [engine.births.get(id(x)) for x in found if x is not value]
            if own is not None and births and all(b and b.order < own.order for b in births):
                votes[name] += 1
    likely = [name for name in votes if name not in (engine.roles.data, engine.roles.grad)]
    if likely:
        operands = (likely[0],) if len(likely) == 1 else (EVERY,)
        engine.roles = replace(engine.roles, operands=operands)


def _learn_backward(engine: Engine, roles: Roles, stored: dict[str, Any]) -> Roles:
    """A product may have what a leaf doesn't: an op object, or the name of its rule."""
    methods = own_methods(engine.cls)
    for name, value in stored.items():
        operator = type(value) is str and value.startswith("__")
        if type(value) is str and value in methods and value != roles.driver and not operator:
            return replace(roles, backward=name, backward_kind="named")
    for name, value in stored.items():
        if type(value).__module__ != "builtins" and not isinstance(value, (type, engine.cls)):
            below = backward_of_object(value)
            if below is not None:
                return replace(roles, backward=f"{name}.{below}", backward_kind="object")
    return roles


def learn_evaluation(engine: Engine, product: Any) -> None:
    """A result without a number yet, a product for instance, has a method that computes it, or
    a property that does when it is first read."""
    if engine.evaluation is not None or engine.raw(product, engine.roles.data) is not None:
        return
    for name in all_that_may_compute(type(product)):
        with contextlib.suppress(Exception):
            evaluate(product, name)
        if engine.data(product) is not None:
            engine.evaluation = name
            return
