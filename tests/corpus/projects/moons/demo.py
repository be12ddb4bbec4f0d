# verdict: correct
# speed: slow
# The loss of a 2-16-16-1 network on 100 points of two half-moons, with a margin loss, a
# penalty on the weights and an accuracy: 65 thousand values.
import math
import random

from engine import Value

rng = random.Random(1337)


class Neuron:
    def __init__(self, nin, nonlin=True):
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0)
        self.nonlin = nonlin

    def __call__(self, x):
        act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        return act.relu() if self.nonlin else act

    def parameters(self):
        return [*self.w, self.b]


sizes = [2, 16, 16, 1]
layers = [
    [Neuron(m, nonlin=n != 1) for _ in range(n)] for m, n in zip(sizes, sizes[1:])
]
parameters = [p for layer in layers for neuron in layer for p in neuron.parameters()]


def model(x):
    for layer in layers:
        x = [neuron(x) for neuron in layer]
    return x[0]


points, labels = [], []
for i in range(50):
    t = math.pi * i / 49
    points += [(math.cos(t), math.sin(t)), (1 - math.cos(t), 0.5 - math.sin(t))]
    labels += [-1, 1]
points = [(x + rng.gauss(0, 0.1), y + rng.gauss(0, 0.1)) for x, y in points]


def loss():
    scores = [model([Value(x), Value(y)]) for x, y in points]
    losses = [(1 + -yi * score).relu() for yi, score in zip(labels, scores)]
    data_loss = sum(losses) * (1.0 / len(losses))
    penalty = 1e-4 * sum(p * p for p in parameters)
    return data_loss + penalty


total = loss()
total.backward()
print(total.data, parameters[0].grad)
