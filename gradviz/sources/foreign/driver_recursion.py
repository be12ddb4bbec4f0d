"""What a driver runs, and what one that calls itself hands on to the operands."""

from __future__ import annotations

import ast
from types import CodeType

from gradviz.sources.foreign.lines import assignment_of
from gradviz.sources.foreign.source_tree import function_node


def goes_over_anything(code: CodeType) -> bool:
    """Whether a function has a loop or a function of its own, or calls itself."""
    function = function_node(code)
    nodes = list(ast.walk(function)) if isinstance(function, ast.FunctionDef) else []
    loops = any(isinstance(n, (ast.For, ast.While, ast.FunctionDef)) and n is not function
                for n in nodes)  # fmt: skip
    return loops or recursion_line(code) is not None


def runs_all(code: CodeType, rule: str) -> bool:
    """Whether a method runs what is stored under a name for more than its own value and that
    one's operands: it calls itself, or goes over a list or a queue of others."""
    function = function_node(code)
    if recursion_line(code) is not None:
        return True
    for node in ast.walk(function) if function is not None else ():
        if isinstance(node, ast.FunctionDef) and node is not function:
            goes_on = calls_itself(node)
        elif isinstance(node, (ast.For, ast.comprehension)):
            goes_on = not _is_own_attribute(node.iter)
        else:
            goes_on = isinstance(node, ast.While)
        around = function if isinstance(node, ast.comprehension) else node
        if goes_on and around is not None and _runs_another(around, rule):
            return True
    return False


def _is_own_attribute(node: ast.expr) -> bool:
    """`self.parents`, however it is turned round."""
    while isinstance(node, ast.Subscript) or (isinstance(node, ast.Call) and node.args):
        node = node.value if isinstance(node, ast.Subscript) else node.args[0]
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self"


def _runs_another(node: ast.AST, rule: str) -> bool:
    called = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    rules = [f for f in called if isinstance(f, ast.Attribute) and f.attr == rule]
    return any(ast.unparse(f.value) != "self" for f in rules)


def replaced_entry(code: CodeType) -> int | None:
    """The line of `gradients[v] = share` in a loop or a recursion of a driver that keeps its
    gradients in a mapping, where what is there already isn't looked at."""
    function = function_node(code)
    for loop in ast.walk(function) if function is not None else ():
        recursive = isinstance(loop, ast.FunctionDef) and calls_itself(loop)
        is_loop = isinstance(loop, (ast.For, ast.While))
        for node in ast.walk(loop) if is_loop or recursive else ():
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if not isinstance(node, ast.Assign) or not isinstance(target, ast.Subscript):
                continue
            table = ast.unparse(target.value)
            uses = [x for x in ast.walk(loop) if isinstance(x, (ast.Name, ast.Attribute))]
            asked = any(
                isinstance(x, ast.Compare) and table in map(ast.unparse, x.comparators)
                for x in ast.walk(loop)
            )
            own = ast.unparse(target), f"{table}.get({ast.unparse(target.slice)}"
            read = own[0] in ast.unparse(node.value) or own[1] in ast.unparse(node.value)
            held = target.value  # `v.grads[key]`: a mapping on each value is one of many
            same = getattr(held, "attr", None)
            read_at_all = recursive or (
                sum(ast.unparse(x) == table or getattr(x, "attr", "") == same for x in uses) > 1
            )
            if read_at_all and not asked and not read:
                return node.lineno
    return None


def calls_itself(function: ast.FunctionDef) -> bool:
    """By its name, or as a method of another value."""
    calls = [x for x in ast.walk(function) if isinstance(x, ast.Call)]
    return any(name_called(call) == function.name for call in calls)


def recursion_line(code: CodeType) -> int | None:
    """The line on which a function calls itself for an operand."""
    function = function_node(code)
    if not isinstance(function, ast.FunctionDef):
        return None
    for node in ast.walk(function):
        called = node.func if isinstance(node, ast.Call) else None
        name = getattr(called, "attr", getattr(called, "id", None))
        if name == function.name and isinstance(called, (ast.Attribute, ast.Name)):
            return called.lineno
    return None


def sum_handed_on(code: CodeType, grad: str) -> int | None:
    """The line of `g = self.grad` in a function that calls itself with `g * …` for an operand,
    where what it was given would be due."""
    function = function_node(code)
    for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or getattr(called, "attr", "") != code.co_name:
            continue
        for part in (x for argument in node.args for x in ast.walk(argument)):
            if isinstance(part, ast.Attribute) and part.attr == grad:
                return node.lineno
            name = part.id if isinstance(part, ast.Name) else ""
            source = assignment_of(function, name, node.lineno) if function is not None else None
            if source is not None and any(
                isinstance(x, ast.Attribute) and x.attr == grad and isinstance(x.ctx, ast.Load)
                for x in ast.walk(source)
            ):
                return source.lineno
    return None


def entry_handed_on(code: CodeType) -> int | None:
    """The line on which a function calls itself with `gradients[v]`, all that has come to an
    operand by then, where it also adds the share that is due: `gradients[v] += share`."""
    outer = function_node(code)
    for function in ast.walk(outer) if outer is not None else ():
        if not isinstance(function, ast.FunctionDef):
            continue
        inside = list(ast.walk(function))
        sums = {ast.unparse(n.target) for n in inside if isinstance(n, ast.AugAssign)}
        for call in (n for n in inside if isinstance(n, ast.Call)):
            handed = [ast.unparse(x) for x in call.args if isinstance(x, ast.Subscript)]
            if name_called(call) == function.name and sums & set(handed):
                return call.lineno
    return None


def way_forgotten(code: CodeType) -> int | None:
    """The line on which a function calls itself for an operand and says nothing of the way that
    led to it, which it was given: `go_on(x, slope)` in `def go_on(v, path)`."""
    outer = function_node(code)
    for function in ast.walk(outer) if outer is not None else ():
        if not isinstance(function, ast.FunctionDef):
            continue
        given = [a.arg for a in function.args.args if a.arg != "self"]
        calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
        for call in (n for n in calls if name_called(n) == function.name):
            for name, argument in zip(given[1:], call.args[1:], strict=False):
                source = argument
                if isinstance(argument, ast.Name):
                    made = assignment_of(function, argument.id, call.lineno)
                    source = made.value if isinstance(made, ast.Assign) else argument
                named = {n.id for n in ast.walk(source) if isinstance(n, ast.Name)}
                if isinstance(source, (ast.Name, ast.BinOp)) and name not in named:
                    return call.lineno
    return None


def name_called(call: ast.Call) -> str:
    """`run` of `run()` and of `node.run()`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))
