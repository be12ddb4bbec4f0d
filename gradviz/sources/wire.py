"""Dataclasses to JSON and back, for what the child process tells its parent.

Every number survives to the last bit: JSON has no nan and no infinity, so these travel as
the strings "nan", "inf" and "-inf". Long columns of numbers (`FloatColumn`, `IntColumn`)
travel as base64 of their bytes, which is ten times faster than writing each number out.
"""

from __future__ import annotations

import base64
import math
import sys
import types
from array import array
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

FloatColumn = Annotated[list[float], "d"]
IntColumn = Annotated[list[int], "q"]

T = TypeVar("T")


class NotAMessage(Exception):
    """A JSON object doesn't have the fields of the dataclass it should become."""


def plain_number(x: float) -> float | str:
    """A number as JSON allows it: `nan`, `inf` and `-inf` as strings."""
    return x if math.isfinite(x) else repr(float(x))


def to_json(thing: object) -> Any:
    """A dataclass as what `json.dumps(…, allow_nan=False)` takes."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {
            name: _column_to_json(value, code) if code else to_json(value)
            for name, (_, code) in _fields(type(thing)).items()
            for value in [getattr(thing, name)]
        }
    if isinstance(thing, float):
        return plain_number(thing)
    if isinstance(thing, (list, tuple)):
        return [to_json(item) for item in thing]
    if isinstance(thing, dict):
        return {str(key): to_json(item) for key, item in thing.items()}
    if isinstance(thing, str):
        # A lone surrogate, as a label or a broken file name may have, isn't text in UTF-8.
        return thing.encode("utf-8", "backslashreplace").decode("utf-8")
    return thing


def from_json(cls: type[T], data: object) -> T:
    """The dataclass that `to_json` was given. Fields with a default may be missing."""
    if not isinstance(data, dict):
        raise NotAMessage(f"{cls.__name__} needs an object, not {type(data).__name__}.")
    values = {}
    for name, (hint, code) in _fields(cls).items():  # type: ignore[arg-type]
        if name in data:
            item = data[name]
            values[name] = _column_from_json(item, code) if code else _convert(hint, item)
    try:
        return cls(**values)
    except TypeError as error:
        raise NotAMessage(f"{cls.__name__}: {error}.") from error


@cache
def _fields(cls: type) -> dict[str, tuple[Any, str]]:
    """Each field's type, and the array code if it is a column."""
    hints = get_type_hints(cls, include_extras=True)
    known: dict[str, tuple[Any, str]] = {}
    for field in fields(cls):
        hint = hints[field.name]
        code = get_args(hint)[1] if get_origin(hint) is Annotated else ""
        known[field.name] = (hint, code)
    return known


def _convert(hint: Any, item: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if item is None:
            return None
        (hint,) = (argument for argument in arguments if argument is not type(None))
        return _convert(hint, item)
    if origin is Literal:
        if item not in arguments:
            raise NotAMessage(f"{item!r} is none of {arguments}.")
        return item
    if origin is tuple:
        return tuple(_convert(arguments[0], each) for each in item)
    if origin is list:
        return [_convert(arguments[0], each) for each in item]
    if origin is dict:
        return {key: _convert(arguments[1], each) for key, each in item.items()}
    if is_dataclass(hint):
        return from_json(hint, item)  # type: ignore[arg-type]
    return float(item) if hint is float else item


def _column_to_json(column: list[Any], code: str) -> str:
    numbers = array(code, column)
    if sys.byteorder == "big":
        numbers.byteswap()
    return base64.b64encode(numbers.tobytes()).decode("ascii")


def _column_from_json(text: str, code: str) -> list[Any]:
    numbers = array(code)
    numbers.frombytes(base64.b64decode(text))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()
