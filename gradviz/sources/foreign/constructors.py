"""Constructors: in which of a class's methods values get their number, and with which arguments."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.scalars import number


def makes_values(cls: type) -> bool:
    """Whether a class of values is one in whose `__new__` everything is done."""
    new = cls.__dict__.get("__new__")
    made_there = isinstance(new, staticmethod) and isinstance(new.__func__, FunctionType)
    return made_there and not isinstance(cls.__init__, FunctionType)  # type: ignore[misc]


def edited(
    args: tuple[Any, ...], keywords: dict[str, Any], x: float
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """A constructor's arguments with its number replaced, which may be given by its name."""
    numbers = [name for name, value in keywords.items() if number(value) is not None]
    by_name = None if args else names.best(numbers, names.DATA)
    if by_name is not None:
        return args, keywords | {by_name: x}
    return (x, *args[1:]), keywords


def given_number(args: tuple[Any, ...], keywords: dict[str, Any]) -> float | None:
    """The one number among a constructor's arguments, those by name where there are no others."""
    numbers = [x for x in map(number, args or keywords.values()) if x is not None]
    return numbers[0] if len(numbers) == 1 else None
