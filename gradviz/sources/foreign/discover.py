"""ProgramObserver: finds the classes of values a program defines, and watches them at work.

A class is looked at when its first instance has been made: by then decorators are done, and
an instance shows its attributes. Until then only its constructor is wrapped; a program
without such a class pays for nothing else.
"""

from __future__ import annotations

import builtins
import contextlib
import dataclasses
import dis
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, Self

from gradviz.model import nn as nn_module
from gradviz.model import value as value_module
from gradviz.sources.foreign import names
from gradviz.sources.foreign.asked import asker_in
from gradviz.sources.foreign.beside import driver_in
from gradviz.sources.foreign.constructors import edited, given_number, makes_values
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.kinship import family
from gradviz.sources.foreign.lineage import Lineage
from gradviz.sources.foreign.look_alikes import LookAlikes, is_base_of_look_alikes
from gradviz.sources.foreign.methods import defines_operators
from gradviz.sources.foreign.roles import find_roles
from gradviz.sources.foreign.scalars import is_tensor
from gradviz.sources.foreign.stored import attributes_of
from gradviz.sources.foreign.watch import Watch
from gradviz.sources.request import LeafEdit
from gradviz.sources.user_code import is_own

_FOREIGN_GROUND = frozenset(
    [
        "numpy",
        "scipy",
        "pandas",
        "sympy",
        "torch",
        "tensorflow",
        "jax",
        "matplotlib",
        "PIL",
        "networkx",
        "IPython",
        "gradviz",
        "decimal",
        "fractions",
        "pathlib",
        "collections",
        "typing",
        "enum",
        "datetime",
        "ctypes",
        "asyncio",
        "unittest",
        "ast",
        "re",
        "builtins",
    ]
)


class ProgramObserver:
    """Installed before the program runs, taken away after. `on_pass` is called after each
    backward pass. `leaves` replace the numbers that some values are made with."""

    def __init__(self, leaves: tuple[LeafEdit, ...] = (), wanted: int | None = None) -> None:
        """`wanted` is the number of a pass that is to be seen, if it isn't one of the last."""
        self.watch = Watch()
        self.watch.wanted = wanted
        self.watch.label_of = self._label_of
        self.watch.keep_data = True
        self.engines: list[Engine] = []
        self.candidates: list[type] = []
        self.tensors: list[type] = []
        self.on_pass: Callable[[], None] = lambda: None
        self._leaves = leaves
        self._look_alikes = LookAlikes()
        self._replaced: list[tuple[dict[str, Any], str, Any, Any]] = []
        """Functions of modules: where, by which name, what was there and what is there now."""
        self._build_class: Any = None
        self._process: Any = None
        self._own_result: Any = None
        self._frees: dict[int, bool] = {}  # by id of an engine
        self._waiting: dict[int, tuple[type, str, Any]] = {}
        """By id, since its hash is the class's affair: its constructor's name and what that was."""

    def __enter__(self) -> Self:
        self._build_class = builtins.__build_class__
        builtins.__build_class__ = self._building
        self._process = getattr(dataclasses, "_process_class", None)
        if self._process is not None:
            dataclasses._process_class = self._processed  # type: ignore[attr-defined]
        self.watch.on_pass = lambda: self.on_pass()
        self.watch.on_driver = self._driven
        self.watch.leaf_edits = {leaf.creation + 1: leaf.value for leaf in self._leaves}
        self._watch_own_value()
        return self

    def _label_of(self, root: Any) -> str:
        engine = next((e for e in self.engines if e.is_value(root)), None)
        return "" if engine is None else engine.label(root)

    def _driven(self, root: Any, done: bool) -> None:
        """Some drivers let go of the graph behind them: told by the first pass, the graph of
        each later one is noted before it runs."""
        engine = next((e for e in self.engines if e.is_value(root)), None)
        if engine is None or self._frees.get(id(engine), True) is False:
            return
        if not done:
            engine.kept = {}
            engine.keep_operands(root)
            return
        _, before = engine.kept.get(id(root), (root, []))
        kept, engine.kept = engine.kept, {}
        if before:
            self._frees[id(engine)] = not engine.operands(root)
        if self._frees.get(id(engine)):
            engine.kept = kept

    def _watch_own_value(self) -> None:
        """gradviz's own Value, which was defined long before the program runs. Its operators
        make values without calling the constructor."""
        cls = value_module.Value
        sample = cls(1.0)
        roles = find_roles(cls, sample, 1.0)
        assert roles is not None
        roles = dataclasses.replace(roles, op="_op")  # the name, not the row of the op table
        self.engines.append(Engine(cls, roles, self.watch.births))
        self.watch.install(cls, roles, sample)
        for module in (value_module, nn_module):
            self.watch.engine_codes.update(map(id, _codes_of(module)))
        result = self._own_result = value_module._result

        def noted(*args: Any) -> Any:
            made = result(*args)
            self.watch.note_birth(made, sys._getframe(1))
            return made

        value_module._result = noted  # type: ignore[assignment]

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Take every hook away; a second time does nothing."""
        if self._build_class is None:
            return
        builtins.__build_class__ = self._build_class
        self._build_class = None
        value_module._result = self._own_result
        if self._process is not None:
            dataclasses._process_class = self._process  # type: ignore[attr-defined]
        for cls, _, _ in list(self._waiting.values()):
            self._stop_waiting(cls)
        for space, name, function, noted in self._replaced:
            if space.get(name) is noted:
                space[name] = function
        self.watch.note_stop()
        self.watch.remove()

    def stopped_at(self, frame: FrameType | None) -> None:
        """The program was stopped while this ran, and all that called it."""
        while frame is not None:
            if frame.f_code.co_name != "<module>":
                self.watch.stopped_in.add(id(frame.f_code))
            frame = frame.f_back

    # --- classes as they come --------------------------------------------------------------

    def _building(self, function: Any, name: str, /, *bases: Any, **keywords: Any) -> Any:
        if not keywords:
            with contextlib.suppress(Exception):  # a class body that is no function, for one
                bases = self._look_alikes.bases_of(function, name, bases)
                self._note_base(bases)
        cls = self._build_class(function, name, *bases, **keywords)
        if isinstance(cls, type):
            with contextlib.suppress(Exception):  # what a strange metaclass may raise
                self.watch.meet(cls)
                self._consider(cls)
        return cls

    def _note_base(self, bases: tuple[Any, ...]) -> None:
        for base in bases:
            known = any(base is c for c in self.candidates)
            if isinstance(base, type) and is_base_of_look_alikes(base) and not known:
                self.candidates.append(base)

    def _processed(self, cls: Any, *args: Any, **keywords: Any) -> Any:
        """A dataclass has its constructor only when its decorator is done."""
        made = self._process(cls, *args, **keywords)
        if id(made) not in self._waiting:
            self.candidates[:] = [c for c in self.candidates if c is not cls]
            self._consider(made)
        return made

    def _consider(self, cls: type) -> None:
        # By identity: a metaclass may say what it likes of its classes' equality.
        known = any(c is cls for c in self.candidates)
        if known or cls.__module__.partition(".")[0] in _FOREIGN_GROUND:
            return
        family = next((e for e in self.engines if any(c is e.cls for c in cls.__mro__)), None)
        if family is not None:
            self.watch.hook_member(cls, family.roles)
            return
        file = _file_of(cls)
        if not is_own(file) and not (_mentions_gradient(cls) and defines_operators(cls)):
            return
        if not (_mentions_gradient(cls) or defines_operators(cls) or _keeps_two_numbers(cls)):
            return
        self.candidates.append(cls)
        own = cls.__dict__.get("__init__")
        if isinstance(own, FunctionType) or (
            # Without a constructor of its own it may be about to become a dataclass.
            own is None
            and "__annotations__" not in cls.__dict__
            and isinstance(cls.__init__, FunctionType)  # type: ignore[misc]
        ):
            self._wait_for_first(cls)
        elif makes_values(cls):
            self._wait_for_first_made(cls)

    def _wait_for_first(self, cls: type) -> None:
        init: Any = cls.__init__  # type: ignore[misc]

        @functools.wraps(init)
        def first(self_: Any, *args: Any, **keywords: Any) -> None:
            init(self_, *args, **keywords)
            owner = next(
                (c for c in type(self_).__mro__ if c.__dict__.get("__init__") is first), None
            )
            if owner is not None and type(self_).__init__ is first:  # not on the way by super()
                if 1 in self.watch.leaf_edits:
                    args, keywords = edited(args, keywords, self.watch.leaf_edits[1])
                    init(self_, *args, **keywords)
                with contextlib.suppress(Exception):  # the program goes on whatever it is
                    self._adopt(owner, self_, sys._getframe(1), given_number(args, keywords))

        self._waiting[id(cls)] = cls, "__init__", cls.__dict__.get("__init__")
        cls.__init__ = first  # type: ignore[misc]

    def _wait_for_first_made(self, cls: type) -> None:
        """The same for a class in whose `__new__` everything is done."""
        own = cls.__dict__["__new__"]
        new: Any = own.__func__

        @functools.wraps(new)
        def first(kind: type, *args: Any, **keywords: Any) -> Any:
            made = new(kind, *args, **keywords)
            if id(cls) not in self._waiting or not isinstance(made, cls):
                return made
            if 1 in self.watch.leaf_edits:
                args, keywords = edited(args, keywords, self.watch.leaf_edits[1])
                made = new(kind, *args, **keywords)
            with contextlib.suppress(Exception):  # the program goes on whatever it is
                self._adopt(cls, made, sys._getframe(1), given_number(args, keywords))
            return made

        self._waiting[id(cls)] = cls, "__new__", own
        cls.__new__ = staticmethod(first)  # type: ignore[assignment]

    def _stop_waiting(self, cls: type) -> None:
        _, name, own = self._waiting.pop(id(cls), (cls, "__init__", None))
        if own is None:
            delattr(cls, name)
        else:
            setattr(cls, name, own)

    def _adopt(self, cls: type, obj: Any, frame: FrameType, given: float | None) -> None:
        """The first instance is there: what is it made of?"""
        if id(cls) in self._waiting:
            self._stop_waiting(cls)
        else:  # a dataclass with slots is a copy of the class that was waited for
            cls.__init__ = cls.__init__.__wrapped__  # type: ignore[misc]
        known = set(map(id, self.candidates))
        bases = [c for c in reversed(type(obj).__mro__) if id(c) in known]
        # The outermost with operators: a base without may be anything's.
        cls = next((c for c in bases if defines_operators(c)), bases[0] if bases else cls)
        for member in family(cls):
            if id(member) in self._waiting:
                self._stop_waiting(member)
        roles = find_roles(cls, obj, given)
        if roles is None:
            stored = attributes_of(obj)
            if any(
                is_tensor(x) and names.rank(n, names.DATA) < len(names.DATA) and hasattr(x, "dtype")
                for n, x in stored.items()
            ):
                self.tensors.append(cls)
            return
        engine = Engine(cls, roles, self.watch.births)
        self.engines.append(engine)
        if not roles.operands:
            engine.lineage = Lineage(engine)
            engine.lineage.on_gate = self.watch.hook_gate
            self.watch.lineages.append(engine.lineage)
        if hasattr(engine.raw_data(obj), "dtype"):
            self.watch.number_of = engine.data
        self.watch.install(cls, roles, obj)
        self.watch.note_birth(obj, frame)
        if roles.grad is None and roles.driver is None:
            self._watch_beside(engine, [vars(sys.modules[cls.__module__]), frame.f_globals])

    def _watch_beside(self, engine: Engine, spaces: list[dict[str, Any]]) -> None:
        """The functions that return the gradients of values which keep none: that they were
        called is all that a pass shows."""
        for space in spaces:
            for function in (driver_in([space]), asker_in([space])):
                for name in [n for n, x in space.items() if x is function and x is not None]:
                    noted = self.watch.driver_beside(space[name], engine.is_value)
                    self._replaced.append((space, name, space[name], noted))
                    space[name] = noted


def _file_of(cls: type) -> str:
    for value in cls.__dict__.values():
        code = getattr(value, "__code__", None)
        if isinstance(code, CodeType) and not code.co_filename.startswith("<"):
            return code.co_filename
    return ""


def _mentions_gradient(cls: type) -> bool:
    """Whether any of a class's own code speaks of gradients or of backward."""
    for base in cls.__mro__[:-1]:
        for name, value in base.__dict__.items():
            if "grad" in name.lower() or names.rank(name, names.DRIVER) < len(names.DRIVER):
                return True
            code = getattr(value, "__code__", None)
            if code is not None and any(
                word in used.lower()
                for word in ("grad", "back", "deriv", "adjoint")
                for used in (*code.co_names, *code.co_varnames, *code.co_cellvars)
            ):
                return True
    return False


def _keeps_two_numbers(cls: type) -> bool:
    """Whether a class keeps something named as data is and something named as a gradient is,
    `v` and `g` say, as where functions beside it do all the work."""
    init = cls.__dict__.get("__init__")
    kept = set(inspect.get_annotations(cls))
    if isinstance(init, FunctionType):
        code = dis.get_instructions(init)
        kept |= {line.argval for line in code if line.opname == "STORE_ATTR"}
    data, grad = names.best(list(kept), names.DATA), names.best(list(kept), names.GRAD)
    return data is not None and grad is not None and data != grad


def _codes_of(module: ModuleType) -> Iterator[CodeType]:
    """The code of every function and method of a module, with what is nested in it."""
    found = [*vars(module).values()]
    for thing in list(found):
        if isinstance(thing, type) and thing.__module__ == module.__name__:
            found += vars(thing).values()
    codes = [thing.__code__ for thing in found if isinstance(thing, FunctionType)]
    while codes:
        code = codes.pop()
        yield code
        codes += [const for const in code.co_consts if isinstance(const, CodeType)]
