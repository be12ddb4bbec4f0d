"""Runs the Python of one notebook cell as Jupyter does, and a little more patiently."""

from __future__ import annotations
import __future__

import ast
import inspect
import types
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from gradviz.sources.shown import NoteDrawing

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_SHOWN = 2000
_FUTURES = reduce(or_, (getattr(__future__, n).compiler_flag for n in __future__.all_feature_names))


class CellRunner:
    """`on_failed_import` hears an import that failed; the statements after it are run, since
    the class one came for often stands below an import that isn't needed."""

    def __init__(
        self, namespace: dict[str, Any], on_failed_import: Callable[[ImportError, str], None]
    ) -> None:
        self._namespace = namespace
        self._on_failed_import = on_failed_import
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # and each `from __future__` from there on

    def run(self, python: str, file: str) -> None:
        """Raises what the cell raises."""
        tree = compile(python, file, "exec", self._flags | ast.PyCF_ONLY_AST, dont_inherit=True)
        assert isinstance(tree, ast.Module)
        NoteDrawing().visit(tree)
        body = tree.body
        shown = None
        if body and isinstance(body[-1], ast.Expr) and not python.rstrip().endswith(";"):
            shown = body.pop()
        for statement in body:
            try:
                self._execute(ast.Module([statement], []), file, "exec")
            except ImportError as error:
                if not isinstance(statement, (ast.Import, ast.ImportFrom)):
                    raise
                self._on_failed_import(error, file)
        if isinstance(shown, ast.Expr):
            value = self._execute(ast.Expression(shown.value), file, "eval")
            if value is not None:
                self._namespace["_"] = value
                display(value)

    def _execute(self, tree: ast.Module | ast.Expression, file: str, mode: str) -> Any:
        code = compile(tree, file, mode, self._flags, dont_inherit=True)
        self._flags |= code.co_flags & _FUTURES
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio

            async def awaited() -> Any:
                return await types.FunctionType(code, self._namespace)()

            return asyncio.run(awaited())
        return eval(code, self._namespace)


def display(*things: object, **_: object) -> None:
    """IPython's, on the console."""
    for thing in things:
        try:
            text = repr(thing)
        except Exception as error:  # noqa: BLE001  their __repr__ is theirs
            text = f"<{type(thing).__name__}: its text can't be had, {type(error).__name__}>"
        print(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")
