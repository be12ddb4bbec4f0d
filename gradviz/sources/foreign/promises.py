"""Promises: a refusal that contradicts what it says, by a slip in its own condition.

    if not isinstance(other, int) or isinstance(other, float):
        raise TypeError("only int or float")

refuses 0.5, as `not` is for the first alone.
"""

from __future__ import annotations

import ast
import re

from gradviz.sources.foreign.source_tree import function_node
from gradviz.sources.user_code import Place

_DENIALS = {"not", "no", "never", "without", "except", "t"}
"""A message with one of these may mean what its condition says."""


def broken_promise(error: BaseException) -> Place | None:
    """The condition before a `raise` that refuses what its message says is expected, of the very
    type that the slip is about; None where an exception is no such refusal."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    function = function_node(step.tb_frame.f_code) if step is not None else None
    said = re.findall(r"[a-z]+", str(error).lower())
    given = step.tb_frame.f_locals if step is not None else {}
    for node in ast.walk(function) if function is not None else ():
        if step is None or not isinstance(node, ast.If) or _DENIALS & set(said):
            continue
        if not any(n.lineno <= step.tb_lineno <= (n.end_lineno or 0) for n in node.body):
            continue
        asked, first, second = _slipped(node.test) or ("", "", "")
        if type(given.get(asked)).__name__ != second or second == "bool":  # which is an int
            continue
        if all(any(word.startswith(name) for word in said) for name in (first, second)):
            return Place(step.tb_frame.f_code.co_filename, node.lineno)
    return None


def _slipped(test: ast.expr) -> tuple[str, str, str] | None:
    """What is asked, and the two types, of `not isinstance(x, int) or isinstance(x, float)`."""
    if not isinstance(test, ast.BoolOp) or not isinstance(test.op, ast.Or) or len(test.values) != 2:
        return None
    first, second = test.values
    if not isinstance(first, ast.UnaryOp) or not isinstance(first.op, ast.Not):
        return None
    asked = [
        [ast.unparse(x) for x in call.args]
        for call in (first.operand, second)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "isinstance"
    ]
    if len(asked) != 2 or any(len(x) != 2 for x in asked) or asked[0][0] != asked[1][0]:
        return None
    return asked[0][0], asked[0][1], asked[1][1]
