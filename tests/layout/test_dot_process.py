"""The child process: it can be killed at any moment and never outlives us."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradviz.layout import dot as dot_module
from gradviz.layout.dot import DotLayouter
from gradviz.layout.drawing import Drawing
from gradviz.layout.layout import LayoutCancelled, LayoutUnavailable
from gradviz.layout.layouter import Layouter

pytestmark = pytest.mark.skipif(os.name != "posix", reason="looks processes up by signal 0")


def endless(*_: object) -> str:
    """Every node of a layer to every node of the next: dot works on it for minutes."""
    size, layers = 60, 12
    links = [
        f"{layer * size + i}->{(layer + 1) * size + j};"
        for layer in range(layers)
        for i in range(size)
        for j in range(size)
    ]
    return "digraph{" + "".join(links) + "}"


@pytest.fixture
def own() -> Iterator[DotLayouter]:
    layouter = DotLayouter()
    yield layouter
    layouter.close()


def pid(layouter: DotLayouter) -> int:
    assert layouter._child is not None
    return layouter._child._process.pid


def exists(process: int) -> bool:
    """Zombies exist too."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def runs(process: int) -> bool:
    """False for a zombie: who has lost its parent waits for init to collect it, if it does."""
    stat = Path(f"/proc/{process}/stat")
    try:
        return exists(process) and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return exists(process)


def ends_within(process: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not runs(process):
            return True
        time.sleep(0.01)
    return False


def laying_out(layouter: DotLayouter, drawing: Drawing) -> tuple[threading.Thread, list[object]]:
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(layouter.lay_out(drawing.items))
        except (LayoutCancelled, LayoutUnavailable) as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def test_one_child_serves_many_layouts(own: DotLayouter, examples: dict[str, Drawing]) -> None:
    own.start()
    first = pid(own)
    for drawing in examples.values():
        own.lay_out(drawing.items)
    assert pid(own) == first


def test_cancel_ends_a_running_layout_at_once(
    own: DotLayouter, example_drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.start()
    with monkeypatch.context() as patch:
        patch.setattr(dot_module, "dot_source", endless)
        thread, outcome = laying_out(own, example_drawing)
        time.sleep(0.4)
        assert not outcome
        child = pid(own)
        start = time.monotonic()
        own.cancel()
        thread.join(5)
    assert time.monotonic() - start < 1
    assert isinstance(outcome[0], LayoutCancelled)
    assert not exists(child)
    own.lay_out(example_drawing.items)  # with a new child


def test_cancel_with_nothing_running_is_harmless(
    own: DotLayouter, example_drawing: Drawing
) -> None:
    own.cancel()
    own.lay_out(example_drawing.items)
    own.cancel()
    own.cancel()
    own.lay_out(example_drawing.items)


def test_a_layout_that_takes_too_long_is_given_up(
    own: DotLayouter, example_drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.start()
    child = pid(own)
    with monkeypatch.context() as patch:
        patch.setattr(dot_module, "dot_source", endless)
        with pytest.raises(LayoutUnavailable, match=r"within 0\.4 seconds"):
            own.lay_out(example_drawing.items, timeout=0.4)
    assert not exists(child)
    own.lay_out(example_drawing.items)


def test_a_child_killed_while_idle_is_replaced(own: DotLayouter, example_drawing: Drawing) -> None:
    own.lay_out(example_drawing.items)
    os.kill(pid(own), signal.SIGKILL)
    time.sleep(0.1)
    own.lay_out(example_drawing.items)


def test_a_child_killed_at_work_is_reported(
    own: DotLayouter, example_drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.start()
    monkeypatch.setattr(dot_module, "dot_source", endless)
    thread, outcome = laying_out(own, example_drawing)
    time.sleep(0.3)
    os.kill(pid(own), signal.SIGSEGV)
    thread.join(5)
    assert isinstance(outcome[0], LayoutUnavailable)
    assert "ended without an answer" in str(outcome[0])


def test_graphviz_complaints_stay_out_of_the_terminal(
    own: DotLayouter,
    example_drawing: Drawing,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dot_module, "dot_source", lambda *_: "digraph{0->;;")
    with pytest.raises(LayoutUnavailable, match="Graphviz reported an error"):
        own.lay_out(example_drawing.items)
    assert capfd.readouterr() == ("", "")


def test_without_pygraphviz_there_is_a_picture_and_a_note(
    example_drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    layouter = Layouter()
    layouter.start()
    layout = layouter.lay_out(example_drawing)
    layouter.close()
    assert len(layout.centre) == example_drawing.box_count
    assert "pygraphviz" in layout.note


def test_a_timeout_gives_the_plain_layout(
    example_drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dot_module, "dot_source", endless)
    layouter = Layouter()
    layout = layouter.lay_out(example_drawing, timeout=0.3)
    layouter.close()
    assert "did not finish" in layout.note


def test_close_leaves_no_process_and_can_be_repeated(example_drawing: Drawing) -> None:
    layouter = DotLayouter()
    layouter.lay_out(example_drawing.items)
    child = pid(layouter)
    layouter.close()
    layouter.close()
    assert not exists(child)
    layouter.start()
    with pytest.raises(LayoutCancelled):
        layouter.lay_out(example_drawing.items)


HOST = """
    import sys, threading
    from gradviz.layout import dot
    from gradviz.layout.drawing import BoxSizes, Drawing
    from gradviz.model.graph import Graph
    from gradviz.model.value import Value

    layouter = dot.DotLayouter()
    a = Value(1.0)
    drawing = Drawing.of(Graph.from_root(a + a)[0], BoxSizes((136, 88), (40, 40)))
    layouter.lay_out(drawing.items)
    if sys.argv[1] == "busy":
        size = 60
        source = "digraph{" + "".join(
            f"{k * size + i}->{(k + 1) * size + j};"
            for k in range(12) for i in range(size) for j in range(size)
        ) + "}"
        dot.dot_source = lambda *_: source
        threading.Thread(target=layouter.lay_out, args=[drawing], daemon=True).start()
    print(layouter._child._process.pid, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_the_child_dies_with_a_killed_parent(state: str) -> None:
    if state == "busy" and sys.platform != "linux":
        pytest.skip("elsewhere it dies when its time is up")
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOST), state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as host:
        assert host.stdout is not None
        child = int(host.stdout.readline())
        if state == "busy":
            time.sleep(0.5)
        assert exists(child)
        host.kill()
        host.wait()
        assert ends_within(child, 2.0)


@pytest.fixture
def example_drawing(examples: dict[str, Drawing]) -> Drawing:
    return examples["reuse_twice"]
