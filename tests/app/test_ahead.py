"""What is worked out of a recording is there before the window asks for it."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gradviz.app.timeline.magnitudes import Magnitudes
from gradviz.app.window import MainWindow
from gradviz.canvas.map_ground import MapGround
from gradviz.layout.group_facts import GroupFacts
from gradviz.model.graph import Graph
from gradviz.model.grouping import Groups
from gradviz.model.recording import Recording
from gradviz.model.tape import Tape
from tests.app.conftest import OpenWindow

_CORPUS = Path(__file__).parents[1] / "corpus"
_ENGINE = (_CORPUS / "right" / "closures.py").read_text(encoding="utf-8")

_NETWORK = """
weights = [[[Value(0.1 * (i + j) - 0.3) for i in range(4)] for j in range(6)] for _ in range(2)]
loss = Value(0.0)
for sample in range(40):
    x = [Value(0.1 * sample + i) for i in range(4)]
    for layer in weights:
        x = [sum((a * b for a, b in zip(w, x)), Value(0.0)).tanh() for w in layer]
        x = x[:4]
    loss = loss + x[0]
loss.backward()
"""


@pytest.fixture
def made_late(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What of a recording and its graph the window's thread works out itself."""
    late: list[str] = []
    get = cached_property.__get__

    def note(what: str) -> None:
        if threading.current_thread() is threading.main_thread():
            late.append(what)

    def look(self: cached_property[object], instance: object, owner: type) -> object:
        if isinstance(instance, (Recording, Tape, Graph)) and self.attrname not in vars(instance):
            note(f"{type(instance).__name__}.{self.attrname}")
        return get(self, instance, owner)

    def make_ground(self: MapGround, *args: Any) -> None:
        note("MapGround")
        init_ground(self, *args)

    init_ground = MapGround.__init__
    monkeypatch.setattr(MapGround, "__init__", make_ground)
    monkeypatch.setattr(cached_property, "__get__", look)
    for cls in (Groups, GroupFacts, Magnitudes):
        make = cls.of

        def of(*args: object, _make: object = make, _name: str = cls.__qualname__) -> object:
            note(_name)
            return _make(*args)  # type: ignore[operator]

        monkeypatch.setattr(cls, "of", of)
    return late


def test_opening_an_own_engine_makes_nothing_of_its_graph_in_the_windows_thread(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, made_late: list[str]
) -> None:
    window: MainWindow = open_window("neuron", size=(1600, 1000))
    window.settings.may_run = True
    path = tmp_path / "network.py"
    path.write_text(_ENGINE + _NETWORK)
    document = window.document
    sketched: list[Graph] = []
    document.graph_opened.connect(lambda: sketched.append(document.recording.graph))
    made_late.clear()
    with qtbot.waitSignal(document.recording_changed, timeout=30_000):  # the final report
        window.desk.open(path)
    qtbot.waitUntil(lambda: window.is_settled, timeout=30_000)
    window.grab()
    window.folding.open_all()
    qtbot.waitUntil(lambda: window.is_settled, timeout=30_000)
    window.grab()
    assert made_late == []
    assert [document.recording.graph] == sketched  # the same object, with all that is known of it
