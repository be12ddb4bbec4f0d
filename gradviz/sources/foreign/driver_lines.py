"""Which line of a driver decides in what order values run, and how often."""

from __future__ import annotations

import ast
from types import CodeType

from gradviz.sources.foreign.driver_recursion import calls_itself, name_called
from gradviz.sources.foreign.source_tree import Function, function_node, statements, tree_of
from gradviz.sources.user_code import Place


def loop_line(place: Place) -> int | None:
    """The line of the innermost `for` around a place."""
    tree = tree_of(place.file)
    loops = [n for n in ast.walk(tree) if isinstance(n, ast.For)] if tree is not None else []
    around = [n.lineno for n in loops if n.lineno <= place.line <= (n.end_lineno or 0)]
    return max(around, default=None)


def unguarded_append(code: CodeType) -> int | None:
    """The line of `topo.append(v)` where it stands outside the test for a second visit, or in a
    walk without one, so that a value is listed once for each way that leads to it."""
    outer = function_node(code)
    for function in ast.walk(outer) if outer is not None else ():
        if not isinstance(function, ast.FunctionDef):
            continue
        guarded: set[int] = set()
        tests = 0
        for block in _blocks(function):
            for i, statement in enumerate(block):
                if not isinstance(statement, ast.If):
                    continue
                operators = {type(x) for x in _comparisons(statement.test)}
                if ast.NotIn in operators:
                    inside = statement.body
                elif ast.In in operators:
                    leaves = isinstance(statement.body[-1], (ast.Return, ast.Continue))
                    inside = block[i + 1 :] if leaves else statement.orelse
                else:
                    continue
                tests += 1
                guarded.update(id(n) for each in inside for n in ast.walk(each))
        lists = [
            node
            for statement in statements(function)
            if isinstance(statement, ast.Expr)
            for node in ast.walk(statement)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("append", "appendleft", "insert")
        ]
        outside = [call.lineno for call in lists if id(call) not in guarded]
        if outside and (tests or calls_itself(function)):
            return outside[-1]
    return None


def marks_another(code: CodeType) -> int | None:
    """The line that marks a value as visited where it is another that was asked for: in
    `if child not in visited: visited.add(v)`."""
    outer = function_node(code)
    for node in ast.walk(outer) if outer is not None else ():
        test = node.test if isinstance(node, ast.If) else None
        if not isinstance(node, ast.If) or not isinstance(test, ast.Compare):
            continue
        if len(test.ops) != 1 or not isinstance(test.ops[0], ast.NotIn):
            continue
        asked, among = ast.unparse(test.left), ast.unparse(test.comparators[0])
        adds = [
            call
            for statement in node.body
            for call in ast.walk(statement)
            if isinstance(call, ast.Call)
            and ast.unparse(call.func) == f"{among}.add"
            and len(call.args) == 1
        ]
        if adds and all(ast.unparse(call.args[0]) != asked for call in adds):
            return adds[0].lineno
    return None


def ignores_its_loop(code: CodeType, line: int) -> bool:
    """Whether a line is in a loop over several things at once, `for v, slope in …`, one of
    which is never looked at there."""
    function = function_node(code)
    loops = [
        node
        for node in (ast.walk(function) if function is not None else ())
        if isinstance(node, ast.For) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    if not loops or not isinstance(loops[-1].target, ast.Tuple):
        return False
    named = {x.id for x in loops[-1].target.elts if isinstance(x, ast.Name)}
    read = {x.id for each in loops[-1].body for x in ast.walk(each) if isinstance(x, ast.Name)}
    return len(loops[-1].target.elts) > 1 and bool(named - read)


def never_called(function: Function) -> ast.FunctionDef | None:
    """A function within another that nothing there calls or hands on, but itself: the walk over
    the graph, for one, that was to fill the list."""
    for inner in ast.walk(function):
        if not isinstance(inner, ast.FunctionDef) or inner is function:
            continue
        own = {id(node) for node in ast.walk(inner)}
        named = any(
            isinstance(node, ast.Name) and node.id == inner.name and id(node) not in own
            for node in ast.walk(function)
        )
        if not named:
            return inner
    return None


def _blocks(function: ast.FunctionDef) -> list[list[ast.stmt]]:
    """Each list of statements that follow one another in a function."""
    out = [function.body]
    for statement in statements(function):
        if isinstance(statement, (ast.If, ast.For, ast.While)):
            out += [statement.body, statement.orelse]
    return out


def _comparisons(test: ast.expr) -> list[ast.cmpop]:
    return [op for node in ast.walk(test) if isinstance(node, ast.Compare) for op in node.ops]


def tests_membership(code: CodeType) -> bool:
    """Whether a function asks `if v in visited`."""
    function = function_node(code)
    return function is not None and bool(_membership_tests(function))


_QUEUEING = frozenset(["append", "appendleft", "insert", "extend", "push", "put", "heappush"])


def _deciding(loop: ast.For | ast.While, function: Function) -> int:
    """The line of a loop; `while queue:` decides nothing, what is put into the queue does, by a
    function of the driver's own perhaps."""
    if not isinstance(loop, ast.While):
        return loop.lineno
    by_helper = _queued_by_helper(loop, function)
    calls = [n for n in ast.walk(loop) if isinstance(n, ast.Call)]
    queued = [n.lineno for n in calls if name_called(n) in _QUEUEING]
    return by_helper or (queued[-1] if queued else loop.lineno)


def _queued_by_helper(loop: ast.For | ast.While, function: Function) -> int | None:
    """The line on which a function within a driver, which its loop calls, puts a value into the
    queue."""
    calls = [n for n in ast.walk(loop) if isinstance(n, ast.Call)]
    queued = [
        call.lineno
        for inner in ast.walk(function)
        if isinstance(inner, ast.FunctionDef) and inner.name in map(name_called, calls)
        for call in ast.walk(inner)
        if isinstance(call, ast.Call) and name_called(call) in _QUEUEING
    ]
    return queued[-1] if queued else None


def _left_early(function: Function, running: ast.For | ast.While) -> int | None:
    """The line of a `break`, or of a `return` that goes on to one operand, in the loop of a
    function within a driver: the operands after the first are never gone to. Or that of a
    `break` in the loop that runs the values."""
    for inner in ast.walk(function):
        if not isinstance(inner, ast.FunctionDef) or inner is function:
            continue
        for loop in ast.walk(inner):
            for statement in loop.body if isinstance(loop, ast.For) else ():
                if isinstance(statement, (ast.Break, ast.Return)):
                    return statement.lineno
    breaks = [n for n in ast.walk(running) if isinstance(n, ast.Break)]
    return breaks[0].lineno if breaks and isinstance(running, ast.For) else None


def broken_off(code: CodeType) -> int | None:
    """The line of a `break` in the loop of a driver over its values."""
    function = function_node(code)
    for loop in statements(function) if function is not None else ():
        for inner in ast.walk(loop) if isinstance(loop, ast.For) else ():
            if isinstance(inner, ast.Break):
                return inner.lineno
    return None


def key_asked_for(code: CodeType) -> tuple[int, str] | None:
    """The test of a walk for a second visit that asks for something of a value instead of the
    value, and what: `if v.data in visited`, where `visited.add(v.data)` is there too."""
    function = function_node(code)
    if function is None:
        return None
    noted = {
        ast.unparse(argument)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and name_called(call) in ("add", "append")
        for argument in call.args
    }
    for test in _membership_tests(function):
        for node in ast.walk(test.test):
            asked = node.left if isinstance(node, ast.Compare) else None
            if isinstance(asked, ast.Attribute) and ast.unparse(asked) in noted:
                return test.lineno, asked.attr
    return None


def _membership_tests(function: Function) -> list[ast.If]:
    return [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.If)
        and any(isinstance(op, (ast.In, ast.NotIn)) for op in _comparisons(node.test))
    ]


def _listed_first(function: Function, ran: set[int] | None) -> int | None:
    """The line of an `append` before the walk to the operands, in a function within another:
    so listed, a value comes before some that use it, whichever way the list is read."""
    for inner in ast.walk(function):
        if not isinstance(inner, ast.FunctionDef) or inner is function:
            continue
        calls = [n for n in ast.walk(inner) if isinstance(n, ast.Call)]
        appends = [n for n in calls if name_called(n) == "append"]
        lists = [n.lineno for n in _of_the_walk(appends, function, ran)]
        walks = [n.lineno for n in calls if name_called(n) == inner.name]
        if lists and walks and max(lists) < min(walks):
            return lists[-1]
    return None


def ranking(code: CodeType) -> list[str]:
    """The attributes by which a driver sorts, or puts into a heap: `x.generation`."""
    function = function_node(code)
    out = []
    for call in ast.walk(function) if function is not None else ():
        if isinstance(call, ast.Call) and name_called(call) in ("sort", "sorted", "heappush"):
            keys = [*call.args[1:], *(k.value for k in call.keywords)]
            out += [
                node.attr
                for key in keys
                for node in ast.walk(key)
                if isinstance(node, ast.Attribute)
            ]
    return out


def _goes_over(loop: ast.For | ast.While, lists: list[ast.Call]) -> bool:
    """Whether a loop goes over the very list that the values were appended to."""
    last = lists[-1].func if lists else None
    return (
        isinstance(loop, ast.For)
        and isinstance(last, ast.Attribute)
        and last.attr == "append"
        and ast.unparse(last.value) == ast.unparse(loop.iter)
    )


def after_its_loop(code: CodeType) -> int | None:
    """The line that goes on to `x` behind the loop `for x in …`, and so to the last one alone:
    it isn't indented far enough."""
    function = function_node(code)
    for parent in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
        block = getattr(parent, "body", [])
        for i, loop in enumerate(block if isinstance(block, list) else ()):
            if not isinstance(loop, ast.For):
                continue
            named = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
            for call in (n for later in block[i + 1 :] for n in ast.walk(later)):
                if isinstance(call, ast.Call) and any(
                    isinstance(n, ast.Name) and n.id in named
                    for argument in call.args
                    for n in ast.walk(argument)
                ):
                    return call.lineno
    return None


def _of_the_walk(
    appends: list[ast.Call], function: Function, ran: set[int] | None
) -> list[ast.Call]:
    """Of the calls that put something into a list, those that a pass ran; and of these the ones
    for a list that is gone over or given back, if there are any."""
    seen = [n for n in appends if ran is None or n.lineno in ran]
    told = [
        part.id
        for n in ast.walk(function)
        for source in (n.iter if isinstance(n, ast.For) else getattr(n, "value", None),)
        if isinstance(n, (ast.For, ast.Return)) and source is not None
        for part in ast.walk(source)
        if isinstance(part, ast.Name)
    ]
    lists = [n for n in seen if ast.unparse(getattr(n.func, "value", n.func)) in told]
    return lists or seen or appends


def driver_line(
    code: CodeType,
    cause: str,
    call: tuple[CodeType, int] | None,
    ran: set[int] | None = None,
) -> int:
    """The line of a driver that decides what a fault is about: the loop's for the order, the
    append's where that comes before the operands', the test's for a second visit. `ran` are
    the lines that the pass ran, if they are known."""
    function = function_node(code)
    if function is None or isinstance(function, ast.Lambda):
        return code.co_firstlineno
    if cause in ("", "missing-seed"):
        return function.lineno
    inside = list(ast.walk(function))
    loops = [n for n in inside if isinstance(n, (ast.For, ast.While))]
    calling = [n for n in loops if call is not None and n.lineno <= call[1] <= (n.end_lineno or 0)]
    within = {id(n) for each in loops for n in ast.walk(each) if n is not each}
    outer = [n for n in loops if id(n) not in within]
    # Those of a walk defined within the driver come before its own.
    outer.sort(key=lambda n: n in statements(function))
    loop = calling[-1] if calling else (outer[-1] if outer else None)
    appends = [
        n
        for n in inside
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr in ("append", "insert", "appendleft", "add")
    ]
    listing = [n for n in appends if isinstance(n.func, ast.Attribute) and n.func.attr != "add"]
    lists = _of_the_walk(listing, function, ran)
    tests = _membership_tests(function)
    if cause == "double-visit" and (tests or lists):
        return (tests or lists)[0].lineno
    idle = never_called(function) if cause == "unvisited-node" and call is None else None
    if idle is not None:
        return idle.lineno
    behind = after_its_loop(code) if cause == "unvisited-node" else None
    if behind is not None:
        return behind
    if cause == "unvisited-node" and loop is not None:
        sliced = [
            n
            for n in loops
            if isinstance(n, ast.For)
            and any(isinstance(x, ast.Slice) and (x.lower or x.upper) for x in ast.walk(n.iter))
        ]
        left = _left_early(function, loop)
        if sliced or left is None:
            return sliced[0].lineno if sliced else _deciding(loop, function)
        return left
    sorts = [n for n in inside if isinstance(n, ast.Call) and name_called(n) in ("sort", "sorted")]
    if cause == "wrong-order" and sorts:
        return sorts[-1].lineno
    if cause == "wrong-order" and loop is not None:
        text = ast.unparse(loop.iter) if isinstance(loop, ast.For) else ""
        whole = ast.unparse(function)
        reverses = "reversed" in text or "[::-1]" in text or ".reverse()" in whole
        early = _listed_first(function, ran)
        if early is not None:
            return early
        if not reverses and _goes_over(loop, lists):
            return loop.lineno
        if lists and (reverses or not calling):  # a helper lists them, and runs none itself
            return lists[-1].lineno
        return _deciding(loop, function)
    return loop.lineno if loop is not None else function.lineno
