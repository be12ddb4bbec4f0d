"""Networks and losses as people write them, to find groups in. No labels unless said so."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from gradviz.model.nn import MLP
from gradviz.model.value import Value

Activation = Callable[[Value], Value]
Number = Value | float


def relu(x: Value) -> Value:
    return x.relu()


def tanh(x: Value) -> Value:
    return x.tanh()


def sigmoid(x: Value) -> Value:
    return x.sigmoid()


def linear(x: Value) -> Value:
    return x


def tanh_by_exp(x: Value) -> Value:
    """As the lecture takes it apart."""
    e = (2 * x).exp()
    return (e - 1) / (e + 1)


def sigmoid_by_exp(x: Value) -> Value:
    return 1 / (1 + (-x).exp())


def bias_first(w: Sequence[Value], x: Sequence[Number], b: Value) -> Value:
    return sum((wi * xi for wi, xi in zip(w, x, strict=True)), b)


def bias_last(w: Sequence[Value], x: Sequence[Number], b: Value) -> Value:
    return total(wi * xi for wi, xi in zip(w, x, strict=True)) + b


def no_bias(w: Sequence[Value], x: Sequence[Number], b: Value) -> Value:
    total = w[0] * x[0]
    for wi, xi in zip(w[1:], x[1:], strict=True):
        total = total + wi * xi
    return total


def inputs_first(w: Sequence[Value], x: Sequence[Number], b: Value) -> Value:
    return sum((xi * wi for wi, xi in zip(w, x, strict=True)), b)


class Net:
    """A network of these sizes on any way of adding up and any function."""

    def __init__(
        self,
        *sizes: int,
        hidden: Activation = tanh,
        last: Activation = linear,
        add: Callable[[Sequence[Value], Sequence[Number], Value], Value] = bias_first,
    ) -> None:
        chance = random.Random(1)
        self.layers = [
            [([Value(chance.uniform(-1, 1)) for _ in range(a)], Value(0.1)) for _ in range(b)]
            for a, b in pairwise(sizes)
        ]
        self._hidden, self._last, self._add = hidden, last, add

    def __call__(self, x: Sequence[Number]) -> list[Value]:
        out: list[Value] = []
        for layer in self.layers:
            function = self._last if layer is self.layers[-1] else self._hidden
            out = [function(self._add(w, x, b)) for w, b in layer]
            x = out
        return out

    @property
    def parameters(self) -> list[Value]:
        return [p for layer in self.layers for w, b in layer for p in (*w, b)]


def points(count: int, wide: int, *, plain: bool = False) -> list[list[Any]]:
    chance = random.Random(2)
    numbers = [[chance.uniform(-1, 1) for _ in range(wide)] for _ in range(count)]
    return numbers if plain else [[Value(x) for x in row] for row in numbers]


def total(losses: Iterable[Value]) -> Value:
    """Python's sum, which begins at 0: that becomes a leaf."""
    return cast("Value", sum(losses))


# --- many samples -----------------------------------------------------------------------


def squared(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    return total((net(x)[0] - y) ** 2 for x, y in zip(rows, _classes(len(rows)), strict=True))


def mean_squared(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    return squared(net, rows) / len(rows)


def hinge(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    losses = [(1 + -y * net(x)[0]).relu() for x, y in zip(rows, _classes(len(rows)), strict=True)]
    return total(losses) * (1.0 / len(losses)) + 1e-4 * total(p * p for p in net.parameters)


def cross_entropy(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    """Both terms for every point, as a formula has them."""
    loss = Value(0.0)
    for x, y in zip(rows, _classes(len(rows)), strict=True):
        p, t = net(x)[0], (y + 1) / 2
        loss = loss - (t * p.log() + (1 - t) * (1 - p).log())
    return loss / len(rows)


def cross_entropy_by_case(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    losses = []
    for x, y in zip(rows, _classes(len(rows)), strict=True):
        p = net(x)[0]
        losses.append(-p.log() if y > 0 else -(1 - p).log())
    return total(losses) * (1.0 / len(losses))


def softmax(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    losses = []
    for i, x in enumerate(rows):
        exps = [score.exp() for score in net(x)]
        losses.append(-(exps[i % len(exps)] / sum(exps[1:], exps[0])).log())
    return total(losses) / len(losses)


def all_outputs(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    return total(total((o - 0.5) ** 2 for o in net(x)) for x in rows)


def root_mean_square(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    return mean_squared(net, rows).sqrt()


def in_batches(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    return total(mean_squared(net, rows[i : i + 4]) for i in range(0, len(rows), 4))


def weighted(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    """The mean, each loss times 1/n."""
    return total((net(x)[0] - 1.0) ** 2 * (1.0 / len(rows)) for x in rows)


def absolute_weights(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    return mean_squared(net, rows) + 0.01 * total(p.abs() for p in net.parameters)


def likelihood(net: Net, rows: Sequence[Sequence[Number]]) -> Value:
    """All outputs of all samples in one sum."""
    return total(-o.log() for x in rows for o in net(x))


def _classes(count: int) -> list[float]:
    return [1.0 if i % 2 else -1.0 for i in range(count)]


# --- the examples -----------------------------------------------------------------------


def convolved() -> Value:
    """Eight places of one kernel."""
    kernel, bias, x = [Value(0.1), Value(0.2), Value(0.3)], Value(0.0), points(1, 10)[0]
    outs = [bias_first(kernel, x[i : i + 3], bias).relu() for i in range(8)]
    return total(outs)


def recurrent() -> Value:
    """Three neurons, five steps."""
    net, h = Net(4, 3), [Value(0.0)] * 3
    for x in points(5, 1):
        h = [tanh(y) for y in net([*h, *x])]
    return (h[0] + h[1] + h[2] - 1.0) ** 2


def lecture_training() -> Value:
    """MLP(3, [4, 4, 1]) of tanh on four points of plain numbers, squared errors."""
    net = Net(3, 4, 4, 1, last=tanh)
    xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
    return squared(net, xs)


def labelled_mlp() -> Value:
    random.seed(5)
    net = MLP(3, [4, 1])
    out = net([Value(2.0, label="x0"), Value(3.0, label="x1"), Value(-1.0, label="x2")])
    assert isinstance(out, Value)
    return (out - 1.0) ** 2


def labelled_batch() -> Value:
    random.seed(5)
    net = MLP(2, [6, 3, 1])
    scores = [net(x) for x in points(12, 2, plain=True)]
    return total((s - 1.0) ** 2 for s in scores if isinstance(s, Value))


@dataclass(frozen=True)
class Case:
    """A loss, and how many samples, layers of each, and neurons of each layer are in it."""

    make: Callable[[], Value]
    samples: int
    neurons: tuple[int, ...]


BATCHES: dict[str, Case] = {
    "hinge and L2": Case(lambda: hinge(Net(2, 8, 8, 1, hidden=relu), points(12, 2)), 12, (8, 8, 1)),
    "plain inputs": Case(
        lambda: hinge(Net(2, 8, 8, 1, hidden=relu), points(12, 2, plain=True)), 12, (8, 8, 1)
    ),
    "lecture training": Case(lecture_training, 4, (4, 4, 1)),
    "squared": Case(lambda: squared(Net(3, 4, 4, 1), points(5, 3)), 5, (4, 4, 1)),
    "mean squared": Case(lambda: mean_squared(Net(3, 4, 1), points(20, 3)), 20, (4, 1)),
    "one hidden, relu out": Case(
        lambda: mean_squared(Net(3, 4, 1, last=relu), points(20, 3)), 20, (4, 1)
    ),
    "root mean square": Case(lambda: root_mean_square(Net(3, 4, 2, 1), points(9, 3)), 9, (4, 2, 1)),
    "bias last": Case(lambda: mean_squared(Net(3, 4, 1, add=bias_last), points(9, 3)), 9, (4, 1)),
    "no bias": Case(lambda: mean_squared(Net(3, 4, 1, add=no_bias), points(9, 3)), 9, (4, 1)),
    "inputs first": Case(
        lambda: mean_squared(Net(3, 4, 1, add=inputs_first), points(9, 3)), 9, (4, 1)
    ),
    "sigmoid, cross entropy": Case(
        lambda: cross_entropy(Net(2, 4, 1, last=sigmoid), points(10, 2)), 10, (4, 1)
    ),
    "cross entropy by case": Case(
        lambda: cross_entropy_by_case(Net(2, 4, 1, last=sigmoid), points(10, 2)), 10, (4, 1)
    ),
    "softmax": Case(lambda: softmax(Net(2, 5, 3), points(10, 2)), 10, (5, 3)),
    "several outputs": Case(lambda: all_outputs(Net(2, 5, 3), points(10, 2)), 10, (5, 3)),
    "tanh by exp": Case(
        lambda: mean_squared(Net(2, 4, 4, 1, hidden=tanh_by_exp, last=tanh_by_exp), points(6, 2)),
        6,
        (4, 4, 1),
    ),
    "sigmoid by exp": Case(
        lambda: cross_entropy(
            Net(2, 4, 1, hidden=sigmoid_by_exp, last=sigmoid_by_exp), points(6, 2)
        ),
        6,
        (4, 1),
    ),
    "linear regression": Case(lambda: mean_squared(Net(3, 1), points(9, 3)), 9, (1,)),
    "logistic regression": Case(
        lambda: cross_entropy(Net(3, 1, last=sigmoid), points(9, 3)), 9, (1,)
    ),
    "perceptron": Case(lambda: hinge(Net(2, 1), points(9, 2)), 9, (1,)),
    "two samples": Case(lambda: squared(Net(3, 4, 4, 1), points(2, 3)), 2, (4, 4, 1)),
    "wide": Case(lambda: mean_squared(Net(12, 10, 1), points(4, 12)), 4, (10, 1)),
    "one input": Case(lambda: mean_squared(Net(1, 6, 6, 1), points(8, 1)), 8, (6, 6, 1)),
    "linear layers": Case(
        lambda: mean_squared(Net(3, 4, 4, 1, hidden=linear), points(8, 3)), 8, (4, 4, 1)
    ),
    "in batches": Case(lambda: in_batches(Net(2, 4, 3, 1), points(12, 2)), 12, (4, 3, 1)),
    "weighted": Case(lambda: weighted(Net(2, 4, 3, 1), points(12, 2)), 12, (4, 3, 1)),
    "L1": Case(lambda: absolute_weights(Net(3, 4, 4, 1), points(6, 3)), 6, (4, 4, 1)),
    "no hidden layer": Case(lambda: likelihood(Net(2, 3, last=sigmoid), points(9, 2)), 9, (3,)),
    "labelled": Case(labelled_batch, 12, (6, 3, 1)),
}

SINGLES: dict[str, Case] = {
    "labelled MLP": Case(labelled_mlp, 0, (4, 1)),
    "squared": Case(lambda: squared(Net(3, 4, 4, 1), points(1, 3)), 0, (4, 4, 1)),
    "tanh": Case(lambda: squared(Net(3, 4, 4, 1, last=tanh), points(1, 3)), 0, (4, 4, 1)),
    "plain inputs": Case(lambda: squared(Net(3, 4, 4, 1), points(1, 3, plain=True)), 0, (4, 4, 1)),
    "hinge and L2": Case(
        lambda: hinge(Net(2, 16, 16, 1, hidden=relu), points(1, 2)), 0, (16, 16, 1)
    ),
    "one hidden": Case(lambda: Net(2, 16, 1, hidden=relu)(points(1, 2)[0])[0], 0, (16, 1)),
    "one hidden, squared": Case(lambda: squared(Net(2, 16, 1), points(1, 2)), 0, (16, 1)),
    "bias last": Case(lambda: squared(Net(3, 4, 4, 1, add=bias_last), points(1, 3)), 0, (4, 4, 1)),
    "no bias": Case(lambda: squared(Net(3, 4, 4, 1, add=no_bias), points(1, 3)), 0, (4, 4, 1)),
    "inputs first": Case(
        lambda: squared(Net(3, 4, 4, 1, add=inputs_first), points(1, 3)), 0, (4, 4, 1)
    ),
    "cross entropy": Case(
        lambda: cross_entropy(Net(2, 4, 1, last=sigmoid), points(1, 2)), 0, (4, 1)
    ),
    "several outputs": Case(lambda: all_outputs(Net(2, 5, 3), points(1, 2)), 0, (5, 3)),
    "softmax": Case(lambda: softmax(Net(2, 5, 3), points(1, 2)), 0, (5, 3)),
    "tanh by exp": Case(
        lambda: squared(Net(2, 4, 4, 1, hidden=tanh_by_exp), points(1, 2)), 0, (4, 4, 1)
    ),
    "wide": Case(lambda: squared(Net(12, 10, 1), points(1, 12)), 0, (10, 1)),
    "convolved": Case(convolved, 0, (8,)),
    "recurrent": Case(recurrent, 0, (3, 3, 3, 3, 3)),
}
