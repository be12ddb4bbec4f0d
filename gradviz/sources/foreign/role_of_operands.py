"""Which attributes of a user's class hold what a value was made from."""

from __future__ import annotations

from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.methods import required
from gradviz.sources.foreign.stored import is_plain_object


def stored_operands(free: list[str], stored: dict[str, Any], cls: type) -> tuple[str, ...]:
    containers = [
        name
        for name in free
        if isinstance(stored[name], (tuple, list, set, frozenset, dict, type(None), cls))
        or is_plain_object(stored[name])
    ]
    real = [name for name in containers if isinstance(stored[name], (tuple, list, set, frozenset))]
    found = names.best(real, names.OPERANDS) or names.best(containers, names.OPERANDS)
    if found is not None and stored[found] is not None:
        return (found,)
    plain = {names.plain_name(name): name for name in free}
    for left, right in names.PAIRS:
        if left in plain and right in plain:
            return plain[left], plain[right]
    holding = [name for name in real if _holds(stored[name], cls)]
    if found is None and len(holding) == 1:
        return (holding[0],)
    return (found,) if found is not None else ()


def _holds(value: Any, cls: type) -> bool:
    """Whether a container, or a pair in it, holds a value of the class."""
    items = list(value) if isinstance(value, (tuple, list)) else []
    inner = [x for item in items if type(item) in (tuple, list) for x in item]
    return any(isinstance(x, cls) for x in (*items, *inner))


def operands_method(methods: dict[str, Any]) -> tuple[str, ...]:
    """`def parents(self): return (self.left, self.right)`, where nothing stored says it."""
    plain = [n for n in methods if not n.startswith("__") and required(methods[n]) == 1]
    named = names.best([n for n in plain if names.rank(n, names.DRIVER) == len(names.DRIVER)],
                       names.OPERANDS)  # fmt: skip
    return () if named is None else (f"{named}()",)
