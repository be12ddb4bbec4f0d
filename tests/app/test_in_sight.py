"""What one asked to see isn't under anything that lies on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from gradviz.app.window import MainWindow
from gradviz.canvas.heat import Colouring
from gradviz.canvas.overlay import Overlay
from tests.app.conftest import OpenWindow
from tests.app.test_find import ask

SIZES = [(1024, 700), (1280, 800), (1600, 1000)]


def under(window: MainWindow, node: int) -> list[str]:
    """What lies on a node's card or the ring around it; 'the edge' if it is out of view."""
    card = window.canvas.camera.rect_to_widget(window.canvas._card(node))
    card = card.adjusted(-6.0, -6.0, 6.0, 6.0)
    over = [
        type(overlay).__name__
        for overlay in window.canvas.findChildren(Overlay)
        if overlay.isVisible() and QRectF(overlay.geometry()).intersects(card)
    ]
    return over if QRectF(window.canvas.rect()).contains(card) else [*over, "the edge"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("example", ["neuron", "mlp", "demo_loss_10"])
def test_every_match_of_find_can_be_seen(
    qtbot: QtBot, open_window: OpenWindow, example: str, size: tuple[int, int]
) -> None:
    window = open_window(example, size=size)
    window.document.seek(len(window.document.recording.graph) + 4)  # a long sentence
    field = ask(qtbot, window, "leaf")
    for _ in range(12):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        node = window.document.selected
        assert node is not None
        assert under(window, node) == []


def test_a_match_in_an_opened_group_can_be_seen(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("demo_loss_10", size=(1280, 800))
    window.folding.open_all()
    window.colour_by(Colouring.GRADIENT)  # its legend is higher
    qtbot.waitUntil(lambda: window.is_settled, timeout=20_000)
    field = ask(qtbot, window, "op:relu")
    for _ in range(40):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert window.document.selected is not None
        assert under(window, window.document.selected) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("example", ["neuron", "mlp", "demo_loss_10"])
def test_the_current_node_can_be_seen_at_every_step(
    open_window: OpenWindow, example: str, size: tuple[int, int]
) -> None:
    window = open_window(example, size=size)
    recording = window.document.recording
    first = len(recording.graph)
    for position in range(first + 1, min(first + 40, recording.length)):
        window.document.seek(position)
        assert under(window, recording.step(position).node) == []
