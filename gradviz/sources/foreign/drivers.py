"""The line of a driver that decides in what order values run, how often and from what."""

from __future__ import annotations

from types import CodeType, FunctionType
from typing import Any

from gradviz.sources.foreign import driver_lines, driver_recursion
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.capture import Captured
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.foreign.methods import own_methods
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.user_code import Place


def driver_place(
    bench: Bench, seen: Pass, cause: str, ran: set[Place] | None = None
) -> Place | None:
    """The line of a driver that a fault of order, number or seed comes from. `ran` are the
    lines that such a pass ran, if they are known."""
    engine = bench.engine
    again = _second_call(engine, seen) if cause == "double-visit" else None
    code = driving_code(engine, cause)
    if code is None:
        return again
    if again is not None:
        lister = _lister_of(code, engine)
        listed = driver_lines.marks_another(lister) or driver_lines.unguarded_append(lister)
        if listed is not None:
            return Place(lister.co_filename, listed)
        if not driver_lines.tests_membership(code):
            return again
    elif cause == "double-visit":
        again = _unasked_recursion(code, engine)
        if again is not None:
            return again
    code = _helper_of(code, cause, engine) or code
    call_line = None
    for call in seen.calls:
        if call.code.co_filename == code.co_filename:
            call_line = (call.code, place_of(call.code, call.lasti).line)
            break
    lines_run = None if ran is None else {p.line for p in ran if p.file == code.co_filename}
    line = driver_lines.driver_line(code, cause, call_line, lines_run)
    return Place(code.co_filename, line)


def driving_code(engine: Engine, cause: str = "") -> CodeType | None:
    """The code of the driver; of one that leaves all to a function, `backpropagate(self)`, that
    of the function, unless the seed is asked for."""
    code = code_of(engine.driver.function)
    if code is None or cause in ("", "missing-seed") or driver_recursion.goes_over_anything(code):
        return code
    below = [x for x in _called_by(code, engine) if driver_recursion.goes_over_anything(x)]
    return below[0] if len(below) == 1 else code


def _second_call(engine: Engine, seen: Pass) -> Place | None:
    """The line that runs a value's backward once more, in a driver that never asks whether it
    has been there; or that takes the whole gradient to hand on, each time."""
    grad = (engine.roles.grad or "").rpartition(".")[2]
    ran: set[int] = set()
    for call in seen.calls:
        if id(call.owner) in ran:
            place = place_of(call.code, call.lasti)
            own = map(code_of, own_methods(type(call.owner)).values())
            if not any(code is call.code for code in own):
                return place  # of another class, however it is named
            sums = driver_recursion.sum_handed_on(call.code, grad) if call.arguments else None
            line = sums or driver_recursion.recursion_line(call.code) or place.line
            return Place(place.file, line)
        ran.add(id(call.owner))
    return None


def _unasked_recursion(code: CodeType, engine: Engine) -> Place | None:
    """The line on which a driver, or what it calls to go on, calls itself for an operand and
    never asks whether it has been there."""
    codes = [code, *_called_by(code, engine)]
    if any(map(driver_lines.tests_membership, codes)):
        return None
    for each in codes:
        line = driver_recursion.recursion_line(each)
        if line is not None:
            return Place(each.co_filename, line)
    return None


def merging_key(bench: Bench, captured: Captured) -> tuple[Place, float | str] | None:
    """Where a driver asks for a value's number or label to know whether it has been there, and
    what two different values both have there."""
    engine = bench.engine
    code = driving_code(engine, "merged-by-equality")
    lister = _lister_of(code, engine) if code is not None else None
    asked = driver_lines.key_asked_for(lister) if lister is not None else None
    if asked is None or lister is None:
        return None
    keys = [engine.raw(obj, asked[1]) for obj in captured.objects]
    plain = [key for key in keys if isinstance(key, (int, float, str))]
    if len(set(plain)) == len(plain):
        return None
    return Place(lister.co_filename, asked[0]), plain[0]


_ORDERING = frozenset(["append", "appendleft", "insert", "reversed", "reverse", "sort", "sorted"])


def _helper_of(code: CodeType, cause: str, engine: Engine) -> CodeType | None:
    """The function that a driver has the order made by, if it doesn't make it itself."""
    if cause in ("", "missing-seed") or _names_in(code) & _ORDERING:
        return None
    backward = (engine.roles.backward or "").rpartition(".")[2]
    if cause == "unvisited-node" and backward and backward not in _names_in(code):
        return None  # it runs no value's backward, whatever the order
    return next((x for x in _called_by(code, engine) if _names_in(x) & _ORDERING), None)


def _lister_of(code: CodeType, engine: Engine) -> CodeType:
    """The function in which the values are listed for a driver: a helper that asks whether it
    has been at a value before, or that calls itself and asks nothing; else the driver itself."""
    if driver_lines.tests_membership(code):
        return code
    below = _called_by(code, engine)
    helpers = [x for x in below if driver_lines.tests_membership(x)]
    helpers += [x for x in below if driver_recursion.recursion_line(x) and _names_in(x) & _ORDERING]
    return helpers[0] if helpers else code


def _called_by(code: CodeType, engine: Engine) -> list[CodeType]:
    """The class's methods and the functions beside it that a function names."""
    methods = own_methods(engine.cls)
    space: dict[str, Any] = next((unwrapped(f).__globals__ for f in methods.values()), {})
    found = [methods.get(name) or space.get(name) for name in code.co_names]
    codes = [code_of(f) for f in found if isinstance(f, FunctionType)]
    return [x for x in codes if x is not None and x is not code]


def _names_in(code: CodeType) -> set[str]:
    """What a function and those within it speak of, and the code of its slices backwards."""
    out: set[str] = set()
    pending = [code]
    for inner in pending:
        out.update(inner.co_names)
        pending += [const for const in inner.co_consts if isinstance(const, CodeType)]
    return out


def compares_by_number(cls: type) -> bool:
    return any(
        name in base.__dict__ and base.__dict__[name] is not None
        for base in cls.__mro__
        if base is not object
        for name in ("__eq__", "__hash__")
    )


def equality_place(engine: Any) -> Place | None:
    for name in ("__eq__", "__hash__"):
        code = code_of(getattr(engine.cls, name, None))
        if code is not None and not code.co_filename.startswith("<"):
            return Place(code.co_filename, code.co_firstlineno)
    return None
