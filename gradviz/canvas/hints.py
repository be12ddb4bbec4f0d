"""Hints: what the canvas says in full about what is under the pointer."""

from __future__ import annotations

import html

from gradviz.canvas.faces import faces_at
from gradviz.canvas.pick import Pick
from gradviz.canvas.scene import Scene
from gradviz.layout.drawing import MOST_ARROWS, Drawing
from gradviz.model.numbers import plain_text, short_text
from gradviz.model.recording import Recording


def hint(scene: Scene, there: Pick) -> str:
    """What to say about the thing there; '' about nothing."""
    if there.node is not None:
        return node_tooltip(scene.recording, scene.position, there.node)
    if there.group is not None:
        return group_tooltip(scene, there.group)
    if there.arrow is not None:
        return arrow_tooltip(scene.recording, scene.drawing, scene.position, there.arrow)
    return ""


def node_tooltip(recording: Recording, position: int, node: int) -> str:
    """Label, expression and both numbers, every digit."""
    graph = recording.graph
    title = graph.name(node)
    if not graph.is_leaf(node):
        title += f" = {graph.expression(node)}"
    value = float(recording.values[node])
    data = plain_text(value) if recording.has_value(node, position) else "not yet computed"
    grad = plain_text(recording.grad(node, position))
    uses = len(graph.users_of(node))
    used = [f"used by {uses:,} values"] if uses > MOST_ARROWS else []
    return _lines(title, f"data  {data}", f"grad  {grad}", *used)


def group_tooltip(scene: Scene, group: int) -> str:
    """What a group holds, the ranges of its numbers, and how it is opened or closed."""
    drawing = scene.drawing
    face = faces_at(scene.recording, scene.position).group(drawing, group)
    lines = [f"{face.name}: {face.count}", face.summary]
    lines += [f"data  {face.data}"] if face.data else []
    lines += [f"|grad|  {face.magnitudes}"] if face.magnitudes else []
    return _lines(*lines, f"double click {what_activating_does(drawing, group)}")


def what_activating_does(drawing: Drawing, group: int) -> str:
    """With a group, by a double click or Enter: 'opens it'."""
    if drawing.has_labels_for(group):
        return "lists its values"
    return "closes it" if group in drawing.frames else "opens it"


def arrow_tooltip(recording: Recording, drawing: Drawing, position: int, arrow: int) -> str:
    """What the arrow is: a use of an operand with its local derivative, or an op's result."""
    graph = recording.graph
    edges = drawing.edges_of(arrow)
    if len(edges) > 1:
        return _lines(f"{len(edges):,} edges")
    edge = drawing.edge_of(arrow)
    if edge is None:
        node = drawing.node_of(int(drawing.head[arrow]))
        return _lines(f"{graph.name(node)} = {graph.expression(node)}")
    user = int(graph.edge_user[edge])
    operand = graph.name(int(graph.operands[edge]))
    title = f"{operand} in {graph.name(user)} = {graph.expression(user)}"
    if not recording.has_value(user, position):
        return _lines(title)
    slope = short_text(float(recording.slopes[edge]))
    factor = graph.factor(edge)
    numbers = slope if slope == factor else f"{factor} = {slope}"
    return _lines(title, f"∂{graph.name(user)}/∂{operand} = {numbers}")


def _lines(*lines: str) -> str:
    """As HTML that shows every character as it is: Qt would take the label '<b>' for a tag."""
    text = "<br>".join(html.escape(line) for line in lines)
    return f"<span style='white-space: pre'>{text}</span>"
