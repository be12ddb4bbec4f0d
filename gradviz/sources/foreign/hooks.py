"""Hooks: descriptors that stand in the place of an attribute and see what happens to it.

Each keeps the value where the class keeps it, and stores and returns exactly what it was
given.
"""

from __future__ import annotations

import sys
from types import FunctionType
from typing import TYPE_CHECKING, Any

from gradviz.sources.foreign.log import Call, Edit, Write

if TYPE_CHECKING:
    from gradviz.sources.foreign.watch import Watch

_getframe = sys._getframe
MISSING = object()


MOST_LOOSE = 400_000
"""Writes and calls kept that belong to no driver's pass; the older half goes when it is full."""


class _Hook:
    """A data descriptor in the place of an attribute, which keeps the value where it was:
    in the object's `__dict__`, or in the slot whose descriptor it replaces."""

    __slots__ = ("inner", "name", "slot", "watch")

    def __init__(self, watch: Watch, name: str, inner: Any) -> None:
        self.watch = watch
        self.name = name
        self.inner = inner
        self.slot = inner is not MISSING and hasattr(type(inner), "__set__")

    def stored(self, obj: Any) -> Any:
        if self.slot:
            try:
                return self.inner.__get__(obj, type(obj))
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
            self.inner.__set__(obj, value)
        else:
            obj.__dict__[self.name] = value

    def __delete__(self, obj: Any) -> None:
        if self.slot:
            self.inner.__delete__(obj)
        elif obj.__dict__.pop(self.name, MISSING) is MISSING:
            raise AttributeError(self.name)


class GradHook(_Hook):
    __slots__ = ()

    # Millions of reads and writes go through here: the usual case first, and no calls.

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self.default(None, owner)
        watch = self.watch
        if watch.read is not obj:
            watch.read_before = watch.read
            watch.read = obj
        if not self.slot:
            try:
                return obj.__dict__[self.name]
            except KeyError:
                return self.default(obj, owner)
        value = self.stored(obj)
        return self.default(obj, owner) if value is MISSING else value

    def __set__(self, obj: Any, value: Any) -> None:
        if self.slot:
            before = self.stored(obj)
            self.inner.__set__(obj, value)
        else:
            held = obj.__dict__
            before = held.get(self.name, MISSING)
            held[self.name] = value
        watch = self.watch
        if watch.building:
            return
        frame = _getframe(1)
        code = frame.f_code
        lasti = frame.f_lasti
        outer = frame.f_back
        if id(code) in watch.setter_codes and outer is not None:
            # A property's setter, or a `__setattr__`: the line of interest is its caller's.
            code, lasti = outer.f_code, outer.f_lasti
        now = watch.now
        writes = now.writes
        running = watch.running
        entry = (
            obj, None if before is MISSING else before, value, code, lasti,
            running[-1] if running else None, len(now.calls),
            watch.read if watch.read is not obj else watch.read_before,
            None if outer is None else outer.f_code, -1 if outer is None else outer.f_lasti,
        )  # fmt: skip
        writes.append(tuple.__new__(Write, entry))  # `Write(…)` itself takes twice the time
        if now is watch.loose and len(writes) > MOST_LOOSE:
            watch.trim_loose()


class DataHook(_Hook):
    """Keeps what a value's number was during the last pass, for when an optimizer edits it."""

    __slots__ = ()

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self.default(None, owner)
        if not self.slot:
            try:
                return obj.__dict__[self.name]
            except KeyError:
                return self.default(obj, owner)
        value = self.stored(obj)
        return self.default(obj, owner) if value is MISSING else value

    def __set__(self, obj: Any, value: Any) -> None:
        watch = self.watch
        if watch.keep_assignments and watch.now is not watch.loose:
            frame = _getframe(1)
            watch.now.data_writes.append((obj, frame.f_code, frame.f_lasti))
        before = self.stored(obj)
        # A value that has none yet is given its number, which is no edit.
        if not watch.building and before is not None and before is not MISSING:
            frame = _getframe(1)
            number = watch.passes[-1].number if watch.passes else 0
            loose = watch.loose_gone + len(watch.loose.writes)
            edit = Edit(watch.born, number, frame.f_code, frame.f_lasti, loose, before)
            earlier = watch.edits.setdefault(id(obj), [])
            earlier[:] = [*earlier[-3:], edit]
            if watch.passes:
                watch.passes[-1].data.setdefault(id(obj), before)
        self.store(obj, value)


class ClosureHook(_Hook):
    __slots__ = ()

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self.default(None, owner)
        value = self.stored(obj)
        if value is MISSING:
            value = self.default(obj, owner)
        if (
            isinstance(value, FunctionType)
            and value.__closure__ is None
            and (value.__name__ != "<lambda>")
        ):
            return value  # shared by many values; a driver may ask which one it is
        return _Running(value, obj, self.watch) if callable(value) else value

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
        watch = self.watch
        now = watch.now
        frame = _getframe(1)
        given = args or tuple(kwargs.values())
        now.calls.append(Call(self.owner, given, frame.f_code, frame.f_lasti, len(now.writes)))
        watch.running.append(self.owner)
        try:
            return self.function(*args, **kwargs)
        finally:
            if watch.running:
                watch.running.pop()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.function, name)

    def __eq__(self, other: object) -> bool:
        return bool(self.function == (other.function if isinstance(other, _Running) else other))

    def __hash__(self) -> int:
        return hash(self.function)
