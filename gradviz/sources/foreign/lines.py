"""Which line of a source is meant: the statement behind a fault, found by reading the code.

A fault shows where its effect is written; the line to change may be an earlier one, such as
the assignment of the variable that a constructor was given.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from types import CodeType

from gradviz.sources.foreign import names
from gradviz.sources.foreign.source_tree import (
    Function,
    class_node,
    function_node,
    statements,
    tree_of,
)


def assignment_of(
    function: Function, name: str, before: int, executed: set[int] | None = None
) -> ast.stmt | None:
    """The last assignment to a local name above a line, among the executed lines if known."""
    found = None
    for statement in statements(function):
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, (ast.AugAssign, ast.AnnAssign)):
            targets = [statement.target]
        hit = any(
            isinstance(node, ast.Name) and node.id == name
            for target in targets
            if not isinstance(target, ast.Attribute)  # `out.rule = …` is no assignment of `out`
            for node in ast.walk(target)
        )
        if (
            hit
            and statement.lineno <= before
            and (
                executed is None
                or not executed.isdisjoint(range(statement.lineno, (statement.end_lineno or 0) + 1))
            )
        ):
            found = statement
    return found


def data_line(code: CodeType, lasti: int, executed: set[int] | None = None) -> int:
    """The line that computes the number a constructor call is given.

    `Value(self.data * other.data, …)` computes it itself; for `Value(t, …)` it is the line
    where `t` was assigned last.
    """
    function, call, fallback = _call_at(code, lasti)
    stored = set_afterwards(code, lasti, names.DATA)
    if stored is not None:
        return stored
    argument = _data_argument(call) if call is not None else None
    if function is None or argument is None:
        return fallback
    return _origin(function, argument, executed)


def set_afterwards(code: CodeType, lasti: int, attributes: Collection[str]) -> int | None:
    """The last line that gives the value made by a constructor call one of these attributes:
    `out.data = …` after `out = Value()`."""
    stores = _stores_afterwards(code, lasti)
    lines = [line for name, _, line in stores if name in attributes]
    return lines[-1] if lines else None


def _stores_afterwards(code: CodeType, lasti: int) -> list[tuple[str, ast.expr, int]]:
    """What is stored in a value under what name, in the function that makes it, and on which
    line."""
    function, call, _ = _call_at(code, lasti)
    made = statements(function) if function is not None and call is not None else []
    kept = [s for s in made if isinstance(s, ast.Assign) and s.value is call]
    names_of_it = {x.id for s in kept for x in s.targets if isinstance(x, ast.Name)}
    return [
        (target.attr, s.value, s.lineno)
        for s in made
        if isinstance(s, ast.Assign)
        for target in s.targets
        if isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id in names_of_it
        and s.lineno > kept[0].lineno
    ]


def slopes_line(code: CodeType, lasti: int) -> int:
    """The line of the local derivatives that a constructor call is given: for
    `Value(x, slopes)` that where `slopes` was put together."""
    function, call, fallback = _call_at(code, lasti)
    given = [] if call is None else [*call.args, *(k.value for k in call.keywords)]
    for argument in given if function is not None else ():
        name = argument.id if isinstance(argument, ast.Name) else ""
        statement = assignment_of(function, name, fallback) if name and function else None
        value = statement.value if isinstance(statement, ast.Assign) else None
        if statement is not None and isinstance(value, (ast.Tuple, ast.List, ast.Dict)):
            return statement.lineno
    for _, value, line in _stores_afterwards(code, lasti):
        # `out.slopes = [y.data, x.data]`; in `out.operands = [x, y]` there is nothing but names.
        parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
        if any(not isinstance(part, ast.Name) for part in parts):
            return line
    return fallback


def _call_at(code: CodeType, lasti: int) -> tuple[Function | None, ast.Call | None, int]:
    """The function that a code object is of, the call in it at an instruction, and its line."""
    positions = list(code.co_positions())
    place = positions[lasti // 2] if lasti >= 0 else (None,) * 4
    function = function_node(code)
    for node in ast.walk(function) if function is not None else ():
        if isinstance(node, ast.Call):
            line, column = (node.lineno, node.end_lineno), (node.col_offset, node.end_col_offset)
            if (*line, *column) == place:
                return function, node, node.lineno
    return function, None, place[0] or code.co_firstlineno


def called_at(code: CodeType, lasti: int) -> str:
    """The name that an instruction calls: `run` in `v.run()`."""
    _, call, _ = _call_at(code, lasti)
    return getattr(call.func, "attr", getattr(call.func, "id", "")) if call is not None else ""


def _data_argument(call: ast.Call) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg is not None and names.rank(keyword.arg, names.DATA) < len(names.DATA):
            return keyword.value
    return call.args[0] if call.args else None


def _origin(function: Function, argument: ast.expr, executed: set[int] | None) -> int:
    line = argument.lineno
    for _ in range(4):
        inner = argument
        while (
            isinstance(inner, ast.Call)
            and len(inner.args) == 1
            and isinstance(inner.func, ast.Name)
            and inner.func.id in ("float", "int")
        ):
            inner = inner.args[0]
        if not isinstance(inner, ast.Name):
            break
        statement = assignment_of(function, inner.id, line - 1, executed)
        if not isinstance(statement, (ast.Assign, ast.AnnAssign)) or statement.value is None:
            return line if statement is None else statement.lineno
        argument, line = statement.value, statement.lineno
    return line


def return_line(code: CodeType) -> int:
    """The line of the last return of a function; of its def if it returns nothing."""
    function = function_node(code)
    if isinstance(function, ast.Lambda):
        return function.body.lineno
    returns = (
        [s.lineno for s in statements(function) if isinstance(s, ast.Return)] if function else []
    )
    return returns[-1] if returns else code.co_firstlineno


def result_line(code: CodeType, line: int, executed: set[int] | None) -> int:
    """The line that computes what the `return` on a line hands back: for `return out` the one
    where `out` was assigned last."""
    function = function_node(code)
    for statement in statements(function) if function is not None else ():
        if isinstance(statement, ast.Return) and statement.lineno == line and statement.value:
            return _origin(function, statement.value, executed) if function is not None else line
    return line


def lines_within(code: CodeType) -> set[int]:
    """The lines of a function and of the functions it defines."""
    out: set[int] = set()
    pending = [code]
    while pending:
        inner = pending.pop()
        out |= {line for _, _, line in inner.co_lines() if line}
        pending += [const for const in inner.co_consts if isinstance(const, CodeType)]
    return out


def factor_line(code: CodeType, line: int) -> int:
    """The line of a derivative's own formula. `self.grad += local * out.grad` only multiplies
    a variable: then it is the line where that variable was assigned."""
    function = function_node(code)
    if function is None or isinstance(function, ast.Lambda):
        return line
    for statement in statements(function):
        if statement.lineno <= line <= (statement.end_lineno or statement.lineno):
            value: ast.AST | None = getattr(statement, "value", None)
            if isinstance(statement, ast.Expr) and isinstance(value, ast.Call):
                value = ast.Tuple(value.args)  # other.backward(share)
            elif not isinstance(statement, (ast.AugAssign, ast.Assign)) or value is None:
                continue
            if any(isinstance(n, (ast.Constant, ast.Call)) for n in ast.walk(value)):
                return line
            plain = [
                n
                for n in ast.walk(value)
                if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
            ]
            owners = {id(n.value) for n in ast.walk(value) if isinstance(n, ast.Attribute)}
            local = [n.id for n in plain if id(n) not in owners]
            found = [a for name in local if (a := assignment_of(function, name, line)) is not None]
            if len(found) == 1 and not (_computes_nothing(value) and _computes_nothing(found[0])):
                return found[0].lineno
            return line  # `g = out.grad` and then `other.add_grad(g)`: here a factor is missing
    return line


def _computes_nothing(node: ast.AST) -> bool:
    return not any(isinstance(x, (ast.BinOp, ast.UnaryOp, ast.Call)) for x in ast.walk(node))


def attribute_line(code: CodeType, name: str) -> int | None:
    """The line on which a function sets an attribute of this name."""
    function = function_node(code)
    for node in ast.walk(function) if function is not None else ():
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and node.attr == name
        ):
            return node.lineno
    return None


def super_line(code: CodeType) -> int:
    """The line of a constructor that calls its base's; else the constructor's own."""
    function = function_node(code)
    calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)] if function else []
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "super":
            return call.lineno
    return code.co_firstlineno


def last_item_assignment(code: CodeType) -> int | None:
    """The line of the last `x[key] = …` of a function."""
    function = function_node(code)
    found = [
        statement.lineno
        for statement in (statements(function) if function is not None else ())
        if isinstance(statement, ast.Assign)
        and any(isinstance(target, ast.Subscript) for target in statement.targets)
    ]
    return found[-1] if found else None


def entry_line(code: CodeType, key: str) -> int | None:
    """The line of an entry with this key in a table that a function looks something up in."""
    tree = tree_of(code.co_filename)
    for node in ast.walk(tree) if tree is not None else ():
        table = node.value if isinstance(node, ast.Assign) else None
        if not isinstance(node, ast.Assign) or not isinstance(table, ast.Dict):
            continue
        if not any(isinstance(x, ast.Name) and x.id in code.co_names for x in node.targets):
            continue
        for name, value in zip(table.keys, table.values, strict=True):
            if isinstance(name, ast.Constant) and name.value == key:
                return value.lineno
    return None


def call_about(code: CodeType, name: str, after: int) -> int | None:
    """The line of a call further down whose first argument is a local name, by itself a
    statement."""
    function = function_node(code)
    for statement in statements(function) if function is not None else ():
        call = statement.value if isinstance(statement, ast.Expr) else None
        about = call.args[0] if isinstance(call, ast.Call) and call.args else None
        if isinstance(about, ast.Name) and about.id == name and statement.lineno > after:
            return statement.lineno
    return None


def class_assignment(file: str, line: int, name: str, target: str) -> int | None:
    """The line of `__rsub__ = __sub__` in a class body."""
    node = class_node(file, name, line)
    for statement in node.body if node is not None else ():
        if isinstance(statement, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == target for t in statement.targets
        ):
            return statement.lineno
    return None


def strayed(code: CodeType, inner: CodeType) -> int | None:
    """The line of a function that speaks of a function it defines, other than to give it back:
    `out.grad = _backward`. It may be indented into that function, where nobody gets to."""
    functions = [function_node(code), function_node(inner)]
    for statement in [s for f in functions if f is not None for s in statements(f)]:
        if isinstance(statement, (ast.Return, ast.FunctionDef)):
            continue
        if any(
            isinstance(node, ast.Name)
            and node.id == inner.co_name
            and isinstance(node.ctx, ast.Load)
            for node in ast.walk(statement)
        ):
            return statement.lineno
    return None


def stored_under(code: CodeType, inner: CodeType) -> tuple[int, str] | None:
    """The line of a function that stores a function it defines in a value, and under what name:
    `out.backwards = _backward`."""
    function = function_node(code)
    for statement in statements(function) if function is not None else ():
        value = statement.value if isinstance(statement, ast.Assign) else None
        if not isinstance(statement, ast.Assign) or not isinstance(value, ast.Name):
            continue
        target = statement.targets[0]
        if value.id == inner.co_name and isinstance(target, ast.Attribute):
            return statement.lineno, target.attr
    return None
