"""What a line or a function does, as far as its text tells."""

from __future__ import annotations

import ast
from types import CodeType

from gradviz.sources.foreign.source_tree import function_node, statements, tree_of
from gradviz.sources.user_code import Place


def returns_without_last(place: Place) -> bool:
    """Whether a line returns what has nothing to do with the last of the arguments of its
    function, `def backward(ctx, grad): return 1.0, 1.0`, which is never looked at."""
    tree = tree_of(place.file)
    for function in ast.walk(tree) if tree is not None else ():
        if not isinstance(function, ast.FunctionDef) or "backward" not in function.name:
            continue
        ends = [s for s in statements(function) if isinstance(s, ast.Return) and s.value]
        if not any(s.lineno == place.line for s in ends) or not function.args.args:
            continue
        last = function.args.args[-1].arg
        read = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)}
        return last not in ("self", "ctx") and last not in read
    return False


def adds_an_argument(code: CodeType, line: int) -> bool:
    """Whether a line adds what its function was given as it is: `self.grad += share`."""
    function = function_node(code)
    given = code.co_varnames[: code.co_argcount]
    return any(
        isinstance(s, ast.AugAssign)
        and isinstance(s.op, ast.Add)
        and s.lineno == line
        and isinstance(s.value, ast.Name)
        and s.value.id in given
        for s in (statements(function) if function is not None else ())
    )


def multiplies_two(place: Place, attribute: str) -> bool:
    """Whether a line multiplies two values' attribute of this name with one another:
    `self.grad += other.grad * out.grad`."""
    tree = tree_of(place.file)
    for node in ast.walk(tree) if tree is not None else ():
        product = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
        if isinstance(node, ast.BinOp) and product and node.lineno == place.line:
            sides = (node.left, node.right)
            if all(isinstance(x, ast.Attribute) and x.attr == attribute for x in sides):
                return True
    return False


def gives_backward_1(place: Place) -> bool:
    """Whether a line calls a `backward` with the number 1 for the gradient."""
    tree = tree_of(place.file)
    for call in ast.walk(tree) if tree is not None else ():
        if isinstance(call, ast.Call) and call.lineno == place.line and call.args:
            name, last = getattr(call.func, "attr", ""), call.args[-1]
            if "backward" in name and isinstance(last, ast.Constant) and last.value == 1:
                return True
    return False


def writes_to_others(code: CodeType, attribute: str) -> bool:
    """Whether a method sets an attribute of something else than `self`."""
    function = function_node(code)
    for node in ast.walk(function) if function is not None else ():
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and node.attr == attribute
            and not (isinstance(node.value, ast.Name) and node.value.id == "self")
        ):
            return True
    return False


def is_rule_of_one(code: CodeType, attribute: str) -> bool:
    """Whether a method hands its own value's gradient on to others and does no more: it sets no
    gradient of its own, and goes over no graph."""
    function = function_node(code)
    if function is None or not writes_to_others(code, attribute):
        return False
    nodes = list(ast.walk(function))
    own = [
        type(node.ctx)
        for node in nodes
        if isinstance(node, ast.Attribute)
        and node.attr == attribute
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ]
    walks = any(isinstance(n, (ast.FunctionDef, ast.While)) and n is not function for n in nodes)
    return bool(own) and ast.Store not in own and not walks


def gives_one_for_nothing(place: Place) -> bool:
    """Whether a line holds `x or 1`, or `x if x else 1`."""
    tree = tree_of(place.file)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            last: ast.expr = node.values[-1]
        elif isinstance(node, ast.IfExp):
            last = node.orelse
        else:
            continue
        if node.lineno == place.line and isinstance(last, ast.Constant) and last.value == 1:
            return True
    return False
