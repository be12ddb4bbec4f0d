"""Kept order: a list of values that a driver fills and never empties.

A default argument is made once, as is a list of the module or of the class. A driver that puts
the values in order into such a list runs those of earlier passes again, and their operands get
what they were given then once more: in a training loop the parameters, at every step.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import FunctionType
from typing import Any, NamedTuple

from gradviz.sources.foreign import source_tree
from gradviz.sources.foreign.bench import LEFT, RIGHT, Bench
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.drivers import driver_place
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.finding import Finding, exercise_finding
from gradviz.sources.foreign.methods import names_used, own_methods
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.foreign.whole import Whole
from gradviz.sources.foreign.wording import instead, sentence
from gradviz.sources.user_code import Place


class _Kept(NamedTuple):
    """A list that outlives a pass, its name, and the function whose default it is."""

    held: list[Any]
    name: str
    owner: FunctionType | None = None


def kept_order(whole: Whole) -> Finding | None:
    """The list that a driver fills at each pass, where the second pass over the same leaves
    comes out wrong for it: a * b + a, then a * b, with the leaves' gradients cleared between."""
    bench, engine = whole.bench, whole.bench.engine
    if whole.came_out_wrong or engine.roles.grad is None or not engine.driver.exists:
        return None
    if not {"__add__", "__mul__"} <= whole.working.binary:
        return None
    a, b = engine.leaf(LEFT), engine.leaf(RIGHT)
    first, error = bench.attempt(lambda: a * b + a)
    before = [(kept, len(kept.held)) for kept in _lists_beside(engine)]
    seed = 1.0 if whole.caller_seeds else None
    if error is not None or bench.backward(first, seed).error is not None:
        return None
    grown = [
        kept
        for kept, length in before
        if len(kept.held) > length and any(x is first for x in kept.held)
    ]
    if not grown or any(_is_emptied(kept, engine) for kept in grown):
        return None
    bench.reset([a, b])
    seen = bench.backward(a * b, seed)
    found = engine.grad(a)
    if seen.error is not None or found is None or close(found, RIGHT, 1e-5):
        return None
    clause = (
        "backward() keeps its list of values from one pass to the next, so that it runs those of "
        "earlier passes again"
    )
    numbers = f"in a * b after a * b + a the gradient of a is {instead(found, RIGHT)}"
    return exercise_finding(
        "double-visit",
        sentence(clause, numbers),
        _made_at(grown[0], engine, bench) or driver_place(bench, seen, "double-visit"),
        found=found,
        expected=RIGHT,
        clause=clause,
    )


def _functions(engine: Engine) -> list[FunctionType]:
    beside = [x for space in engine.driver.spaces for x in space.values()]
    found = [
        unwrapped(x) for x in (*own_methods(engine.cls).values(), engine.driver.beside, *beside)
    ]
    return [f for f in found if isinstance(f, FunctionType)]


def _lists_beside(engine: Engine) -> Iterator[_Kept]:
    for function in _functions(engine):
        code = function.__code__
        named = code.co_varnames[: code.co_argcount]
        defaults = function.__defaults__ or ()
        pairs = [*zip(named[len(named) - len(defaults) :], defaults, strict=True)]
        for name, held in (*pairs, *(function.__kwdefaults__ or {}).items()):
            if type(held) is list:
                yield _Kept(held, name, function)
    spaces = [*engine.driver.spaces, *(dict(base.__dict__) for base in engine.cls.__mro__)]
    for name, held in (pair for space in spaces for pair in list(space.items())):
        if type(held) is list:
            yield _Kept(held, name)


def _is_emptied(kept: _Kept, engine: Engine) -> bool:
    """Whether there is a function to be called between two passes that empties the list."""
    words = ("clear", "reset", "zero", "new", "start", "begin")
    return any(
        any(word in function.__name__.lower() for word in words)
        and kept.name in names_used(function)
        for function in _functions(engine)
    )


def _made_at(kept: _Kept, engine: Engine, bench: Bench) -> Place | None:
    """The line of the default argument, or of the assignment in the module or the class."""
    code = code_of(kept.owner or engine.driver.function)
    if code is None:
        return None
    if kept.owner is not None:
        function = source_tree.function_node(code)
        arguments = [*function.args.args, *function.args.kwonlyargs] if function else []
        line = next((a.lineno for a in arguments if a.arg == kept.name), code.co_firstlineno)
        return Place(code.co_filename, line)
    tree = source_tree.tree_of(code.co_filename)
    classes = [x for x in ast.walk(tree) if isinstance(x, ast.ClassDef)] if tree else []
    for body in [x.body for x in classes if x.name == engine.name] + ([tree.body] if tree else []):
        for statement in body:
            targets: list[ast.expr] = []
            if isinstance(statement, ast.Assign):
                targets = statement.targets
            elif isinstance(statement, ast.AnnAssign):
                targets = [statement.target]
            if any(isinstance(t, ast.Name) and t.id == kept.name for t in targets):
                return Place(code.co_filename, statement.lineno)
    return None
