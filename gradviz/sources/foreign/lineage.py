"""Lineage: the operands of values that keep none, taken from the call that made each value.

Where a tape lies outside of the values, nothing on a value leads to its operands. But while it
is made, the operator's call is still there with its arguments: `__mul__(self, other)`. These
are the operands if the op of that name, done on their numbers, gives the number of the value
made. So a constant that an operator makes of a plain number is told from its result.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from gradviz.sources.foreign.known_ops import VARIANTS, meaning
from gradviz.sources.foreign.recognise import recognise
from gradviz.sources.foreign.scalars import close, number
from gradviz.sources.foreign.stored import attributes_of

if TYPE_CHECKING:
    from gradviz.sources.foreign.value_graph import ValueGraph

MOST_KEPT = 400_000
"""Values whose operands are kept: they are what keeps these alive, in a training loop."""
FARTHEST = 6
"""Calls between an operator and the constructor."""
TRUSTED = 100
"""After so many values in a row that one instruction made as the op of its name, or as none,
the next is taken for such another. A training loop makes millions."""


class Made(NamedTuple):
    """A value with its operands. `op` is the name of the call that made it, `code` and `lasti`
    the operator's own line, not that of a helper that it calls."""

    obj: Any
    operands: tuple[Any, ...]
    op: str
    code: CodeType
    lasti: int
    gate: Any = None
    """The object whose method made it and whose backward() is its rule."""


class Lineage:
    """What the values of one class were made from."""

    def __init__(self, graph: ValueGraph) -> None:
        self.graph = graph
        self._made: dict[int, Made] = {}
        self._frame: FrameType | None = None  # held, so that no later call is taken for it
        self._lifted: list[Any] = []  # what it made of plain numbers
        self._sites: dict[tuple[int, int, int, int], int] = {}
        """By the operator's instruction and the one that called the constructor, how many values
        in a row were the op's results; below 0, how many were not."""
        self._trusted: dict[tuple[int, int], tuple[str, ...]] = {}
        """By an operator's instruction that calls the constructor itself and may be trusted, the
        names of its operands."""
        self.on_gate: Callable[[type], None] = lambda cls: None
        """Called with the class of a gate that made a value."""
        self.make_leaf: Callable[[float], Any] | None = None
        """How the program made a value from one number, by a method of something else perhaps:
        `tape.variable(0.5)`."""

    def note(self, obj: Any, frame: FrameType) -> None:
        """A value has been made by `frame`, the caller of its constructor."""
        if not self.graph.is_value(obj):
            return
        if self._note_quickly(obj, frame):
            return
        self._made.pop(id(obj), None)  # an earlier value's, at the same place in memory
        found = self._call(frame)
        if found is None:
            if self.make_leaf is None:
                self.make_leaf = self._leaf_call(obj, frame)
            return
        call, given = found
        if call is not self._frame:
            self._frame, self._lifted = call, []
        plain = [x for x in given if not self.graph.is_value(x)]
        operands = tuple(given)
        if plain or any(x is obj for x in given):
            z = self.graph.data(obj)
            if any(z is not None and number(x) == z for x in plain):
                self._lifted.append(obj)
            values = map(self._as_value, given)
            operands = tuple(x for x in values if x is not None and x is not obj)
        name = self._op_of(call)
        gate = self._gate(call)
        # A gate makes values of its operands alone, whatever it computes.
        if not operands or not (gate is not None or self._is_result(obj, operands, found, frame)):
            return
        for x in operands:
            if any(x is lifted for lifted in self._lifted):
                self._made.pop(id(x), None)  # by luck the op's result as well: it was made first
        if len(self._made) >= MOST_KEPT:
            for key in list(self._made)[: MOST_KEPT // 2]:
                del self._made[key]
        if gate is not None:
            self.on_gate(type(gate))
        self._made[id(obj)] = Made(obj, operands, name, call.f_code, call.f_lasti, gate)

    def _note_quickly(self, obj: Any, frame: FrameType) -> bool:
        """The usual case of a training loop: a trusted line makes a value of values."""
        code = frame.f_code
        trusted = self._trusted.get((id(code), frame.f_lasti))
        if trusted is None or (self._lifted and frame is self._frame):
            return False
        held = frame.f_locals
        operands = tuple([held.get(name) for name in trusted])
        if not all(map(self.graph.is_value, operands)) or len(self._made) >= MOST_KEPT:
            return False
        self._made[id(obj)] = Made(obj, operands, code.co_name, code, frame.f_lasti)
        return True

    def __bool__(self) -> bool:
        return bool(self._made)

    def of(self, obj: Any) -> Made | None:
        made = self._made.get(id(obj))
        return made if made is not None and made.obj is obj else None

    def _as_value(self, argument: Any) -> Any:
        """An argument that is a value, or what the call made of a plain number."""
        if self.graph.is_value(argument):
            return argument
        x = number(argument)
        made = [y for y in self._lifted if x is not None and self.graph.data(y) == x]
        return made[0] if made else None

    def _call(self, frame: FrameType) -> tuple[FrameType, list[Any]] | None:
        """The nearest call of an operator on values, and its arguments in order."""
        step: FrameType | None = frame
        for _ in range(FARTHEST):
            if step is None:
                break
            if self._op_of(step):
                given = _arguments(step)
                if not any(map(self.graph.is_value, given)):
                    given = self._held(self._gate(step))
                if any(map(self.graph.is_value, given)):
                    return step, given
            step = step.f_back
        return None

    def _op_of(self, frame: FrameType) -> str:
        """The op that a call is named after, or the gate whose method it is."""
        name = frame.f_code.co_name
        if meaning(name) is not None:
            return name
        gate = self._gate(frame)
        return "" if gate is None else type(gate).__name__

    def _gate(self, frame: FrameType) -> Any:
        """The object that a call is a method of, if it is no value and named after an op:
        `MultiplyGate().forward(u0, u1)`."""
        code = frame.f_code
        if meaning(code.co_name) is not None or not code.co_argcount:
            return None
        gate = frame.f_locals.get(code.co_varnames[0])
        named = meaning(type(gate).__name__) is not None
        return gate if named and not self.graph.is_value(gate) else None

    def _held(self, gate: Any) -> list[Any]:
        """What a gate was built with: `MultiplyGate(a, b).forward()`. It keeps what it made,
        too."""
        held = [] if gate is None else list(attributes_of(gate).values())
        made = [self.of(x) for x in held]
        return [x for x, m in zip(held, made, strict=True) if m is None or m.gate is not gate]

    def _leaf_call(self, obj: Any, frame: FrameType) -> Callable[[float], Any] | None:
        """The outermost call with the value's number as its one number, if it can be repeated."""
        x, step, found = self.graph.data(obj), frame, None
        for _ in range(FARTHEST):
            given = _arguments(step)
            numbers = [number(y) for y in given if number(y) is not None]
            if numbers == [x] and len(given) <= 3:
                found = _repeated(step, given) or found
            if step.f_back is None:
                break
            step = step.f_back
        return found

    def _is_result(
        self, obj: Any, operands: tuple[Any, ...], call: tuple[FrameType, list[Any]], by: FrameType
    ) -> bool:
        """Whether the op that a call is named after made the value, as far as numbers tell."""
        frame, given = call
        site = id(frame.f_code), frame.f_lasti, id(by.f_code), by.f_lasti
        streak = self._sites.get(site, 0)
        if abs(streak) >= TRUSTED:
            code = frame.f_code
            if streak > 0 and by is frame and code.co_argcount == len(given):
                self._trusted[site[:2]] = code.co_varnames[: len(given)]
            return streak > 0
        confirmed = self._confirmed(self._op_of(frame), obj, operands, given)
        self._sites[site] = max(streak, 0) + 1 if confirmed else min(streak, 0) - 1
        return confirmed

    def _confirmed(self, name: str, obj: Any, operands: tuple[Any, ...], given: list[Any]) -> bool:
        """Whether the op of this name makes the value's number of its operands'."""
        z = self.graph.data(obj)
        xs = [self.graph.data(x) for x in operands]
        known = [x for x in xs if x is not None]
        if z is None or len(known) < len(xs):
            return False
        plain = [number(x) for x in given if not self.graph.is_value(x)]
        constants = [x for x in plain if x is not None]
        found = recognise([name], known, z, constants, 1e-4)
        meant = meaning(name) or ""
        return (
            found is not None
            and not found.guessed
            and found.name.partition(" ")[0].rstrip("k")
            in {v.partition(" ")[0] for v in (meant, *VARIANTS.get(meant, ()))}
            and (found.constant is None or any(close(found.constant, c, 1e-4) for c in constants))
        )


def _repeated(frame: FrameType, given: list[Any]) -> Callable[[float], Any] | None:
    """The same call with another number: of a function of the module, or of a method of what
    came first."""
    code = frame.f_code
    owner = given[0] if number(given[0]) is None else None
    function = frame.f_globals.get(code.co_name) if owner is None else None
    call = getattr(owner, code.co_name, None) if owner is not None else function
    own = getattr(getattr(call, "__func__", call), "__code__", None)
    return cast("Callable[[float], Any]", call) if own is code else None


def _arguments(frame: FrameType) -> list[Any]:
    """What a call's parameters hold now, several in a tuple one by one."""
    code, held = frame.f_code, frame.f_locals
    count = code.co_argcount + code.co_kwonlyargcount
    named = [held[name] for name in code.co_varnames[:count] if name in held]
    if code.co_flags & 0x04:  # *args
        more = held.get(code.co_varnames[count])
        named += more if isinstance(more, tuple) else ()
    return named
