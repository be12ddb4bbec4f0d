"""Numbers that a program's text has beside an operator: the 2 of `x ** 2`."""

from __future__ import annotations

import ast
from functools import cache
from types import CodeType

from gradviz.sources.foreign.source_tree import tree_of


@cache
def written_constants(code: CodeType, lasti: int) -> tuple[float, ...]:
    """Those that the expression at an instruction is written with. What an engine keeps of an op
    may not tell its exponent, and at 1 every power is 1."""
    positions = list(code.co_positions())
    if not 0 <= lasti // 2 < len(positions):
        return ()
    first, last, left, right = positions[lasti // 2]
    tree = tree_of(code.co_filename)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.BinOp) and (
            (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset)
            == (first, last, left, right)
        ):
            return tuple(x for side in (node.left, node.right) for x in _number(side))
    return ()


def _number(node: ast.expr) -> list[float]:
    """A number, with its sign."""
    try:
        found = ast.literal_eval(node)
    except (ValueError, TypeError):
        return []
    return [float(found)] if isinstance(found, (int, float)) else []
