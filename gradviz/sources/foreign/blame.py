"""Blame: which call inside a wrong use of an operator is the first that returns a wrong number.

A wrong `__neg__` shows in every subtraction; the fault is in the innermost call.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench, room_for
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.kinship import family
from gradviz.sources.foreign.known_ops import KNOWN, meaning
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.foreign.uses import Use, below
from gradviz.sources.user_code import Place

ARITHMETIC = frozenset(
    [
        "__add__",
        "__sub__",
        "__mul__",
        "__truediv__",
        "__neg__",
        "__pow__",
        "__radd__",
        "__rsub__",
        "__rmul__",
        "__rtruediv__",
        "__rpow__",
    ]
)


def blame(
    bench: Bench, use: Use, right: Collection[str] = ()
) -> tuple[Place, CodeType | None, str] | None:
    """The line of the innermost operator call that returns a wrong number. `right` are the
    methods that are right."""
    engine = bench.engine
    tracer = trace(bench, use)
    wrong = tracer.wrong
    if wrong is None:
        own = engine.cls.__dict__.get(use.method) or own_methods(engine.cls).get(use.method)
        code = unwrapped(own).__code__ if own is not None else None
        if code is None:
            return None
        place = Place(code.co_filename, lines.return_line(code))
        if code.co_name != use.method:  # __rsub__ = __sub__
            alias = lines.class_assignment(*engine.place, engine.cls.__name__, use.method)
            return (Place(place.file, alias) if alias else place), None, use.method
        wrong = _Wrong(code, None, set(), 0)
    code = wrong.code
    result = engine.data(wrong.result) if engine.is_value(wrong.result) else None
    if tracer.wrong_helper is not None:
        helper, line = tracer.wrong_helper
        return Place(helper.co_filename, line), code, helper.co_qualname
    turned_round = use.method.startswith("__r") and "__" + use.method[3:] in right
    for number, helper, line, given in tracer.computed if wrong.nested == 0 else ():
        if turned_round and _is_of_arithmetic(number, given):
            continue  # it does to what it is given what it does for `a - b`
        if result is not None and number == result:
            return Place(helper.co_filename, line), code, code.co_name
    birth = engine.births.get(id(wrong.result)) if wrong.result is not None else None
    if birth is not None and birth.code is code:
        line = lines.data_line(code, birth.lasti, wrong.executed)
        return Place(code.co_filename, line), code, code.co_name
    line = lines.result_line(code, wrong.line or lines.return_line(code), wrong.executed)
    place = Place(code.co_filename, line)
    if birth is not None and birth.code.co_filename == code.co_filename and _is_helper(birth.code):
        return place, birth.code, code.co_name
    return place, code, code.co_name


def _is_of_arithmetic(number: float, given: list[float]) -> bool:
    """Whether a number is a sum, difference, product or quotient of what a helper is given, in
    that order."""
    if len(given) != 2 or not given[1]:
        return False
    x, y = given
    return any(close(number, z, 1e-9) for z in (x + y, x - y, x * y, x / y))


def _is_helper(code: CodeType) -> bool:
    return meaning(code.co_name) is None


def trace(bench: Bench, use: Use) -> _Tracer:
    tracer = _Tracer(bench)
    previous = sys.gettrace()
    sys.settrace(tracer)
    try:
        with room_for(1000):
            bench.attempt(use.act)
    finally:
        sys.settrace(previous)
    return tracer


@dataclass
class _Wrong:
    code: CodeType
    result: Any
    executed: set[int]
    line: int
    nested: int = 0  # how many operators it called itself
    handed_on: bool = False  # the result is another operator's, which lost nothing of its own


class _Tracer:
    """Follows the operator calls inside one use, down to the first that returns a wrong number."""

    def __init__(self, bench: Bench) -> None:
        self.engine = bench.engine
        self.codes = bench.watch.engine_codes
        self.files = _user_files(bench.engine)
        self.wrong_helper: tuple[CodeType, int] | None = None
        """The first function named as an op (`Mul.forward`) that returned a wrong number."""
        self._given: dict[int, list[float]] = {}
        self._operators = 0
        self.computed: list[tuple[float, CodeType, int, list[float]]] = []
        self.bench = bench
        self.wrong: _Wrong | None = None
        self.lost: _Wrong | None = None
        """The first call whose result doesn't lead to one of its operands."""
        self._kept: list[Any] = []
        """Results that lead to all the operands of the call that made them."""
        self._open: dict[int, tuple[list[Any], set[int], int]] = {}

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        code = frame.f_code
        if event != "call" or code.co_filename not in self.files:
            return None
        if id(code) not in self.codes or meaning(code.co_name) is None:
            here = frame.f_locals
            given = [here.get(n) for n in code.co_varnames[: code.co_argcount]]
            self._given[id(frame)] = [x for x in map(self._number, given) if x is not None]
            return self._helper
        here = frame.f_locals
        arguments = [here.get(n) for n in code.co_varnames[: code.co_argcount]]
        self._operators += 1
        self._open[id(frame)] = (arguments, set(), self._operators)
        return self._local

    def _helper(self, frame: FrameType, event: str, arg: Any) -> Any:
        """A function that an operator has its number computed by, such as an op's forward."""
        if event == "return":
            given = self._given.pop(id(frame), [])
            number = None if self.engine.is_value(arg) else self._number(arg)
            if number is not None:
                self.computed.append((number, frame.f_code, frame.f_lineno, given))
                truth = _truth_of_helper(frame.f_code, given)
                if truth is not None and not close(number, truth, 1e-5, 1e-9):
                    self.wrong_helper = self.wrong_helper or (frame.f_code, frame.f_lineno)
        return self._helper

    def _local(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            self._open[id(frame)][1].add(frame.f_lineno)
        elif event == "return":
            arguments, executed, number = self._open.pop(id(frame))
            nested = self._operators - number
            self._judge(_Wrong(frame.f_code, arg, executed, frame.f_lineno, nested), arguments)
        return self._local

    def _judge(self, here: _Wrong, arguments: list[Any]) -> None:
        code, result = here.code, here.result
        truth = None
        if not self._is_given_more(code, arguments):
            truth = _truth(code.co_name, [self._number(x) for x in arguments])
        if not self.engine.is_value(result):
            if (
                self.wrong is None
                and truth is not None
                and code.co_name in ARITHMETIC
                and (result is not NotImplemented)
            ):
                self.wrong = here
            return
        found = self.engine.data(result)
        known = self.wrong is None and truth is not None and found is not None
        if known and not close(found or 0.0, truth or 0.0, 1e-5, 1e-9):
            self.wrong = here
        if self.lost is None:
            reached = {id(x) for x in below(self.bench, result)}
            if any(self.engine.is_value(x) and id(x) not in reached for x in arguments):
                here.handed_on = any(x is result for x in self._kept)
                self.lost = here
            else:
                self._kept.append(result)

    def _is_given_more(self, code: CodeType, arguments: list[Any]) -> bool:
        """Whether a call gives what the op of its name doesn't take: `x.exp(2)` may be meant to
        be e to the power of 2 x."""
        function = unwrapped(own_methods(self.engine.cls).get(code.co_name))
        usual = getattr(function, "__defaults__", None) or ()
        what = meaning(code.co_name)
        first = KNOWN[what].arity if what is not None else 0
        for place in range(first, len(arguments)):
            default = place - len(arguments) + len(usual)
            if default < 0 or not _is_same(arguments[place], usual[default]):
                return True
        return False

    def _number(self, x: Any) -> float | None:
        if self.engine.is_value(x):
            return self.engine.data(x)
        return float(x) if isinstance(x, (int, float)) else None


def _is_same(x: Any, y: Any) -> bool:
    """By identity, or as plain numbers and texts; never by a user's own `==`."""
    plain = (int, float, bool, str)
    return x is y or (type(x) in plain and type(y) in plain and bool(x == y))


def _truth_of_helper(code: CodeType, given: list[float]) -> float | None:
    """The right result of `forward` of a class named as an op."""
    owner = code.co_qualname.rpartition(".")[0].rpartition(".")[2]
    what = (
        meaning(owner) if "forward" in code.co_name or code.co_name in ("__call__", "f") else None
    )
    if what is None or KNOWN[what].arity != len(given):
        return None
    try:
        return KNOWN[what].forward(*given)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None


def _truth(name: str, arguments: list[float | None]) -> float | None:
    what = meaning(name)
    if what is None or any(x is None for x in arguments[:2]):
        return None
    op = KNOWN[what]
    xs = [x for x in arguments[: op.arity] if x is not None]
    if len(xs) != op.arity:
        return None
    if name.startswith("__r") and op.arity == 2:
        xs.reverse()
    try:
        return op.forward(*xs)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None


def _user_files(engine: Engine) -> tuple[str, ...]:
    files = {
        unwrapped(function).__code__.co_filename
        for cls in family(engine.cls)
        for function in own_methods(cls).values()
    }
    return tuple(files - {"<string>"})
