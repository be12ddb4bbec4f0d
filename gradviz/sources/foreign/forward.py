"""The operators on plain numbers, against Python's own, reflected forms included.

`__rsub__` returning `self - other` makes a self-consistent graph with a wrong value: no test
of gradients sees it, only the number does. The fault is in the innermost call that returns a
wrong number: a wrong `__neg__` shows in every subtraction.
"""

from __future__ import annotations

import inspect
import math
import operator
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from gradviz.model.numbers import brief_text
from gradviz.sources.foreign import lines, names
from gradviz.sources.foreign.bench import Bench, defines, error_place, user_files
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.known_ops import KNOWN, VARIANTS, KnownOp, meaning
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.patience import TookTooLong
from gradviz.sources.foreign.roles import own_methods
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.wording import error_text, with_advice
from gradviz.sources.user_code import Place

PAIRS = ((1.3717, -0.6291), (-2.4173, 0.8314), (0.5371, 1.9243))
POSITIVE = ((1.3717, 0.6291), (0.4173, 1.8314))
CONSTANTS: tuple[float, ...] = (2.5, 3)
POINTS = (0.7342, -0.6113, 1.6181, -1.9274)
INSIDE = (0.7342, 0.3113)
ABOVE = (1.7342, 2.3113)

_BINARY = (
    ("__add__", "__radd__", operator.add),
    ("__sub__", "__rsub__", operator.sub),
    ("__mul__", "__rmul__", operator.mul),
    ("__truediv__", "__rtruediv__", operator.truediv),
)


_ARITHMETIC = frozenset(
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


@dataclass
class Use:
    """One use of an operator: what to do with which numbers, and what must come out.
    `optional` forms are no fault when a class refuses them."""

    method: str
    text: str
    truth: float
    act: Callable[[], Any]
    optional: bool = False


@dataclass
class Working:
    """What of the class works, for the expressions to be built from."""

    binary: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)  # "__mul__" if a * 2 works
    unary: dict[str, KnownOp | None] = field(default_factory=dict)
    powers: list[float] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    tainted: set[int] = field(default_factory=set)
    notes: list[Finding] = field(default_factory=list)
    samples: list[Any] = field(default_factory=list)
    """Results of right operators, whose graphs are to be judged."""


def try_operators(bench: Bench) -> Working:
    working = Working()
    for use in [*_binary_uses(bench), *_power_uses(bench), *_unary_uses(bench, working)]:
        _check(bench, use, working)
    return working


Leaf = Callable[[float], Any]
Act = Callable[[], Any]


def _of_one(act: Callable[[Any], Any], leaf: Leaf, x: float) -> Act:
    return lambda: act(leaf(x))


def _of_two(act: Callable[[Any, Any], Any], leaf: Leaf, x: float, y: float) -> Act:
    return lambda: act(leaf(x), leaf(y))


def _with_right(act: Callable[[Any, Any], Any], leaf: Leaf, x: float, c: float) -> Act:
    return lambda: act(leaf(x), c)


def _with_left(act: Callable[[Any, Any], Any], leaf: Leaf, c: float, x: float) -> Act:
    return lambda: act(c, leaf(x))


def _named(method: str) -> Callable[[Any, Any], Any]:
    return lambda a, b: getattr(a, method)(b)


def _binary_uses(bench: Bench) -> list[Use]:
    leaf, cls = bench.leaf, bench.engine.cls
    out = []
    for method, reflected, act in _BINARY:
        symbol = {"__add__": "+", "__sub__": "-", "__mul__": "*", "__truediv__": "/"}[method]
        if defines(cls, method):
            for x, y in PAIRS:
                out.append(Use(method, f"a {symbol} b", act(x, y), _of_two(act, leaf, x, y)))
                for c in CONSTANTS:
                    out.append(
                        Use(
                            method,
                            f"a {symbol} {c:g}",
                            act(x, c),
                            _with_right(act, leaf, x, c),
                            optional=True,
                        )
                    )
        if defines(cls, reflected):
            for x, _ in PAIRS:
                for c in CONSTANTS:
                    out.append(
                        Use(reflected, f"{c:g} {symbol} a", act(c, x), _with_left(act, leaf, c, x))
                    )
    for name, function in own_methods(cls).items():
        what = meaning(name)
        if (
            name.startswith("_")
            or what not in ("+", "-", "*", "/", "max", "min")
            or not _takes(function, 1)
        ):
            continue
        for x, y in PAIRS:
            out.append(
                Use(
                    name,
                    f"a.{name}(b)",
                    KNOWN[what].forward(x, y),
                    _of_two(_named(name), leaf, x, y),
                    optional=True,
                )
            )
    return out


def _power_uses(bench: Bench) -> list[Use]:
    leaf, cls = bench.leaf, bench.engine.cls
    out = []
    for method in (
        "__pow__",
        *(n for n in own_methods(cls) if meaning(n) == "**" and not n.startswith("_")),
    ):
        if not defines(cls, method):
            continue
        call = operator.pow if method == "__pow__" else _named(method)
        for k in (2, 3, -1, 2.0, 0.5, -2):
            for x in (1.3717, -0.6291, 2.2361):
                if x > 0 or float(k).is_integer():
                    out.append(
                        Use(
                            method,
                            f"a ** {k:g}",
                            float(x) ** k,
                            _with_right(call, leaf, x, k),
                            optional=True,
                        )
                    )
        for x, y in POSITIVE:
            out.append(Use(method, "a ** b", x**y, _of_two(call, leaf, x, y), optional=True))
    if defines(cls, "__rpow__"):
        for c in CONSTANTS:
            for x in (0.6291, 1.8314):
                out.append(
                    Use(
                        "__rpow__",
                        f"{c:g} ** a",
                        float(c) ** x,
                        _with_left(operator.pow, leaf, c, x),
                    )
                )
    return out


def _takes(function: Any, count: int) -> bool:
    """Whether a method is called with so many arguments beside self."""
    code = inspect.unwrap(function).__code__
    required = code.co_argcount - len(inspect.unwrap(function).__defaults__ or ()) - 1
    return required == count and not code.co_kwonlyargcount


def _makes_values(function: Any, cls: type, known: set[str]) -> bool:
    """Whether a method of unknown name looks like an op: it makes values of the class."""
    code = inspect.unwrap(function).__code__
    used = set(code.co_names) | set(code.co_freevars)
    return bool(used & ({cls.__name__, "__class__"} | known)) or "__class__" in used


def _unary_uses(bench: Bench, working: Working) -> list[Use]:
    leaf, cls, roles = bench.leaf, bench.engine.cls, bench.engine.roles
    out: list[Use] = []
    if defines(cls, "__neg__"):
        out += [Use("__neg__", "-a", -x, _of_one(operator.neg, leaf, x)) for x in POINTS]
    if defines(cls, "__abs__"):
        out += [Use("__abs__", "abs(a)", abs(x), _of_one(abs, leaf, x)) for x in POINTS]
    own = own_methods(cls)
    for name, function in own.items():
        what = meaning(name)
        is_role = name in (roles.driver, roles.backward) or names.rank(name, names.DRIVER) < len(
            names.DRIVER
        )
        if name.startswith("_") or is_role or not _takes(function, 0):
            continue
        if what is None or KNOWN[what].arity != 1:
            if _makes_values(function, cls, set()):
                working.unary[name] = None
            continue
        op = _meant(bench, name, what)
        working.unary[name] = op
        for x in points_of(op):
            out.append(
                Use(
                    name,
                    f"a.{name}()",
                    op.forward(x),
                    _of_one(operator.methodcaller(name), leaf, x),
                    optional=True,
                )
            )
    for name in [n for n, op in working.unary.items() if op is None]:
        if not _is_op(bench, name):
            del working.unary[name]
    return out


def _meant(bench: Bench, name: str, what: str) -> KnownOp:
    """What a name with several meanings (log) means here, told by the values."""
    for candidate in (what, *VARIANTS.get(what, ())):
        op = KNOWN[candidate]
        for x in points_of(op):
            made, _ = bench.attempt(_of_one(operator.methodcaller(name), bench.engine.leaf, x))
            found = bench.engine.data(made) if bench.engine.is_value(made) else None
            if found is None or not close(found, op.forward(x), 1e-5):
                break
        else:
            if candidate == what or what != "log" or not _slopes_say(bench, name, op, KNOWN[what]):
                return op
    return KNOWN[what]


def _slopes_say(bench: Bench, name: str, variant: KnownOp, plain: KnownOp) -> bool:
    """Whether the backward is that of the plain op, though the value is a variant's: then the
    value is what is wrong."""
    engine = bench.engine
    for x in points_of(variant):
        leaf = engine.leaf(x)
        made, _ = bench.attempt(getattr(leaf, name))
        if not engine.is_value(made):
            return False
        if bench.backward(made).error is not None or not engine.grad(made):
            return False
        found = engine.grad(leaf)
        if found is None or not close(found, plain.local(x)[0], 1e-5):
            return False
    return True


def _is_op(bench: Bench, name: str) -> bool:
    """Whether an unknown method gives a value that depends on its own by a graph."""
    value = bench.engine.leaf(0.7342)
    made, error = bench.attempt(lambda: getattr(value, name)(), 1.0)
    if error is not None or not bench.engine.is_value(made) or made is value:
        return False
    return any(x is value for x in _below(bench, made))


def _below(bench: Bench, root: Any) -> list[Any]:
    seen, stack = {id(root): root}, [root]
    while stack:
        for operand in bench.engine.operands(stack.pop()):
            if id(operand) not in seen:
                seen[id(operand)] = operand
                stack.append(operand)
    return list(seen.values())


def points_of(op: KnownOp | None) -> tuple[float, ...]:
    """Where an op is tried: inside its domain, away from its kinks."""
    if op is None:
        return INSIDE
    out = []
    for x in (*POINTS, *ABOVE):
        try:
            value = op.forward(x)
        except (ValueError, OverflowError):
            continue
        if value == value and math.isfinite(value):
            out.append(x)
    return tuple(out[:4])


# --- one use ----------------------------------------------------------------------------


def _check(bench: Bench, use: Use, working: Working) -> None:
    bench.leaves.clear()
    made, error = bench.attempt(use.act)
    key = use.method
    if error is not None:
        _refused(bench, use, error, working)
        return
    if not bench.engine.is_value(made):
        if use.method in _ARITHMETIC and made is not NotImplemented:
            _no_value(bench, use, made, working)
        return
    found = bench.engine.data(made)
    if found is None:
        return
    if close(found, use.truth, 1e-5, 1e-9):
        if _loses_operand(bench, made) and _breaks_the_way(bench, use):
            _lost_edge(bench, use, working)
            return
        working.samples.append(made)
        if "**" in use.text and use.text.rpartition(" ")[2] not in ("a", "b"):
            exponent = float(use.text.rpartition(" ")[2])
            if exponent not in working.powers:
                working.powers.append(exponent)
        elif use.text.endswith("b") or use.text.endswith("b)"):
            working.binary.add(key)
        elif use.optional and use.text[-1].isdigit():
            working.constants.add(key)
        return
    wrong = blame(bench, use)
    if wrong is None:
        return
    place, code, name = wrong
    if code is not None:
        working.tainted.add(id(code))
    if name != use.method and any(f.place == place for f in working.findings):
        return
    working.findings.append(
        Finding(
            "wrong-forward",
            Severity.ERROR,
            FoundIn.EXERCISE,
            with_advice(
                "wrong-forward",
                f"{use.text} gives {brief_text(found)} instead of {brief_text(use.truth)}"
                + (f", since {name} is wrong." if name != use.method else "."),
            ),
            place,
            op=name.strip("_"),
            found=found,
            expected=use.truth,
        )
    )


def _no_value(bench: Bench, use: Use, made: Any, working: Working) -> None:
    """An arithmetic operator that returns a plain number, or nothing."""
    wrong = blame(bench, use)
    if wrong is None:
        return
    place, code, name = wrong
    if code is not None:
        working.tainted.add(id(code))
    what = "nothing" if made is None else f"a {type(made).__name__}"
    working.findings.append(
        Finding(
            "operator-error",
            Severity.ERROR,
            FoundIn.EXERCISE,
            with_advice("operator-error", f"{use.text} gives {what} instead of a value."),
            place,
            op=name.strip("_"),
        )
    )


def _loses_operand(bench: Bench, made: Any) -> bool:
    """Whether an operand can't be reached from the result."""
    if not bench.engine.roles.operands:
        return False
    below = {id(x) for x in _below(bench, made)}
    return any(id(leaf) not in below for leaf in bench.leaves)


def _breaks_the_way(bench: Bench, use: Use) -> bool:
    """Whether a gradient really doesn't get past an operand that isn't recorded: some engines
    record operands for drawing alone."""
    bench.inner_leaves = True
    bench.leaves.clear()
    try:
        made, error = bench.attempt(use.act)
    finally:
        bench.inner_leaves = False
    if error is not None or not bench.engine.is_value(made):
        return True
    seen = bench.backward(made)
    if not bench.engine.grad(made):
        bench.backward(made, seed=1.0)
    deep = [x for inner in bench.leaves for x in bench.engine.operands(inner)]
    return seen.error is not None or any(not bench.engine.grad(x) for x in deep)


def _lost_edge(bench: Bench, use: Use, working: Working) -> None:
    tracer = _trace(bench, use)
    lost = tracer.lost
    if lost is None:
        return
    birth = bench.engine.births.get(id(lost.result))
    code = lost.code
    if birth is not None and id(birth.code) in bench.watch.engine_codes:
        code = birth.code
        place = place_of(code, birth.lasti)
    else:
        place = Place(code.co_filename, lost.line)
    working.tainted.add(id(code))
    working.findings.append(
        Finding(
            "lost-edge",
            Severity.ERROR,
            FoundIn.EXERCISE,
            with_advice(
                "lost-edge",
                f"The result of {use.text} doesn't record all of its "
                "operands, so that backward never reaches one of them.",
            ),
            place,
            op=lost.code.co_name.strip("_"),
        )
    )


def _refused(bench: Bench, use: Use, error: BaseException, working: Working) -> None:
    """An operator that raises: a fault, unless it says that it doesn't do this."""
    if isinstance(error, (NotImplementedError, AssertionError, TookTooLong)):
        return
    if isinstance(error, TypeError) and not _is_accident(bench, use, error):
        return
    if isinstance(error, (ValueError, OverflowError, ZeroDivisionError)) and use.optional:
        return
    place = error_place(error, user_files(bench.engine))
    code = inspect.unwrap(getattr(bench.engine.cls, use.method)).__code__
    if isinstance(error, RecursionError):
        place = Place(code.co_filename, lines.return_line(code))
    lacks_wrapping = isinstance(error, AttributeError) and (
        "'int' object" in str(error) or "'float' object" in str(error)
    )
    with_number = use.text[-1].isdigit() or use.text[0].isdigit()
    severity = Severity.NOTE if lacks_wrapping or (use.optional and with_number) else Severity.ERROR
    if use.optional and lacks_wrapping:
        return  # the class is for values alone
    working.findings.append(
        Finding(
            "operator-error",
            severity,
            FoundIn.EXERCISE,
            with_advice("operator-error", f"{use.text} raises {error_text(error)}."),
            place,
            op=use.method.strip("_"),
        )
    )


def _is_accident(bench: Bench, use: Use, error: TypeError) -> bool:
    """Whether a TypeError came from inside the operator itself, rather than from Python or
    from the class refusing this kind of operand."""
    place = error_place(error, user_files(bench.engine))
    if place is None or use.text[-1].isdigit() or use.text == "a ** b":
        return False
    if any(words in str(error) for words in ("unsupported operand", "must be real", "bad operand")):
        return False
    return not lines.source_line(place).startswith(("raise", "assert"))


# --- which call is to blame ----------------------------------------------------------------


def blame(bench: Bench, use: Use) -> tuple[Place, CodeType | None, str] | None:
    """The line of the innermost operator call that returns a wrong number."""
    engine = bench.engine
    tracer = _trace(bench, use)
    wrong = tracer.wrong
    if wrong is None:
        own = engine.cls.__dict__.get(use.method) or own_methods(engine.cls).get(use.method)
        code = inspect.unwrap(own).__code__ if own is not None else None
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
    for number, helper, line in tracer.computed if wrong.nested == 0 else ():
        if result is not None and number == result:
            return Place(helper.co_filename, line), code, code.co_name
    birth = engine.births.get(id(wrong.result)) if wrong.result is not None else None
    if birth is not None and birth.code is code:
        line = lines.data_line(code, birth.lasti, wrong.executed)
        return Place(code.co_filename, line), code, code.co_name
    if birth is not None and birth.code.co_filename == code.co_filename and _is_helper(birth.code):
        return (
            Place(code.co_filename, wrong.line or lines.return_line(code)),
            birth.code,
            code.co_name,
        )
    return Place(code.co_filename, wrong.line or lines.return_line(code)), code, code.co_name


def _is_helper(code: CodeType) -> bool:
    return meaning(code.co_name) is None


def _trace(bench: Bench, use: Use) -> _Tracer:
    tracer = _Tracer(bench)
    previous = sys.gettrace()
    sys.settrace(tracer)
    try:
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


class _Tracer:
    """Follows the operator calls inside one use, down to the first that returns a wrong number."""

    def __init__(self, bench: Bench) -> None:
        self.engine = bench.engine
        self.codes = bench.watch.engine_codes
        self.files = user_files(bench.engine)
        self.wrong_helper: tuple[CodeType, int] | None = None
        """The first function named as an op (`Mul.forward`) that returned a wrong number."""
        self._given: dict[int, list[float]] = {}
        self._operators = 0
        self.computed: list[tuple[float, CodeType, int]] = []
        self.bench = bench
        self.wrong: _Wrong | None = None
        self.lost: _Wrong | None = None
        """The first call whose result doesn't lead to one of its operands."""
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
                self.computed.append((number, frame.f_code, frame.f_lineno))
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
        truth = _truth(code.co_name, [self._number(x) for x in arguments])
        if not self.engine.is_value(result):
            if (
                self.wrong is None
                and truth is not None
                and code.co_name in _ARITHMETIC
                and (result is not NotImplemented)
            ):
                self.wrong = here
            return
        found = self.engine.data(result)
        known = self.wrong is None and truth is not None and found is not None
        if known and not close(found or 0.0, truth or 0.0, 1e-5, 1e-9):
            self.wrong = here
        if self.lost is None:
            below = {id(x) for x in _below(self.bench, result)}
            if any(self.engine.is_value(x) and id(x) not in below for x in arguments):
                self.lost = here

    def _number(self, x: Any) -> float | None:
        if self.engine.is_value(x):
            return self.engine.data(x)
        return float(x) if isinstance(x, (int, float)) else None


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
