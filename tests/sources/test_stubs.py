"""Stand-ins for missing modules let a program go on."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from gradviz.sources import stand_ins
from gradviz.sources.stubs import Stub, StubFinder


@pytest.fixture
def anything() -> Any:
    return Stub("torch")


def test_anything_can_be_done_to_a_stub(anything: Any) -> None:
    x = anything.nn.Linear(3, 4, bias=False)(anything.randn(3))[0, 1:].T
    x.requires_grad = True
    x += 2
    -((3 - x @ x) ** 2) / np.float64(3) * np.ones(3)
    assert f"{x:.4f} {x.item():>8}" == "? ?"
    assert math.isfinite(float(x))
    with anything.no_grad() as y:
        y.step()
    assert list(anything.loader) == []
    assert not isinstance(3, anything.Tensor)
    assert anything.Tensor | None | int


def test_comparisons_let_assertions_pass_and_loops_end(anything: Any) -> None:
    assert abs(anything.x - 3.0) < 1e-6
    assert anything.x == 3.0
    while anything.loss > 0.1:
        raise AssertionError


def test_unpacking_gives_as_many_as_there_are_names(anything: Any) -> None:
    figure, ((a, b), c) = anything.subplots(2, 2)
    a.plot(b, c, figure)


def test_a_decorator_leaves_its_function(anything: Any) -> None:
    @anything.no_grad()  # type: ignore[untyped-decorator]
    def f() -> int:
        return 3

    @anything.jit
    class A:
        pass

    assert f() == 3
    assert isinstance(A(), A)


def test_a_class_may_derive_from_a_stub(anything: Any) -> None:
    class Net(anything.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.layer = anything.nn.Linear(1, 2)

        def forward(self, x: int) -> int:
            return x + 1

    assert Net()(3) == 4
    Net().to("cpu").train()


def test_only_known_modules_are_replaced_and_each_is_said_once() -> None:
    said: list[str] = []
    finder = StubFinder(said.append)
    assert finder.find_spec("torch", None) is not None
    assert finder.find_spec("torch.nn", []) is not None
    assert finder.find_spec("google.colab", None) is not None
    assert finder.find_spec("engine", None) is None
    assert finder.find_spec("sklearn.nothing", ["/real"]) is None  # sklearn itself is there
    assert said == ["torch", "google"]


def test_a_bar_is_its_loop() -> None:
    assert list(stand_ins.Bar([1, 2], desc="x")) == [1, 2]
    bar = stand_ins.trange(3)
    bar.set_description("x")
    assert list(bar) == [0, 1, 2]
