"""Asking: whether a class's values take a gradient only with one of their flags set.

Without it, every backward of a right engine would look as if it forgot its operands.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import Any

from gradviz.sources.foreign.calibration import calibrate
from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.flags import other_flags
from gradviz.sources.foreign.patience import TookTooLong, time_limit


def ask_for_gradients(engine: Engine, namespace: dict[str, Any]) -> bool:
    """Have leaves made with the flag by which gradients reach them, if it takes one. Whether
    any was tried, so that the roles have to be learned again."""
    flags = other_flags(engine.leaf_class)
    if not flags or not engine.driver.exists or engine.roles.grad is None:
        return False
    if _reached(engine, namespace) is not False:
        return False
    plain, roles = engine.make_leaf, engine.roles
    for flag in flags:
        engine.make_leaf = _with(engine.leaf_class, flag)
        if _reached(engine, namespace):
            return True
        engine.make_leaf, engine.roles = plain, roles
    return True


def _with(cls: type, flag: str) -> Callable[[float], Any]:
    return lambda x: cls(x, **{flag: True})


def _reached(engine: Engine, namespace: dict[str, Any]) -> bool | None:
    """Whether a pass gives the operands of a product a gradient; None when it raises."""
    quiet = contextlib.redirect_stdout(io.StringIO())
    try:
        with quiet, contextlib.redirect_stderr(io.StringIO()), time_limit(1.0):
            a, b, product = calibrate(engine, namespace)
            engine.settle(product)
            engine.driver.run(product)
            if not engine.grad(a) and not engine.grad(b):
                engine.set_grad(product, 1.0)  # which some leave to their caller
                engine.driver.run(product)
            return bool(engine.grad(a) or engine.grad(b))
    except (Exception, TookTooLong, SystemExit):  # noqa: BLE001 - a user's code
        return None
