"""The source that code was compiled from, as a tree: of a file, a class, a function."""

from __future__ import annotations

import ast
import linecache
from functools import lru_cache
from types import CodeType

from gradviz.sources.user_code import Place

Function = ast.FunctionDef | ast.Lambda | ast.AsyncFunctionDef


@lru_cache(maxsize=256)
def _parsed(file: str, text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def tree_of(file: str) -> ast.Module | None:
    """The parsed source of a file, or of a notebook cell known to `linecache`."""
    return _parsed(file, "".join(linecache.getlines(file)))


def source_line(place: Place) -> str:
    return linecache.getline(place.file, place.line).strip()


def class_line(file: str, name: str, near: int) -> int:
    """The line of the class statement nearest above one of its methods; `near` if unknown."""
    tree = tree_of(file)
    if tree is None:
        return near
    found = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == name]
    return max((line for line in found if line <= near), default=near)


def class_node(file: str, name: str, near: int) -> ast.ClassDef | None:
    tree = tree_of(file)
    line = class_line(file, name, near)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.ClassDef) and node.name == name and node.lineno == line:
            return node
    return None


def function_node(code: CodeType) -> Function | None:
    """The def or lambda that a code object was compiled from."""
    tree = tree_of(code.co_filename)
    if tree is None:
        return None
    first = code.co_firstlineno
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == code.co_name:
            start = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            if start == first:
                return node
        elif isinstance(node, ast.Lambda) and code.co_name == "<lambda>" and node.lineno == first:
            return node
    return None


def statements(function: Function) -> list[ast.stmt]:
    """The statements of a function, those inside its loops and branches too, not those of
    functions it defines."""
    if isinstance(function, ast.Lambda):
        return []
    out: list[ast.stmt] = []
    pending: list[ast.stmt] = list(reversed(function.body))
    while pending:
        statement = pending.pop()
        out.append(statement)
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        inner = [
            child
            for child in ast.iter_child_nodes(statement)
            if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case))
        ]
        for child in reversed(inner):
            if isinstance(child, ast.stmt):
                pending.append(child)
            else:
                pending.extend(reversed(child.body))
    return out
