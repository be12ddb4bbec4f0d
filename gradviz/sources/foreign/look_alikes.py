"""Look-alikes: classes of values without a common base, one for each op, that know each other
by their attributes alone.

    class Leaf:                         class Product:
        def __init__(self, x):              def __init__(self, a, b):
            self.value = x                      self.a, self.b = a, b
            self.grad = 0.0                     self.value = a.value * b.value
                                                self.grad = 0.0
                                            def backward(self):
                                                self.a.grad += self.b.value * self.grad

So that they are one engine like any other, such classes are given a base that has nothing in it,
as they are made. Which they are is told by the source of their file.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from types import FunctionType
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.evaluation import methods_that_compute
from gradviz.sources.foreign.known_ops import meaning
from gradviz.sources.foreign.scalars import close, number
from gradviz.sources.foreign.source_tree import tree_of
from gradviz.sources.user_code import is_own

if TYPE_CHECKING:
    from gradviz.sources.foreign.capture import Captured

_MARK = "_base_of_look_alikes"


class LookAlikes:
    """The bases given so far, one for each file."""

    def __init__(self) -> None:
        self.bases: dict[str, type] = {}

    def bases_of(self, body: FunctionType, name: str, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        """What a class that is about to be made is to be derived from."""
        file = body.__code__.co_filename
        if bases not in ((), (object,)) or body.__qualname__ != name or not is_own(file):
            return bases
        alike = _alike_in(file)
        if name not in alike:
            return bases
        if file not in self.bases:
            fields = {"__slots__": (), "__module__": body.__globals__.get("__name__"), _MARK: True}
            self.bases[file] = type(alike[0], (), fields)
        return (self.bases[file],)


def is_base_of_look_alikes(cls: type) -> bool:
    return _MARK in cls.__dict__


def contradicts(captured: Captured) -> bool:
    """Whether most ops by the names of their classes don't give the numbers of their values: what
    was taken for these is something else, such as an operand's."""
    named = [i for i in range(len(captured)) if captured.operands[i]]
    named = [i for i in named if meaning(type(captured.objects[i]).__name__) is not None]
    odd = [i for i in named if (op := captured.ops[i]) is None or op.guessed]
    return 2 * len(odd) > len(named)


def returns_another_number(product: Any, data: float | None) -> bool:
    """Whether a value, told to compute itself, returns another number than the one that is taken
    for its own."""
    for name in methods_that_compute(type(product)):
        with contextlib.suppress(Exception):  # a user's code
            returned = number(getattr(product, name)())
            return returned is not None and (data is None or not close(returned, data))
    return False


def keeps_numbers_unknown(name: str) -> str:
    return f"gradviz can't tell where {name} and the classes like it keep their numbers"


def _alike_in(file: str) -> list[str]:
    """The names of a file's look-alikes, in their order; none if fewer than two of them give
    others their gradients by the same method."""
    tree = tree_of(file)
    outermost = tree.body if tree is not None else []
    classes = [node for node in outermost if isinstance(node, ast.ClassDef) and _is_plain(node)]
    for grad in dict.fromkeys(grad for cls in classes for _, grad in _gives(cls)):
        alike = [cls for cls in classes if grad in _kept(cls)]
        rules = [rule for cls in alike for rule, given in set(_gives(cls)) if given == grad]
        if any(rules.count(rule) >= 2 for rule in rules):
            return [cls.name for cls in alike]
    return []


def _is_plain(cls: ast.ClassDef) -> bool:
    """Whether it is a class without a base of anybody's."""
    bases = [base.id if isinstance(base, ast.Name) else "" for base in cls.bases]
    return not cls.keywords and all(base == "object" for base in bases)


def _methods(cls: ast.ClassDef) -> Iterator[ast.FunctionDef]:
    yield from (node for node in cls.body if isinstance(node, ast.FunctionDef))


def _kept(cls: ast.ClassDef) -> set[str]:
    """The attributes that each value of a class has from the beginning."""
    known = {
        node.target.id
        for node in cls.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    made = [method for method in _methods(cls) if method.name == "__init__"]
    return known | {attribute for method in made for owner, attribute in _stored(method) if owner}


def _gives(cls: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """(method, attribute) of each method by which a value gives others their gradients."""
    for method in _methods(cls):
        if names.rank(method.name, names.BACKWARD) < len(names.BACKWARD):
            for owner, attribute in _stored(method):
                if not owner and names.rank(attribute, names.GRAD) < len(names.GRAD):
                    yield method.name, attribute


def _stored(method: ast.FunctionDef) -> Iterator[tuple[bool, str]]:
    """(is it one of `self`, name) of each attribute that a method sets."""
    own = method.args.args[0].arg if method.args.args else ""
    for node in ast.walk(method):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield isinstance(node.value, ast.Name) and node.value.id == own, node.attr
