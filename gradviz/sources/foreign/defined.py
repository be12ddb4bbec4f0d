"""The engine that a file defines without using it: which class it is, or why there is none."""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Iterator
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.callables import makers
from gradviz.sources.foreign.discover import ProgramObserver
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.kinship import family
from gradviz.sources.foreign.look_alikes import is_base_of_look_alikes
from gradviz.sources.foreign.methods import defines_operators
from gradviz.sources.foreign.roles import find_roles
from gradviz.sources.foreign.wording import error_text, with_advice
from gradviz.sources.user_code import raised_at

LEAF = 1.5


def engine_to_exercise(observer: ProgramObserver, namespace: dict[str, object]) -> Engine | None:
    """The engine a file defines but doesn't use: one instance tells its roles. A class with
    operators goes before one without, such as an op of its own beside it; of several the last."""
    own = [engine for engine in observer.engines if engine.cls.__module__ != "gradviz.model.value"]
    own.sort(key=lambda engine: not engine.is_forward_only)
    left = [c for c in observer.candidates if c not in observer.tensors]
    left = [c for c in left if all(c is not engine.cls for engine in own)]
    left = [c for c in left if not any(map(is_base_of_look_alikes, c.__mro__[1:]))]
    computing = [engine for engine in own if defines_operators(engine.cls)]
    if computing or (own and not any(map(defines_operators, left))):
        return (computing or own)[-1]
    left.reverse()
    for cls in sorted(left, key=_computes, reverse=True):
        engine = _from_a_leaf(cls, observer) or _from_a_product(cls, observer)
        if engine is not None:
            return engine
    return own[-1] if own else None


def _computes(cls: type) -> int:
    """2 for a class with operators of its own, 1 for one that inherits them, else 0."""
    return defines_operators(cls) + any(name in cls.__dict__ for name in names.OPERATORS)


def _made(cls: type) -> Iterator[Any]:
    """What the class makes of 1.5, in the ways that people's classes are called."""
    for member in family(cls) if is_base_of_look_alikes(cls) else [cls]:
        for make in makers(member):
            with contextlib.suppress(Exception):  # a user's constructor
                yield make(LEAF)


def _from_a_leaf(cls: type, observer: ProgramObserver) -> Engine | None:
    for obj in _made(cls):
        roles = find_roles(cls, obj, LEAF)
        if roles is not None:
            return Engine(cls, roles, observer.watch.births)
    return None


def _from_a_product(cls: type, observer: ProgramObserver) -> Engine | None:
    """An engine whose leaves tell too little: they are of a class below, beside its ops, or
    only a result has an op object."""
    if not defines_operators(cls):
        return None
    for member in family(cls):
        for leaf in _made(member):
            for act, number in ((operator.mul, LEAF * LEAF), (operator.add, LEAF + LEAF)):
                made = None
                with contextlib.suppress(Exception):
                    made = act(leaf, leaf)
                if not isinstance(made, cls):
                    continue
                roles = find_roles(cls, made, number)
                if roles is None:
                    continue
                engine = Engine(cls, roles, observer.watch.births)
                if (engine.data(leaf), engine.data(made)) == (LEAF, number):
                    return engine
    return None


def constructor_fault(observer: ProgramObserver) -> list[Finding]:
    """A class with operators whose values can't be made at all, by a mistake within."""
    for cls in reversed([c for c in observer.candidates if defines_operators(c)]):
        try:
            makers(cls)[1](1.5)
        except (AttributeError, NameError) as error:
            places = raised_at(error.__traceback__)
            own_slip = isinstance(error, NameError) or f"'{cls.__name__}' object" in str(error)
            if places and own_slip:  # not by what it was given
                said = f"{cls.__name__}(1.5) raises {error_text(error)}."
                said = with_advice("operator-error", said)
                own = FoundIn.EXERCISE
                return [Finding("operator-error", Severity.ERROR, own, said, places[-1])]
        except Exception:  # noqa: BLE001 - a user's constructor
            continue
    return []


def no_engine(observer: ProgramObserver) -> str:
    if observer.tensors:
        return (
            f"{observer.tensors[-1].__name__} holds arrays of numbers; gradviz examines engines of "
            "single numbers, not tensors, as yet."
        )
    if observer.candidates:
        return (
            f"{observer.candidates[-1].__name__} looks like an engine, but gradviz can't tell "
            "where it keeps its data and gradient."
        )
    return "No class of values with a backward was found."
