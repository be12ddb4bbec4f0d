"""Notices what a program asks to see: `gradviz.show(x)`, and `draw_dot(x)` of its own."""

from __future__ import annotations

import ast
import builtins
from typing import TypeVar

T = TypeVar("T")

_HOOK = "__gradviz_shown__"
_DRAWING = frozenset(
    {"draw_dot", "draw", "draw_graph", "draw_digraph", "drawdot", "dot_graph", "plot_dot"}
    | {"plot_graph", "show_graph", "visualize", "visualise", "visualize_graph", "graph_dot"}
    | {"render_graph", "draw_computation_graph", "make_dot"}
)


class Shown:
    """The objects in the order in which they were shown."""

    def __init__(self) -> None:
        self.objects: list[object] = []

    def __call__(self, thing: T) -> T:
        self.objects.append(thing)
        return thing

    def install(self) -> None:
        setattr(builtins, _HOOK, self)


class NoteDrawing(ast.NodeTransformer):
    """`draw_dot(x)` becomes `draw_dot(hook(x))`; hook returns x. Places stay as they are."""

    def visit_Call(self, call: ast.Call) -> ast.Call:
        self.generic_visit(call)
        function = call.func
        if isinstance(function, ast.Name):
            name = function.id
        elif isinstance(function, ast.Attribute):
            name = function.attr
        else:
            return call
        if name in _DRAWING and call.args and not isinstance(call.args[0], ast.Starred):
            first = call.args[0]
            hook = ast.copy_location(ast.Name(_HOOK, ast.Load()), first)
            call.args[0] = ast.copy_location(ast.Call(hook, [first], []), first)
        return call
