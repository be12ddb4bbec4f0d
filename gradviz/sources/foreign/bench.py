"""Bench: an engine on the test bench: hooked, its output muted, its recursion given room."""

from __future__ import annotations

import contextlib
import inspect
import io
import operator
import sys
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType
from typing import Any

from gradviz.sources.foreign import names
from gradviz.sources.foreign.engine import Engine, NoExercise, Unsupported
from gradviz.sources.foreign.learning import learn
from gradviz.sources.foreign.log import Pass, place_of
from gradviz.sources.foreign.patience import TookTooLong, time_limit
from gradviz.sources.foreign.roles import own_methods
from gradviz.sources.foreign.watch import Watch, family
from gradviz.sources.user_code import Place

LEFT, RIGHT = 1.3717, -0.6291


class Bench:
    """Builds values with an engine and runs its backward, watching."""

    def __init__(self, engine: Engine, sample: Any) -> None:
        """`sample` is a value that an operator made."""
        self.engine = engine
        self.sample = sample
        self.watch = Watch()
        self.watch.births = engine.births
        self.watch.born = max((b.order for b in engine.births.values()), default=0)
        self.watch.keep_assignments = True
        self.watch.keep_data = True
        self._fresh_grad: Any = 0.0
        self.leaves: list[Any] = []
        self.inner_leaves = False

    @contextlib.contextmanager
    def open(self) -> Iterator[Bench]:
        limit = sys.getrecursionlimit()
        with contextlib.suppress(Unsupported):
            self._fresh_grad = self.engine.raw_grad(self.engine.leaf(LEFT))
        try:
            with (
                contextlib.redirect_stdout(io.StringIO()),
                contextlib.redirect_stderr(io.StringIO()),
            ):
                self.watch.install(self.engine.cls, self.engine.roles, self.sample)
                yield self
        finally:
            self.watch.remove()
            sys.setrecursionlimit(limit)

    def leaf(self, x: float) -> Any:
        """A value to try an operator on, noted in `leaves`: a leaf, or where `inner_leaves` is
        set a sum of two, through which backward has to pass."""
        leaf = self.engine.leaf
        made = leaf(x / 4) + leaf(0.75 * x) if self.inner_leaves else leaf(x)
        self.leaves.append(made)
        return made

    def attempt(
        self, action: Callable[[], Any], seconds: float = 1.0
    ) -> tuple[Any, BaseException | None]:
        """(result, None) or (None, what it raised)."""
        try:
            with time_limit(seconds):
                return action(), None
        except (Exception, TookTooLong, SystemExit) as error:  # noqa: BLE001 - a user's code
            return None, error

    # --- passes --------------------------------------------------------------------------

    def reset(self, objects: list[Any]) -> None:
        for obj in objects:
            self.engine.put_grad(obj, self.fresh(obj))

    def fresh(self, obj: Any) -> Any:
        """What a new value's gradient is: 0.0, None, an array of zeros."""
        raw = self._fresh_grad
        return raw.copy() if hasattr(raw, "copy") and hasattr(raw, "dtype") else raw

    def backward(self, root: Any, seed: float | None = None) -> Pass:
        """The class's own driver, as a logged pass."""
        engine, watch = self.engine, self.watch
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 20_000))
        current = watch.begin(root, None, 0)
        if seed is not None:
            engine.set_grad(root, seed)
        try:
            with time_limit(1.0):
                watch.starting = engine.roles.driver is not None
                engine.drive(root)
            watch.end(complete=True)
        except (Exception, TookTooLong) as error:  # noqa: BLE001 - a user's code
            current.error = error
            watch.end(complete=False)
        finally:
            watch.starting = False
            sys.setrecursionlimit(limit)
        return current

    def node_backward(self, obj: Any, adjoint: float) -> tuple[Any, Pass]:
        """One node's backward alone, as a logged pass."""
        watch = self.watch
        current = watch.begin(obj, None, 0)
        result = None
        try:
            with time_limit(1.0):
                result = self.engine.run_backward(obj, adjoint)
            watch.end(complete=True)
        except (Exception, TookTooLong) as error:  # noqa: BLE001 - a user's code
            current.error = error
            watch.end(complete=False)
        return result, current


@contextlib.contextmanager
def room_for(frames: int) -> Iterator[None]:
    """Recursion allowed so many calls deeper than here."""
    limit, depth = sys.getrecursionlimit(), 0
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        depth += 1
        frame = frame.f_back
    sys.setrecursionlimit(depth + frames)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def error_place(error: BaseException | None, near: tuple[str, ...]) -> Place | None:
    """The innermost line in one of the user's own files that an exception went through."""
    found = None
    step = error.__traceback__ if error is not None else None
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_filename in near and code.co_name != "__init__":
            found = place_of(code, step.tb_lasti)
        step = step.tb_next
    return found


def defines(cls: type, name: str) -> bool:
    return any(name in base.__dict__ for base in cls.__mro__ if base is not object)


def calibrate(engine: Engine, namespace: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Make a leaf and a product, learn from them what names didn't tell, and how backward is
    called. Returns the two operands and the product (or sum, or what the class has)."""
    a, b = engine.leaf(LEFT), engine.leaf(RIGHT)
    engine.check_scalar(a)
    product = None
    error: BaseException | None = None
    for make in (
        operator.mul,
        operator.add,
        operator.sub,
        lambda x, y: x.mul(y),
        lambda x, y: x.add(y),
        lambda x, y: x.multiply(y),
    ):
        try:
            found = make(a, b)
        except Exception as problem:  # noqa: BLE001 - a user's code
            error = error or problem
            continue
        if engine.is_value(found) and found is not a and found is not b:
            product = found
            break
    if product is None:
        raise NoExercise(f"{engine.name} has no operator that makes a new value") from error
    engine.check_scalar(product)
    learn(engine, product, (a, b))
    if engine.roles.driver is None:
        engine.free_driver = free_driver(engine, namespace)
    return a, b, product


def free_driver(engine: Engine, namespace: dict[str, Any]) -> FunctionType | None:
    """A function beside the class that runs backward from a root: `backprop(o)`."""
    methods = own_methods(engine.cls)
    spaces = [namespace] + [f.__globals__ for f in list(methods.values())[:1]]
    found = []
    for space in spaces:
        for name, value in space.items():
            if (
                isinstance(value, FunctionType)
                and value.__code__.co_argcount - len(value.__defaults__ or ()) == 1
            ):
                place = names.rank(name, names.DRIVER)
                if place < len(names.DRIVER):
                    found.append((place, name, value))
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def user_files(engine: Engine) -> tuple[str, ...]:
    files = {
        inspect.unwrap(function).__code__.co_filename
        for cls in family(engine.cls)
        for function in own_methods(cls).values()
    }
    return tuple(files - {"<string>"})
