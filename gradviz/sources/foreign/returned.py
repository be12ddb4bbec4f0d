"""Returned: the gradients that a driver returns, where the values themselves keep none.

KeptPerRoot is its sibling: each value keeps a gradient for every root in a mapping, so that
which one is meant is known only once a driver has run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gradviz.sources.foreign.asked import Ask
from gradviz.sources.foreign.scalars import number
from gradviz.sources.foreign.stored import attributes_of


@dataclass(frozen=True)
class Returned:
    """A mapping, or a list, with a gradient for each value. `key` is the values' attribute that
    says where theirs is, such as a number on a tape; '' where it is the value or its id."""

    table: dict[Any, Any]
    key: str

    @classmethod
    def read(cls, answer: Any, root: Any) -> Returned | None:
        """What a driver returned, or an attribute of it, if the root's own gradient, which is 1,
        is found in it."""
        if type(answer).__module__ != "builtins" and not isinstance(answer, dict):
            held = [x for x in attributes_of(answer).values() if isinstance(x, (dict, list, tuple))]
            return next(filter(None, (cls.read(x, root) for x in held)), None)
        if isinstance(answer, dict):
            items = list(dict.items(answer))
        elif isinstance(answer, (list, tuple)):
            items = list(enumerate(list(answer)))
        else:
            return None
        by_value = {id(key): x for key, x in items}
        if any(type(key) is type(root) for key, _ in items):
            return cls(by_value, "")
        plain = {key: x for key, x in items if type(key) in (int, str)}
        if number(plain.get(id(root))) == 1.0:
            return cls(plain, "")
        for name, held in attributes_of(root).items():
            if type(held) in (int, str) and number(plain.get(held)) == 1.0:
                return cls(plain, name)
        return None

    @classmethod
    def told(cls, ask: Ask, root: Any, values: list[Any]) -> Returned:
        """What was answered about some values."""
        found = dict(zip(map(id, values), ask(root, values), strict=True))
        return cls({id(root): 1.0} | found, "")

    def of(self, obj: Any) -> Any:
        return self.table.get(attributes_of(obj).get(self.key) if self.key else id(obj))


KEY = "of the examination"
"""What a driver is given that wants a key to keep gradients by."""


@dataclass(frozen=True)
class KeptPerRoot:
    """The gradients that values keep in a mapping, by the root that they were found from, by
    its id, or by the key that the driver was given."""

    root: Any
    name: str

    @classmethod
    def read(cls, root: Any) -> KeptPerRoot | None:
        """The attribute whose mapping says, of the root itself, that its gradient is 1."""
        for name in attributes_of(root):
            kept = cls(root, name)
            if number(kept.of(root)) == 1.0:
                return kept
        return None

    def of(self, obj: Any) -> Any:
        held = attributes_of(obj).get(self.name)
        items = dict.items(held) if isinstance(held, dict) else ()
        for key, x in items:
            if key is self.root or (type(key) is int and key == id(self.root)) or key is KEY:
                return x
        return None
