"""Chains far longer than Python's recursion limit, and graphs that free themselves."""

from __future__ import annotations

import gc
import sys
import weakref
from typing import TYPE_CHECKING

import pytest

from gradviz import MLP, Value
from gradviz.model.paths import count_paths, paths
from gradviz.model.recording import Recording

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = 100_000


def chain(length: int) -> tuple[Value, Value]:
    leaf = out = Value(1.0)
    for _ in range(length):
        out = out + 1.0
    return leaf, out


def test_a_chain_of_100_000_runs_backward_at_the_default_recursion_limit() -> None:
    assert sys.getrecursionlimit() <= 1_000
    leaf, out = chain(LENGTH)
    out.backward()
    assert (out.data, leaf.grad) == (LENGTH + 1.0, 1.0)


def test_a_chain_of_100_000_is_recorded_and_explained() -> None:
    _, out = chain(LENGTH)
    recording = Recording.of(out)
    assert recording.values[recording.graph.root] == LENGTH + 1.0
    assert recording.grad(0, recording.length) == 1.0
    assert count_paths(recording, 0) == 1
    (only,) = paths(recording, 0, limit=3)
    assert (len(only.nodes), only.product) == (LENGTH + 1, 1.0)


def test_a_chain_of_repeated_operands_has_as_many_paths_as_there_are() -> None:
    leaf = out = Value(1.0)
    for _ in range(2_000):
        out = (out + out) * 0.5
    out.backward()
    recording = Recording.of(out)
    assert leaf.grad == 1.0
    assert count_paths(recording, 0) == 2**2_000
    assert [p.product for p in paths(recording, 0, limit=2)] == [0.5**2_000] * 2


def test_dropping_a_chain_of_300_000_frees_it() -> None:
    leaf, out = chain(300_000)
    freed = weakref.ref(leaf)
    del leaf, out
    assert freed() is None


@pytest.fixture
def without_garbage_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_garbage_collector")
def test_a_graph_is_freed_at_once_after_backward_and_recording() -> None:
    net = MLP(3, [4, 4, 1])
    out = net([1.0, -2.0, Value(0.5)])
    assert isinstance(out, Value)
    loss = (out - 1.0) ** 2
    loss.backward()
    recording = Recording.of(loss)
    assert recording.length > 0
    freed = [weakref.ref(v) for v in (loss, loss._prev[0], net.parameters()[0])]
    del loss, out, net
    assert [ref() for ref in freed] == [None, None, None]
