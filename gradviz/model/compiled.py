"""The kernels compiled by numba: what they are made of, and where they are kept on disk.

Imports numba, so nothing imports this module but `warming`, in its own thread.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload, register_jitable

from gradviz.model import ieee, kernels, ops
from gradviz.model.ieee import ieee_pow
from gradviz.model.warming import Loops

if TYPE_CHECKING:
    from collections.abc import Callable


@intrinsic
def _libm_pow(context: Any, x: Any, y: Any) -> Any:
    """C's pow, behind a wall: LLVM would make pow(z, 2.0) into z * z, whose last bit differs."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        double = ir.DoubleType()
        kind = ir.FunctionType(double, [double, double])
        wall = cgutils.get_or_insert_function(builder.module, kind, "gradviz_pow")
        if not wall.blocks:
            wall.linkage = "linkonce_odr"
            wall.attributes.add("noinline")
            wall.attributes.add("optnone")
            body = ir.IRBuilder(wall.append_basic_block())
            power = builder.module.declare_intrinsic("llvm.pow", [double])
            body.ret(body.call(power, wall.args))
        return builder.call(wall, arguments)

    return types.float64(types.float64, types.float64), generate


@overload(ieee_pow, strict=False)
def _ieee_pow(x: Any, y: Any) -> Any:
    """IEEE 754's answers are what C's pow gives anyway; compiled code raises nothing."""
    return lambda x, y: _libm_pow(x, y)


@overload(kernels.evaluate, strict=False, jit_options={"forceinline": True})
def _evaluate(code: Any, x: Any, y: Any) -> Any:
    return _chain("code, x, y", [op.forward for op in ops.OPS])


@overload(kernels.slopes, strict=False, jit_options={"forceinline": True})
def _slopes(code: Any, x: Any, y: Any, z: Any) -> Any:
    return _chain("code, x, y, z", [op.local for op in ops.OPS])


@overload(kernels.next_marked, strict=False)
def _next_marked(marks: Any, start: Any) -> Any:
    def search(marks: Any, start: int) -> int:
        for i in range(start, len(marks)):
            if marks[i]:
                return i
        return -1

    return search


def _chain(names: str, rows: list[Callable[..., Any]]) -> Callable[..., Any]:
    """A function that calls the row of an opcode: `if code == 1: return row_1(x, y)` and so
    on. Row 0 is the leaf, which is never computed; the last one needs no test.

    It is made part of each loop (`forceinline`): a call per node would take as long as the
    rest of the loop.
    """
    arguments = names.removeprefix("code, ")
    last = len(rows) - 1
    tests = [
        f"    if code == {code}:\n        return row_{code}({arguments})\n"
        for code in range(1, last)
    ]
    source = f"def chain({names}):\n{''.join(tests)}    return row_{last}({arguments})\n"
    scope: dict[str, Any] = {f"row_{code}": row for code, row in enumerate(rows)}
    exec(source, scope)
    chain: Callable[..., Any] = scope["chain"]
    return chain


# The rows and what they call are compiled as they stand in the op table.
for _function in list(vars(ops).values()):
    if isinstance(_function, FunctionType) and _function is not ieee_pow:
        register_jitable(_function)
register_jitable(kernels.same_bits)


_INTS = types.int32[::1]
_FLOATS = types.float64[::1]
_MARKS = types.uint8[::1]
_INT = types.int64
_GRAPH = (_INTS, _INTS, _INTS, _FLOATS)

_SIGNATURES: dict[Callable[..., Any], tuple[Any, ...]] = {
    kernels.forward: (*_GRAPH, _FLOATS, _FLOATS),
    kernels.propagate: (*_GRAPH, _INTS, _INTS, _FLOATS, _INT, _MARKS, _INTS),
    kernels.backward: (*_GRAPH, _FLOATS, _INT, types.boolean, *[_FLOATS] * 3),
}


def compile_loops() -> Loops:
    return Loops(*[_compile_loop(loop) for loop in _SIGNATURES])


def _compile_loop(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The loop in machine code, for arrays; from the disk where it was compiled before.

    Without `fastmath`, so that every sum keeps its order and its bits.
    """
    folder = _cache_folder()
    if folder is not None:
        before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(folder)
        try:
            return _compile(loop, cache=True)
        except Exception:  # noqa: BLE001  (what was kept can't be read: a file cut short, say)
            pass
        finally:
            numba.config.CACHE_DIR = before
    return _compile(loop, cache=False)


def _compile(loop: Callable[..., Any], cache: bool) -> Callable[..., Any]:
    compiled = numba.njit(cache=cache, nogil=True, error_model="numpy")(loop)
    compiled.compile(_SIGNATURES[loop])
    made: Callable[..., Any] = compiled
    return made


def _cache_folder() -> Path | None:
    """A folder for exactly these sources: numba looks at the loop's own file alone, and
    would go on using what it compiled from an older op table."""
    modules = (ieee, ops, kernels, sys.modules[__name__])
    sources = [Path(module.__file__ or "") for module in modules]
    try:
        key = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
        folder = _user_caches() / "gradviz" / "numba" / key[:16]
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _user_caches() -> Path:
    if "XDG_CACHE_HOME" in os.environ:
        return Path(os.environ["XDG_CACHE_HOME"])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home()))
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
