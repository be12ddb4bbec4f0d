"""A canvas on its own, wired as the window wires it, and the hands of a person on it."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradviz import Value
from gradviz.canvas.canvas import Canvas
from gradviz.canvas.geometry import BOX_SIZES, box_rect, data_field_rect
from gradviz.layout.drawing import Drawing
from gradviz.layout.layered import lay_out_layered
from gradviz.layout.layout import Layout
from gradviz.look.style import apply_look
from gradviz.look.theme import load_theme
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

A, B, D, E, F = range(5)
"""The nodes of `two_paths`, in creation order."""

Part = TypeVar("Part", bound=QWidget)

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


def two_paths(rule: Rule = Rule.ACCUMULATE) -> Recording:
    """f = (a·b)·(a+b) at a = -2, b = 3; 5 values, so the last position is 11."""
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    d, e = a * b, a + b
    d.label, e.label = "d", "e"
    f = d * e
    f.label = "f"
    return Recording.of(f, rule)


@cache
def laid_out(values: int = 0) -> tuple[Recording, Drawing, Layout]:
    """`two_paths`, or a chain of so many values."""
    recording = two_paths()
    if values:
        x = Value(1.0, label="x")
        out = x
        for _ in range(values - 1):
            out = out.tanh()
        recording = Recording.of(out)
    drawing = Drawing.of(recording.graph, BOX_SIZES)
    return recording, drawing, lay_out_layered(drawing.items)


def show_canvas(qtbot: QtBot, *, size: tuple[int, int] = (960, 560), values: int = 0) -> Canvas:
    """Shown, settled, focused, at the last position; a click selects, as in the window."""
    theme = load_theme("dark")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_look(app, theme)
    canvas = Canvas(theme)
    qtbot.addWidget(canvas)
    canvas.resize(*size)
    canvas.node_clicked.connect(canvas.show_selection)
    recording, drawing, layout = laid_out(values)
    canvas.show_graph(recording)
    canvas.show_layout(drawing, layout)
    canvas.show_position(recording.length, animate=False)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.activateWindow()
    canvas.setFocus()
    assert canvas.is_settled
    return canvas


def place_of(canvas: Canvas, node: int, *, is_op: bool = False) -> QPoint:
    """The middle of a node's card, or of its op's circle."""
    scene = canvas.scene
    assert scene is not None
    box = scene.drawing.op_box(node) if is_op else node
    assert box is not None
    return canvas.camera.rect_to_widget(
        box_rect(scene.drawing, scene.layout, box)
    ).center().toPoint()  # fmt: skip


def spin_arrow_of(canvas: Canvas, leaf: int, *, up: bool) -> QPoint:
    scene = canvas.scene
    assert scene is not None
    field = data_field_rect(box_rect(scene.drawing, scene.layout, leaf))
    y = field.center().y() + (-5 if up else 5)
    return canvas.camera.to_widget(QPointF(field.right() - 9, y)).toPoint()


def background(canvas: Canvas) -> QPoint:
    """A place with nothing on it."""
    at = QPoint(8, canvas.height() // 2)
    assert canvas.pick(QPointF(at)).node is None
    return at


def turn_wheel(
    canvas: Canvas,
    at: QPoint,
    *,
    notches: float = 0.0,
    pixels: QPoint | None = None,
    keys: Qt.KeyboardModifier = NO_KEYS,
) -> None:
    """A mouse wheel by so many notches, or a touchpad by so many px."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.mapToGlobal(at)),
        pixels or QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def part(canvas: Canvas, kind: type[Part]) -> Part:
    """One of the widgets that lie on the canvas."""
    found = canvas.findChild(kind)
    assert isinstance(found, kind)
    return found
