"""Watch: hooks on a user's classes that see values made, gradients written, backward called.

The hooks sit on the class, never in the user's source: a data descriptor in the place of the
gradient's attribute (it keeps the number where the class keeps it), one in the place of the
stored backward closure, a wrapper around `__init__` and around the methods that run
backward. `remove()` puts everything back. They change no result: each stores and returns
exactly what it was given.
"""

from __future__ import annotations

import dis
import functools
import sys
from collections import deque
from collections.abc import Callable
from types import CodeType, FrameType, FunctionType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.always_there import always_there
from gradviz.sources.foreign.births import Births
from gradviz.sources.foreign.construction import noting, noting_maker, user_frame
from gradviz.sources.foreign.constructors import makes_values
from gradviz.sources.foreign.hooks import (
    MISSING,
    ClosureHook,
    DataHook,
    GradHook,
    ReadDataHook,
    ReadGradHook,
)
from gradviz.sources.foreign.kinship import beside, family, family_of_root, hook_owners
from gradviz.sources.foreign.lineage import Lineage
from gradviz.sources.foreign.log import WRITE, Edit, Pass
from gradviz.sources.foreign.methods import clears, own_methods, required, takes_root
from gradviz.sources.foreign.roles import ITSELF, Roles
from gradviz.sources.foreign.stored import attributes_of

_getframe = sys._getframe

MOST_KEPT = 400_000
"""Writes kept of passes that lines here and there begin: older ones keep their root's name."""


class Watch:
    """The hooks, and what they saw."""

    def __init__(self) -> None:
        self.births = Births()
        self.passes: list[Pass] = []
        self.kept: list[Pass] = []
        """Those of the passes that haven't been forgotten."""
        self.wanted: int | None = None
        """The number of a pass that isn't forgotten, whatever comes after it."""
        self.label_of: Callable[[Any], str] = lambda root: ""
        self.loose = Pass(root=None, manual=True)
        self.now = self.loose
        self.running: list[Any] = []
        self.read: Any = None
        self.read_before: Any = None
        self.building: list[Any] = []
        self.lineages: list[Lineage] = []
        """Of the engines whose values keep no operands."""
        self.engine_codes: set[int] = set()
        self.setter_codes: set[int] = set()
        self.assigned: dict[int, tuple[Any, Any, CodeType, int]] = {}
        self.keep_assignments = False
        self.keeps_callers = False
        """Whether a write in a pass is kept with the one who called the writer."""
        self.starting = False
        self.is_over = False
        self.recursed = False
        """Whether a driver was seen to call itself for the operands."""
        self.keep_data = False
        self.on_pass: Callable[[], None] | None = None
        self.on_driver: Callable[[Any, bool], None] | None = None
        """Called with the root before a program's driver runs (False) and after (True)."""
        self.edits: dict[int, deque[Edit]] = {}
        """By id, where a value's number was set again; the last few."""
        self.number_of: Callable[[Any], float | None] | None = None
        """How to read a value's number, where it is an array: `w.data -= step` changes that itself,
        and what it was is gone."""
        self.leaf_edits: dict[int, float] = {}
        self.stopped_in: set[int] = set()
        """The ids of the functions' codes that were running when the program was stopped."""
        self._patched: list[tuple[type, str, Any]] = []
        self._wrapped: set[tuple[int, str]] = set()
        self._light: list[tuple[type, GradHook | DataHook]] = []
        """The hooks without a part in reading, and the classes they are on."""
        self._heavy: list[tuple[type, ReadGradHook]] = []
        """The hooks that note reads, and need not once it is known what the engine is like."""

    # --- passes --------------------------------------------------------------------------

    def begin(self, root: Any, code: CodeType | None, lasti: int) -> Pass:
        number = self.passes[-1].number + 1 if self.passes else 1
        self.now = Pass(root, code, lasti, number=number)
        if code is None:  # of the bench, which itself keeps those it still needs
            self.passes.clear()
            self.kept.clear()
        self._forget(id(code), lasti)
        self.passes.append(self.now)
        self.kept.append(self.now)
        return self.now

    def end(self, complete: bool) -> None:
        seen = self.now
        seen.complete = complete
        if self.number_of is not None:
            told = {id(x): self.number_of(x) for x in seen.written[::WRITE]}
            seen.numbers = {key: x for key, x in told.items() if x is not None}
        seen.ended_at = self.loose.count
        self.now = self.loose
        self.running.clear()
        if complete and seen.written and not self.keep_assignments:
            self._suit_reads(is_called=bool(seen.called))
        if self.on_pass is not None:
            self.on_pass()

    def note_stop(self) -> None:
        """The program does nothing any more: what is under way now stays unfinished."""
        self.is_over = True
        if self.now is not self.loose or self.running:
            self.now.cut = True

    def _forget(self, code: int, lasti: int) -> None:
        """Bound the memory of a training loop: of the passes that one line begins the last is
        kept, and it stays until the next one is over. The others let go of their graphs."""
        superseded = [p for p in self.kept if (id(p.code), p.lasti) == (code, lasti)][:-1]
        budget = MOST_KEPT
        for seen in reversed(self.kept):
            budget -= seen.count
            if budget < 0 and seen is not self.kept[-1]:
                superseded.append(seen)
        for seen in superseded:
            if seen.number != self.wanted and seen.root is not None:
                seen.forget(self.label_of(seen.root))
        if superseded:
            self.kept[:] = [p for p in self.kept if p.root is not None]

    def data_during(self, seen: Pass) -> dict[int, Any]:
        """By id, what the numbers edited since were during a pass."""
        return seen.data | seen.numbers

    def held_during(self, seen: Pass) -> dict[int, Any]:
        """The same of the objects around numbers, by the id of these: `w.data.value -= step`. They
        are of the gradients' own class, so that such an edit is a write like any other."""
        out: dict[int, Any] = {}
        first = max(0, seen.ended_at - self.loose.dropped)
        for write in () if seen.manual else self.loose.writes[first:]:
            out.setdefault(id(write.target), write.before)
        return out

    # --- installing ----------------------------------------------------------------------

    def patch(self, cls: type, name: str, value: Any) -> None:
        self._patched.append((cls, name, cls.__dict__.get(name, MISSING)))
        setattr(cls, name, value)

    def remove(self) -> None:
        """Put back what the hooks replaced, the last first."""
        for cls, name, original in reversed(self._patched):
            if original is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, original)
        self._patched.clear()
        self._wrapped.clear()
        self.now = self.loose
        self.running.clear()
        self.read = self.read_before = None

    def install(self, cls: type, roles: Roles, sample: Any) -> None:
        """Hook a class and all its present subclasses; `sample` is one of its instances."""
        self._hook_grad(cls, roles, sample)
        if self.keep_data and roles.data != ITSELF:
            for owner in hook_owners(cls, roles.data, sample):
                inner = owner.__dict__.get(roles.data, MISSING)
                hook = DataHook(self, roles.data, inner)
                if self._is_always_there(owner, hook):
                    self._light.append((owner, hook))
                else:
                    hook = ReadDataHook(self, roles.data, inner)
                self.patch(owner, roles.data, hook)
        if roles.backward is not None:
            if roles.backward_kind == "closure":
                for owner in hook_owners(cls, roles.backward, sample):
                    inner = owner.__dict__.get(roles.backward, MISSING)
                    self.patch(owner, roles.backward, ClosureHook(self, roles.backward, inner))
            elif roles.backward_kind == "object":
                holder, _, method = roles.backward.partition(".")
                op = attributes_of(sample).get(holder)
                for op_class in beside(type(op), method) if op is not None else ():
                    self.hook_op_class(op_class, method)
        for family_member in family(cls):
            self.hook_member(family_member, roles)
            if roles.backward_kind in ("none", "named"):
                self._hook_rules(family_member, roles)

    def hook_member(self, cls: type, roles: Roles) -> None:
        """The methods a class of the family defines itself."""
        for value in cls.__dict__.values():
            self._note_codes(value)
        if "__init__" in cls.__dict__ and isinstance(cls.__dict__["__init__"], FunctionType):
            self._wrap_once(cls, "__init__", functools.partial(noting, self))
        elif makes_values(cls):
            self._wrap_once(cls, "__new__", functools.partial(noting_maker, self))
        own = roles.backward is not None and roles.backward != roles.driver
        if roles.backward is not None and own and roles.backward_kind == "method":
            self._wrap_once(cls, roles.backward, self._node_backward)
        if roles.driver is not None:
            at = takes_root(cls, roles.driver) or 0
            self._wrap_once(cls, roles.driver, functools.partial(self._driver, at=at))

    def _hook_rules(self, cls: type, roles: Roles) -> None:
        """Methods that write gradients, whichever of them a driver calls by its name."""
        grad = (roles.grad or "").rpartition(".")[2]
        for name, value in list(cls.__dict__.items()):
            if (
                isinstance(value, FunctionType) and name != roles.driver
                and not name.startswith("__") and value.__code__.co_argcount == 1
                and not clears(value, grad)
                and any(i.opname == "STORE_ATTR" and i.argval == grad
                        for i in dis.get_instructions(value.__code__))
            ):  # fmt: skip
                self._wrap_once(cls, name, self._node_backward)

    def hook_op_class(self, cls: type, method: str) -> None:
        for base in [*family_of_root(cls)]:
            self._wrap_once(base, method, self._node_backward)

    def hook_gate(self, cls: type) -> None:
        """The rules of objects that aren't values, where they need nothing given."""
        for name, method in own_methods(cls).items():
            if required(method) == 1 and names.rank(name, names.DRIVER) < len(names.DRIVER):
                self.hook_op_class(cls, name)

    def _wrap_once(self, cls: type, name: str, make: Any) -> None:
        if name not in cls.__dict__ or (id(cls), name) in self._wrapped:
            return
        raw = cls.__dict__[name]
        function = raw.__func__ if isinstance(raw, (staticmethod, classmethod)) else raw
        if not isinstance(function, FunctionType):
            return
        self._wrapped.add((id(cls), name))
        hook = functools.wraps(function)(make(function))
        if isinstance(raw, (staticmethod, classmethod)):
            self.patch(cls, name, type(raw)(hook))
        else:
            self.patch(cls, name, hook)

    def _note_codes(self, value: Any) -> None:
        function = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
        function = getattr(function, "__wrapped__", function)
        if isinstance(value, property):
            function = value.fget
            if isinstance(value.fset, FunctionType):
                self.setter_codes.add(id(value.fset.__code__))
        if not isinstance(function, FunctionType):
            return
        if function.__name__ == "__setattr__":
            self.setter_codes.add(id(function.__code__))
        pending = [function.__code__]
        while pending:
            code = pending.pop()
            self.engine_codes.add(id(code))
            pending += [const for const in code.co_consts if isinstance(const, CodeType)]

    def _hook_grad(self, cls: type, roles: Roles, sample: Any) -> None:
        if roles.grad is None:
            return
        holder, _, inner = roles.grad.rpartition(".")
        target, name = sample, inner
        if holder:
            target = attributes_of(sample).get(holder)
            owners: list[type] = family_of_root(type(target))[:1]
        else:
            owners = hook_owners(cls, name, sample)
        for owner in owners:
            if isinstance(owner.__dict__.get(name), property):
                continue  # computed from somewhere else: its writes can't be seen here
            original = owner.__dict__.get(name, MISSING)
            hook = ReadGradHook(self, name, original)
            if not holder and self._is_always_there(owner, hook):
                self._heavy.append((owner, hook))
            self.patch(owner, name, hook)

    # --- how far hooks see -----------------------------------------------------------------

    def _is_always_there(self, owner: type, hook: GradHook | DataHook) -> bool:
        """Whether Python may read what a hook covers without it."""
        return hook.inner is MISSING and all(always_there(c, hook.name) for c in family(owner))

    def _suit_reads(self, *, is_called: bool) -> None:
        """Which gradient was read is asked only of a pass without a backward for each value.
        After one with it, reads needn't be noted any more."""
        if is_called:
            for owner, heavy in self._heavy:
                hook = GradHook(self, heavy.name, heavy.inner)
                setattr(owner, heavy.name, hook)
                self._light.append((owner, hook))
            self._heavy.clear()
        else:
            for _, light in list(self._light):
                if isinstance(light, GradHook):
                    self.expect_missing(light)

    def expect_missing(self, hook: Any) -> None:
        """What a hook covers may be missing, or its reads are to be noted."""
        for owner, light in self._light:
            if light is hook:
                full = ReadDataHook if isinstance(hook, DataHook) else ReadGradHook
                setattr(owner, hook.name, full(self, hook.name, hook.inner))
        self._light = [(owner, light) for owner, light in self._light if light is not hook]
        self._heavy = [(owner, heavy) for owner, heavy in self._heavy if heavy is not hook]

    def meet(self, cls: type) -> None:
        """A class was made, whose objects may lack what those before it always had."""
        for owner, hook in [*self._light, *self._heavy]:
            if any(base is owner for base in cls.__mro__) and not always_there(cls, hook.name):
                self.expect_missing(hook)

    # --- the wrappers ----------------------------------------------------------------------

    def note_birth(self, obj: Any, frame: FrameType) -> None:
        """A value that was made before the hooks were there."""
        self.births.note(obj, frame, user_frame(frame, self.engine_codes))

    def _node_backward(self, function: FunctionType) -> FunctionType:
        def backward(self_: Any, /, *args: Any, **kwargs: Any) -> Any:
            frame = _getframe(1)
            now, running = self.now, self.running
            given = args or tuple(kwargs.values())
            if isinstance(self_, (int, float)) and not hasattr(self_, "__dict__"):
                given = (self_, *args)  # of a static method: what comes first is the gradient
            elif running and running[-1] is self_:  # `super().backward()`: a part of the same
                return function(self_, *args, **kwargs)
            now.called += self_, given, frame.f_code, frame.f_lasti, len(now.written)
            running.append(self_)
            try:
                if given:
                    return function(self_, *args, **kwargs)
                return function(self_)
            finally:
                if running:
                    running.pop()

        return backward  # type: ignore[return-value]

    def _noted(
        self,
        frame: FrameType,
        function: FunctionType,
        owner: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        first: int,
    ) -> Any:
        """Call one node's backward for `frame`, and note that it was called. `first` is the
        place of the first argument that isn't the owner."""
        now = self.now
        given = args[first:] or tuple(kwargs.values())
        now.called += owner, given, frame.f_code, frame.f_lasti, len(now.written)
        self.running.append(owner)
        try:
            return function(*args, **kwargs)
        finally:
            if self.running:
                self.running.pop()

    def driver_beside(
        self, function: FunctionType, is_value: Callable[[object], bool]
    ) -> FunctionType:
        """The same function, whose calls with a value are passes until the program is over."""
        drive: Any = functools.wraps(function)(self._driver(function, 0, is_value))
        return drive  # type: ignore[no-any-return]

    def _driver(
        self,
        function: FunctionType,
        at: int = 0,
        is_root: Callable[[object], bool] = lambda _: True,
    ) -> FunctionType:
        """`at` is the place of the root among the arguments."""

        def drive(*args: Any, **kwargs: Any) -> Any:
            if self.starting:  # the bench began this pass itself
                self.starting = False
                return function(*args, **kwargs)
            root = args[at] if len(args) > at else next(iter(kwargs.values()), None)
            if self.is_over or not is_root(root):
                return function(*args, **kwargs)
            if self.now is not self.loose:  # recursion: one node's share of a pass
                self.recursed = True
                return self._noted(_getframe(1), function, root, args, kwargs, at + 1)
            frame = _getframe(1)
            current = self.begin(root, frame.f_code, frame.f_lasti)
            if self.on_driver is not None:
                self.on_driver(root, False)
            complete = False
            try:
                result = function(*args, **kwargs)
                complete = True
                return result
            except BaseException as error:
                current.error = error
                current.cut = not isinstance(error, Exception)  # `sys.exit()`
                raise
            finally:
                if self.on_driver is not None:
                    self.on_driver(root, True)
                self.end(complete)

        return drive  # type: ignore[return-value]
