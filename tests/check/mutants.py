"""Makes wrong engines out of right ones, one small change each, with the line it is on.

The text is changed, not the tree: every other line stays as it was, so that the line of the
change is the line a checker should name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

# A mutant of these would be another engine, or no engine at all, rather than a faulty one.
_LEFT_ALONE = {"__init__", "__new__", "__repr__", "__str__", "__hash__", "__eq__", "label"}
_DATA = {"data", "value", "val", "v", "x"}
_GRADS = {"grad", "_grad", "gradient", "der", "derivative", "grade", "d", "adjoint"}
_DRIVERS = {
    "backward", "backprop", "backpropagate", "run_backpropagation", "backpropagation", "go",
    "propagate", "visit", "build", "build_topo", "dfs", "walk", "count", "rec", "topological",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """`first`..`last` are the lines of the changed statement, `function` those of the function
    it stands in; `where` is 'driver' or 'op', `change` says what was done."""

    engine: str
    kind: str
    change: str
    source: str
    first: int
    last: int
    function: tuple[int, int]
    where: str
    deleted: bool

    @property
    def name(self) -> str:
        return f"{self.engine}:{self.first} {self.kind} {self.change}"

    def hit(self, line: int | None) -> bool:
        """Whether a line names the changed statement; for a deleted one, its function."""
        low, high = self.function if self.deleted else (self.first, self.last)
        return line is not None and low <= line <= high

    def near(self, line: int | None) -> bool:
        """As `hit`, with a driver as one place: which of its lines is wrong is a matter of
        taste (the loop, the missing `reversed`, the walk that recorded the order)."""
        if self.where != "driver":
            return self.hit(line)
        return line is not None and self.function[0] <= line <= self.function[1]


def make_mutants(engine: str, source: str) -> list[Mutant]:
    """All mutants of an engine's text, without repeats, in the order of the text."""
    tree = ast.parse(source)
    lines = source.splitlines(keepends=True)
    found: dict[str, Mutant] = {}
    for function, driver, statement in _statements(tree):
        for kind, node, text in _changes(statement, driver):
            changed = _splice(lines, node, text)
            if changed is None or changed == source or changed in found or not _parses(changed):
                continue
            found[changed] = Mutant(
                engine=engine,
                kind=kind,
                change=f"{ast.unparse(node).splitlines()[0]} -> {text}",
                source=changed,
                first=statement.lineno,
                last=_header_end(statement),
                function=(function.lineno, function.end_lineno or function.lineno),
                where="driver" if driver else "op",
                deleted=kind == "deleted",
            )
    return list(found.values())


# --- where --------------------------------------------------------------------------------


def _statements(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, bool, ast.stmt]]:
    """Every statement inside a function that an op or a driver is made of.

    The function is the outermost one below the class: an op, its rule included.
    """
    for top in tree.body:
        inner = top.body if isinstance(top, ast.ClassDef) else [top]
        names = {getattr(item, "name", "") for item in inner}
        # `backward` of a class without operators is an op's rule.
        drives = not isinstance(top, ast.ClassDef) or "__add__" in names
        for item in inner:
            if isinstance(top, ast.ClassDef) and isinstance(item, ast.Assign):
                continue
            if isinstance(item, ast.FunctionDef) and item.name not in _LEFT_ALONE | {"main"}:
                yield from _inside(item, item, drives and item.name in _DRIVERS)


def _inside(
    outer: ast.FunctionDef, node: ast.AST, driver: bool
) -> Iterator[tuple[ast.FunctionDef, bool, ast.stmt]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if not isinstance(child, (ast.FunctionDef, ast.Assert)) and not is_docstring:
                yield outer, driver, child
        if isinstance(child, (ast.stmt, ast.match_case)):
            yield from _inside(outer, child, driver)


def _header_end(statement: ast.stmt) -> int:
    """The last line of a statement, of its head alone if it holds others."""
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        first: ast.stmt = body[0]
        return max(statement.lineno, first.lineno - 1)
    return statement.end_lineno or statement.lineno


# --- what ---------------------------------------------------------------------------------

Change = tuple[str, ast.AST, str]


def _changes(statement: ast.stmt, driver: bool) -> Iterator[Change]:
    if isinstance(statement, ast.AugAssign):
        yield from _accumulation(statement)
    if isinstance(statement, ast.Assign):
        yield from _assignment(statement)
    if _may_go(statement, driver):
        yield "deleted", statement, "pass"
    for part in _expressions(statement):
        for node in ast.walk(part):
            if isinstance(node, ast.expr):
                yield from _expression(node, driver)


def _expressions(statement: ast.stmt) -> list[ast.expr]:
    """A statement's own expressions, not those of the statements in it."""
    return [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.expr)]


def _may_go(statement: ast.stmt, driver: bool) -> bool:
    if isinstance(statement, ast.AugAssign):
        return True
    if isinstance(statement, ast.Assign):
        target = statement.targets[0]
        return isinstance(target, ast.Attribute)  # a rule set, a seed, a gradient
    return driver and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def _accumulation(node: ast.AugAssign) -> Iterator[Change]:
    target, value = ast.unparse(node.target), ast.unparse(node.value)
    if isinstance(node.op, (ast.Add, ast.Sub)):
        other = "-=" if isinstance(node.op, ast.Add) else "+="
        yield "accumulate", node, f"{target} = {value}"
        yield "sign", node, f"{target} {other} {value}"
        # Nothing changes here: a checker must see that too.
        sign = "+" if isinstance(node.op, ast.Add) else "-"
        yield "rewritten", node, f"{target} = {target} {sign} ({value})"
    yield from _other_target(node, node.target)


def _assignment(node: ast.Assign) -> Iterator[Change]:
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Attribute) and isinstance(value, ast.BinOp):
        same = ast.unparse(value.left) == ast.unparse(target)
        if same and isinstance(value.op, (ast.Add, ast.Sub)):  # x.grad = x.grad + …
            yield "accumulate", value, ast.unparse(value.right)
    if isinstance(target, ast.Attribute) and "back" in target.attr:
        yield from _other_target(node, target)


def _other_target(node: ast.stmt, target: ast.expr) -> Iterator[Change]:
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        for old, new in (("self", "other"), ("other", "self"), ("out", "self")):
            if target.value.id == old:
                yield "target", target, f"{new}.{target.attr}"


_SWAPPED_NAMES = {"self": "other", "other": "self"}
_COUSINS = {"sin": "cos", "cos": "sin", "exp": "expm1", "tanh": "atan", "log": "log1p"}


def _expression(node: ast.expr, driver: bool) -> Iterator[Change]:
    if isinstance(node, ast.BinOp):
        yield from _arithmetic(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "sign", node, f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not driver:
        for other in {0.0: (1,), 1.0: (0, 2), 2.0: (1, 3)}.get(node.value, ()):
            yield "constant", node, str(other)
    elif isinstance(node, ast.Attribute) and not driver:
        yield from _attribute(node)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        first, second = (ast.unparse(element) for element in node.elts)
        yield "tuple", node, f"({second}, {first})"
        if all(isinstance(element, ast.Name) for element in node.elts):
            yield "lost operand", node, f"({first},)"
            yield "lost operand", node, f"({second},)"
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) == 1:
        if isinstance(node.elts[0], ast.Name):
            yield "lost operand", node, "()"
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "::-1":
        yield "order", node, ast.unparse(node.value)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _comparison(node)


def _arithmetic(node: ast.BinOp) -> Iterator[Change]:
    left, right = f"({ast.unparse(node.left)})", f"({ast.unparse(node.right)})"
    if isinstance(node.op, ast.Mult):
        yield "dropped factor", node, left
        yield "dropped factor", node, right
        yield "operator", node, f"({left} + {right})"
        yield "rewritten", node, f"({right} * {left})"
    elif isinstance(node.op, ast.Add):
        yield "operator", node, f"({left} - {right})"
    elif isinstance(node.op, ast.Sub):
        yield "swapped", node, f"({right} - {left})"
        yield "operator", node, f"({left} + {right})"
    elif isinstance(node.op, ast.Div):
        yield "swapped", node, f"({right} / {left})"
        yield "dropped factor", node, left
        yield "operator", node, f"({left} * {right})"
    elif isinstance(node.op, ast.Pow):
        yield "swapped", node, f"({right} ** {left})"
        yield "dropped factor", node, left
    if isinstance(node.left, ast.BinOp) and isinstance(node.op, ast.Mult):
        inner = node.left  # the brackets forgotten: (1 - t**2) * g -> 1 - t**2 * g
        if isinstance(inner.op, (ast.Add, ast.Sub)):
            sign = "+" if isinstance(inner.op, ast.Add) else "-"
            text = f"({ast.unparse(inner.left)} {sign} {ast.unparse(inner.right)} * {right})"
            yield "brackets", node, text


def _attribute(node: ast.Attribute) -> Iterator[Change]:
    if not isinstance(node.ctx, ast.Load) or not isinstance(node.value, ast.Name):
        return
    owner = node.value.id
    if node.attr in _DATA | _GRADS and owner in _SWAPPED_NAMES:
        yield "operand", node, f"{_SWAPPED_NAMES[owner]}.{node.attr}"
    if node.attr in _DATA and owner == "out":
        yield "operand", node, f"self.{node.attr}"
    grad = {"data": "grad", "value": "gradient", "v": "der", "val": "grade"}
    data = {grad: data for data, grad in grad.items()}
    if node.attr in grad or node.attr in data:
        yield "data/grad", node, f"{owner}.{grad.get(node.attr) or data[node.attr]}"


def _call(node: ast.Call) -> Iterator[Change]:
    if isinstance(node.func, ast.Name) and node.func.id == "reversed":
        yield "order", node, ast.unparse(node.args[0])
    if isinstance(node.func, ast.Name) and node.func.id in _COUSINS:
        yield "function", node.func, _COUSINS[node.func.id]
    if isinstance(node.func, ast.Attribute):
        module = ast.unparse(node.func.value)
        if module == "math" and node.func.attr in _COUSINS:
            yield "function", node.func, f"math.{_COUSINS[node.func.attr]}"
        if node.func.attr == "pop" and not node.args:
            yield "order", node, f"{module}.pop(0)"
        if node.func.attr == "append" and len(node.args) == 1:
            yield "order", node, f"{module}.insert(0, {ast.unparse(node.args[0])})"


def _comparison(node: ast.Compare) -> Iterator[Change]:
    left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
    others = {ast.Gt: "<", ast.Lt: ">", ast.NotIn: "in"}
    for kind, sign in others.items():
        if isinstance(node.ops[0], kind):
            yield "comparison", node, f"{left} {sign} {right}"


# --- text ---------------------------------------------------------------------------------


def _splice(lines: list[str], node: ast.AST, text: str) -> str | None:
    """The text with a node's place taken by `text`; None where that would move lines."""
    where = node if isinstance(node, (ast.expr, ast.stmt)) else None
    if where is None or where.end_lineno is None or where.end_col_offset is None:
        return None
    if where.lineno != where.end_lineno:
        return None
    row = where.lineno - 1
    raw = lines[row].encode()
    changed = raw[: where.col_offset] + text.encode() + raw[where.end_col_offset :]
    return "".join([*lines[:row], changed.decode(), *lines[row + 1 :]])


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True
