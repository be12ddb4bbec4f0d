"""Dataclasses to JSON and back, for what the child process tells its parent.

Every number survives to the last bit: JSON has no nan and no infinity, so these travel as
the strings "nan", "inf" and "-inf". Long columns of numbers (`FloatColumn`, `IntColumn`)
travel beside the JSON, as base64 of their bytes, and stay arrays on both sides: no Python object
is made for each of a large graph's nodes (for words see `WordColumn`), and no call of Python's
json, in which no other thread can run, has a hundred megabytes to go through.
"""

from __future__ import annotations

import base64
import math
import sys
import types
from array import array
from dataclasses import fields, is_dataclass
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    FloatColumn = array[float]
    IntColumn = array[int]
else:  # an array can't be subscribed before Python 3.12
    FloatColumn = Annotated[array, "d"]
    IntColumn = Annotated[array, "i"]  # of 32 bits, as in a Graph

_PIECE = 3 << 18
"""Bytes of a column in one line: a few milliseconds' work, and no padding in between."""

T = TypeVar("T")


class NotAMessage(Exception):
    """A JSON object doesn't have the fields of the dataclass it should become."""


def plain_number(x: float) -> float | str:
    """A number as JSON allows it: `nan`, `inf` and `-inf` as strings."""
    return x if math.isfinite(x) else repr(float(x))


def to_json(thing: object, columns: list[bytes] | None = None) -> Any:
    """A dataclass as what `json.dumps(…, allow_nan=False)` takes. Its columns are added to those
    given, and stand in the JSON as numbers."""
    columns = [] if columns is None else columns
    if is_dataclass(thing) and not isinstance(thing, type):
        return {
            name: _column_to_json(value, code, columns) if code else to_json(value, columns)
            for name, (_, code) in _fields(type(thing)).items()
            for value in [getattr(thing, name)]
        }
    if isinstance(thing, float):
        return plain_number(thing)
    if isinstance(thing, (list, tuple)):
        return [to_json(item, columns) for item in thing]
    if isinstance(thing, dict):
        return {str(key): to_json(item, columns) for key, item in thing.items()}
    if isinstance(thing, str):
        # A lone surrogate, as a label or a broken file name may have, isn't text in UTF-8.
        return thing.encode("utf-8", "backslashreplace").decode("utf-8")
    return thing


def from_json(cls: type[T], data: object, columns: Sequence[bytes] = ()) -> T:
    """The dataclass that `to_json` was given. Fields with a default may be missing."""
    if not isinstance(data, dict):
        raise NotAMessage(f"{cls.__name__} needs an object, not {type(data).__name__}.")
    values = {}
    for name, (hint, code) in _fields(cls).items():  # type: ignore[arg-type]
        if name in data:
            item = data[name]
            values[name] = (
                _column_from_json(item, code, columns) if code else _convert(hint, item, columns)
            )
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


def _convert(hint: Any, item: Any, columns: Sequence[bytes]) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if item is None:
            return None
        (hint,) = (argument for argument in arguments if argument is not type(None))
        return _convert(hint, item, columns)
    if origin is Literal:
        if item not in arguments:
            raise NotAMessage(f"{item!r} is none of {arguments}.")
        return item
    if origin is tuple:
        return tuple(_convert(arguments[0], each, columns) for each in item)
    if origin is list:
        return [_convert(arguments[0], each, columns) for each in item]
    if origin is dict:
        return {key: _convert(arguments[1], each, columns) for key, each in item.items()}
    if is_dataclass(hint):
        return from_json(hint, item, columns)  # type: ignore[arg-type]
    return float(item) if hint is float else item


def _column_to_json(column: array[Any], code: str, columns: list[bytes]) -> list[int]:
    """Which of the pieces are its: from one up to before another."""
    if column.typecode != code:
        raise TypeError(f"A column of {code!r} is needed, not one of {column.typecode!r}.")
    if sys.byteorder == "big":
        column = array(code, column)
        column.byteswap()
    data, first = memoryview(column).cast("B"), len(columns)
    columns += [base64.b64encode(data[at : at + _PIECE]) for at in range(0, len(data), _PIECE)]
    return [first, len(columns)]


def _column_from_json(pieces: list[int], code: str, columns: Sequence[bytes]) -> array[Any]:
    column: array[Any] = array(code)
    try:
        first, end = pieces
        for number in range(first, end):
            column.frombytes(base64.b64decode(columns[number]))
    except (IndexError, TypeError, ValueError) as error:
        raise NotAMessage(f"There is no column of {code!r} at {pieces!r}.") from error
    if sys.byteorder == "big":
        column.byteswap()
    return column
