import random

from .engine import Value


class Neuron:
    def __init__(self, nin, rng):
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)

    def __call__(self, x):
        act = self.b
        for w, xi in zip(self.w, x):
            act = act + w * xi
        return act.tanh()


class MLP:
    def __init__(self, sizes, seed=0):
        rng = random.Random(seed)
        self.layers = [[Neuron(m, rng) for _ in range(n)] for m, n in zip(sizes, sizes[1:])]

    def __call__(self, x):
        for layer in self.layers:
            x = [neuron(x) for neuron in layer]
        return x[0]
