"""Learning: the roles that no name gives away, told by a value that an operator made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.engine import Engine, op_text
from gradviz.sources.foreign.roles import Roles, attributes_of, own_methods


def learn(engine: Engine, product: Any, operands: tuple[Any, Any]) -> None:
    """Complete the roles from a product: what holds both operands by identity."""
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
    if not wanted <= {id(x) for x in together}:
        fit = [
            n
            for n in stored
            if not callable(stored[n]) and n not in (roles.data, roles.grad) and holds(n)
        ]
        single = [n for n in stored if any(stored[n] is x for x in operands)]
        if fit:
            roles = replace(roles, operands=(fit[0],))
        elif len(single) >= 2:
            single.sort(key=lambda n: 0 if stored[n] is operands[0] else 1)
            roles = replace(roles, operands=tuple(single[:2]))
        elif not known and not any(isinstance(stored[n], (set, tuple, list)) for n in known):
            roles = replace(roles, operands=())
    if roles.backward is None or type(stored.get(roles.backward)) is str:
        roles = _learn_backward(engine, roles, stored)
    if roles.op in roles.operands and not op_text(stored.get(roles.op or "")):
        roles = replace(roles, op=None)
    engine.roles = roles


def _learn_backward(engine: Engine, roles: Roles, stored: dict[str, Any]) -> Roles:
    """A product may have what a leaf doesn't: an op object, or the name of its rule."""
    methods = own_methods(engine.cls)
    for name, value in stored.items():
        if type(value) is str and value in methods and value != roles.driver:
            return replace(roles, backward=name, backward_kind="named")
    for name, value in stored.items():
        if type(value).__module__ != "builtins" and not isinstance(value, (type, engine.cls)):
            below = names.best(list(own_methods(type(value))), names.BACKWARD)
            if below is not None:
                return replace(roles, backward=f"{name}.{below}", backward_kind="object")
    return roles
