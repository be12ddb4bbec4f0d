"""Set order: operands kept in a set by a class whose backward tells the first from the second.

    self._prev = set(children)      …      first, second = self._prev

A set has no order and holds a value once, so which operand is the first is chance, and `a + a`
has one operand. It is told by an experiment: with a tuple in the set's place all is right.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign import source_tree
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.user_code import Place

if TYPE_CHECKING:
    from gradviz.sources.foreign.engine import Engine


def kept_in_a_set(engine: Engine, obj: Any) -> str:
    """The attribute of a value that holds its operands in a set; '' if none does."""
    for name in engine.roles.operands:
        if isinstance(engine.raw(obj, name), (set, frozenset)):
            return name
    return ""


@contextlib.contextmanager
def in_order(engine: Engine, obj: Any, operands: list[Any]) -> Iterator[None]:
    """With the operands of one value in a tuple, as they were written."""
    name = kept_in_a_set(engine, obj)
    held = engine.raw(obj, name)
    object.__setattr__(obj, name, tuple(operands))
    try:
        yield
    finally:
        object.__setattr__(obj, name, held)


def set_order_finding(engine: Engine, obj: Any, text: str) -> Finding:
    """`text` is what showed it, such as 'a - b'."""
    name = kept_in_a_set(engine, obj)
    message = (
        f"The operands are kept in a set, which has no order and holds a value once, but "
        f"backward tells the first from the second, as in {text}: whether the gradients are "
        "right is chance. Keep the operands in a tuple."
    )
    return Finding(
        "wrong-operand",
        Severity.ERROR,
        FoundIn.EXERCISE,
        message,
        _place(engine, obj, name),
        clause="the operands are kept in a set, which has no order",
    )


def _place(engine: Engine, obj: Any, name: str) -> Place | None:
    """Where the constructor makes the set."""
    init = own_methods(type(obj)).get("__init__")
    if init is None:
        return Place(*engine.place)
    code = unwrapped(init).__code__
    function = source_tree.function_node(code)
    found = [
        node.lineno
        for node in (ast.walk(function) if function is not None else ())
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == name
    ]
    return Place(code.co_filename, found[0] if found else code.co_firstlineno)
