"""Hooks: descriptors that stand in the place of an attribute and see what happens to it.

Each keeps the value where the class keeps it, and stores and returns exactly what it was
given.
"""

from __future__ import annotations

import sys
from collections import deque
from types import FrameType, FunctionType
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign.log import WRITE, Edit

if TYPE_CHECKING:
    from gradviz.sources.foreign.watch import Watch

_getframe = sys._getframe
MISSING = object()

MOST_LOOSE = 400_000
"""Writes kept that belong to no driver's pass; the older half goes when it is full."""
MOST_EDITS = 4
"""Edits kept of each value's number, the last."""


class _Hook:
    """A data descriptor in the place of an attribute, which keeps the value where it was:
    in the object's `__dict__`, or in the slot whose descriptor it replaces."""

    __slots__ = ("get", "inner", "name", "put", "slot", "watch")

    def __init__(self, watch: Watch, name: str, inner: Any) -> None:
        self.watch = watch
        self.name = name
        self.inner = inner
        self.slot = inner is not MISSING and hasattr(type(inner), "__set__")
        self.get: Any = inner.__get__ if self.slot else None
        self.put: Any = inner.__set__ if self.slot else None

    def stored(self, obj: Any) -> Any:
        if self.slot:
            try:
                return self.get(obj)
            except AttributeError:
                return MISSING
        return obj.__dict__.get(self.name, MISSING)

    def default(self, obj: Any, owner: type | None) -> Any:
        """What the class itself would have answered."""
        if self.inner is not MISSING and not self.slot:
            get = getattr(type(self.inner), "__get__", None)
            return self.inner if get is None else get(self.inner, obj, owner)
        start = type(obj) if obj is not None else owner
        past = False
        for base in start.__mro__ if start is not None else ():
            found = base.__dict__.get(self.name, MISSING)
            if found is self:
                past = True
            elif past and found is not MISSING:
                get = getattr(type(found), "__get__", None)
                return found if get is None else get(found, obj, owner)
        if obj is None and self.slot:
            return self.inner
        kind = start.__name__ if start is not None else "object"
        raise AttributeError(f"'{kind}' object has no attribute '{self.name}'")

    def store(self, obj: Any, value: Any) -> None:
        if self.slot:
            self.put(obj, value)
        else:
            obj.__dict__[self.name] = value

    def __delete__(self, obj: Any) -> None:
        if self.slot:
            self.inner.__delete__(obj)
        elif obj.__dict__.pop(self.name, MISSING) is MISSING:
            raise AttributeError(self.name)
        else:
            self.watch.expect_missing(self)


class GradHook(_Hook):
    """Notes each write. It has no `__get__`, so that reads are Python's own: only where the
    attribute is always there, for else they would find the hook."""

    __slots__ = ()

    # Millions of writes go through here: the usual case first, and few calls.

    def __set__(self, obj: Any, value: Any) -> None:
        watch = self.watch
        if self.slot:
            if watch.building:
                self.put(obj, value)
                return
            try:
                before = self.get(obj)
            except AttributeError:
                before = None
            self.put(obj, value)
        else:
            held = obj.__dict__
            if watch.building:
                held[self.name] = value
                return
            before = held.get(self.name)
            held[self.name] = value
        frame = _getframe(1)
        code = frame.f_code
        lasti = frame.f_lasti
        if watch.setter_codes and id(code) in watch.setter_codes:
            # A property's setter, or a `__setattr__`: the line of interest is its caller's.
            outer = frame.f_back
            if outer is not None:
                code, lasti = outer.f_code, outer.f_lasti
        now = watch.now
        running = watch.running
        read = watch.read
        if watch.keeps_callers or now is watch.loose:
            outer = frame.f_back
            outer_code = None if outer is None else outer.f_code
            outer_lasti = -1 if outer is None else outer.f_lasti
        else:
            outer_code, outer_lasti = None, -1
        now.written += (
            obj, before, value, code, lasti, running[-1] if running else None, len(now.called),
            read if read is not obj else watch.read_before, outer_code, outer_lasti,
        )  # fmt: skip
        if now is watch.loose and len(now.written) > MOST_LOOSE * WRITE:
            now.forget_half()


class ReadGradHook(GradHook):
    """Notes which gradient was read last, too: in a driver without a backward for each value,
    that is the one that is passed on."""

    __slots__ = ()

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self.default(None, owner)
        watch = self.watch
        if watch.read is not obj:
            watch.read_before = watch.read
            watch.read = obj
        try:
            return self.get(obj) if self.slot else obj.__dict__[self.name]
        except (AttributeError, KeyError):
            return self.default(obj, owner)


class DataHook(_Hook):
    """Keeps what a value's number was during the last passes, for when an optimizer edits it.
    Without a `__get__`, as `GradHook`."""

    __slots__ = ()

    def __set__(self, obj: Any, value: Any) -> None:
        watch = self.watch
        if watch.building:
            if watch.keep_assignments and watch.now is not watch.loose:
                self._note_assignment(obj, _getframe(1))
            if self.slot:
                self.put(obj, value)
            else:
                obj.__dict__[self.name] = value
            return
        frame = _getframe(1)
        if watch.keep_assignments and watch.now is not watch.loose:
            self._note_assignment(obj, frame)
        before = self.stored(obj)
        if before is not None and before is not MISSING:
            self._note_edit(id(obj), before, frame)
        self.store(obj, value)

    def _note_edit(self, key: int, before: Any, frame: FrameType) -> None:
        """Where there was a number already: to give a value its first is no edit."""
        watch = self.watch
        number = watch.passes[-1].number if watch.passes else 0
        edit = watch.births.count, number, frame.f_code, frame.f_lasti, watch.loose.count, before
        earlier = watch.edits.get(key)
        if earlier is None:
            earlier = watch.edits[key] = deque(maxlen=MOST_EDITS)
        earlier.append(tuple.__new__(Edit, edit))
        for seen in watch.kept:
            seen.data.setdefault(key, before)

    def _note_assignment(self, obj: Any, frame: FrameType) -> None:
        self.watch.now.data_writes.append((obj, frame.f_code, frame.f_lasti))


class ReadDataHook(DataHook):
    """With the `__get__` for what isn't always there."""

    __slots__ = ()

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self.default(None, owner)
        try:
            return self.get(obj) if self.slot else obj.__dict__[self.name]
        except (AttributeError, KeyError):
            return self.default(obj, owner)


class ClosureHook(_Hook):
    __slots__ = ()

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self.default(None, owner)
        value = self.stored(obj) if self.slot else obj.__dict__.get(self.name, MISSING)
        if value is MISSING:
            value = self.default(obj, owner)
        if type(value) is FunctionType:
            if value.__closure__ is None and value.__name__ != "<lambda>":
                return value  # shared by many values; a driver may ask which one it is
        elif not callable(value):
            return value
        return _Running(value, obj, self.watch)

    def __set__(self, obj: Any, value: Any) -> None:
        if type(value) is _Running:  # read from one value and stored on another
            value = value.function
        if self.watch.keep_assignments and not self.watch.building:
            frame = _getframe(1)
            entry = (obj, value, frame.f_code, frame.f_lasti)
            self.watch.assigned[len(self.watch.assigned)] = entry
        self.store(obj, value)


class _Running:
    """A stored backward closure, noting when it is called and for which value."""

    __slots__ = ("function", "owner", "watch")

    def __init__(self, function: Any, owner: Any, watch: Watch) -> None:
        self.function = function
        self.owner = owner
        self.watch = watch

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        owner, watch = self.owner, self.watch
        now, running = watch.now, watch.running
        frame = _getframe(1)
        given = args or tuple(kwargs.values())
        now.called += owner, given, frame.f_code, frame.f_lasti, len(now.written)
        running.append(owner)
        try:
            if given:
                return self.function(*args, **kwargs)
            return self.function()
        finally:
            if running:
                running.pop()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.function, name)

    def __eq__(self, other: object) -> bool:
        return bool(self.function == (other.function if isinstance(other, _Running) else other))

    def __hash__(self) -> int:
        return hash(self.function)
