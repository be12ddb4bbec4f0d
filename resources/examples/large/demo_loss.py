# micrograd's demo loss
# An MLP(2, [16, 16, 1]) on two moons, max-margin loss and L2: the standard large graph.
# Source: micrograd's demo notebook, for its sizes and its loss. The points are our own: two
# half circles with a little noise. The number of points is the program's argument.
import math
import random
import sys
from itertools import pairwise

LAYERS = (2, 16, 16, 1)


def two_moons(points):
    """x, y and the class, -1 or 1: one half circle above, one below and to the right."""
    chance = random.Random(1337)
    made = []
    for i in range(points):
        angle = math.pi * chance.random()
        x, y = math.cos(angle), math.sin(angle)
        side = 1 if i % 2 else -1
        if side > 0:
            x, y = 1.0 - x, 0.5 - y
        made.append((x + chance.gauss(0.0, 0.1), y + chance.gauss(0.0, 0.1), side))
    return made


def parameters(value):
    """Layers of neurons of weights, each neuron's bias last."""
    chance = random.Random(42)
    return [
        [[value(chance.uniform(-1, 1)) for _ in range(wide)] + [value(0)] for _ in range(out)]
        for wide, out in pairwise(LAYERS)
    ]


def weighted(neuron, inputs):
    *weights, bias = neuron
    return sum((w * x for w, x in zip(weights, inputs, strict=True)), bias)


def score(layers, inputs):
    for layer in layers:
        sums = [weighted(neuron, inputs) for neuron in layer]
        inputs = sums if layer is layers[-1] else [total.relu() for total in sums]
    return inputs[0]


def demo_loss(value, layers, points):
    """The loss, on whichever engine `value` belongs to."""
    moons = two_moons(points)
    rows = [[value(x), value(y)] for x, y, _ in moons]
    scores = [score(layers, row) for row in rows]
    losses = [(1 + -side * s).relu() for (_, _, side), s in zip(moons, scores, strict=True)]
    data_loss = sum(losses) * (1.0 / len(losses))
    weights = [p for layer in layers for neuron in layer for p in neuron]
    return data_loss + 1e-4 * sum(p * p for p in weights)


if __name__ == "__main__":
    from gradviz import Value

    layers = parameters(Value)
    for i, layer in enumerate(layers):
        for j, neuron in enumerate(layer):
            for k, weight in enumerate(neuron):
                weight.label = f"L{i}.n{j}.w{k}" if k < len(neuron) - 1 else f"L{i}.n{j}.b"
    loss = demo_loss(Value, layers, int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    loss.backward()
