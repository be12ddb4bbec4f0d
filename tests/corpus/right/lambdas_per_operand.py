# verdict: correct
# Each operand is kept with a function from the upstream gradient to its share.
import math


class Tracked:
    def __init__(self, value, parents=None):
        self.value = value
        self.parents = parents or []
        self.gradient = 0.0

    def __add__(self, other):
        other = tracked(other)
        return Tracked(self.value + other.value, [(self, lambda g: g), (other, lambda g: g)])

    def __sub__(self, other):
        other = tracked(other)
        return Tracked(self.value - other.value, [(self, lambda g: g), (other, lambda g: -g)])

    def __mul__(self, other):
        other = tracked(other)
        return Tracked(
            self.value * other.value,
            [(self, lambda g: g * other.value), (other, lambda g: g * self.value)],
        )

    def __rsub__(self, other):
        return tracked(other) - self

    def __rmul__(self, other):
        return self * other

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.value))
        return Tracked(s, [(self, lambda g: g * s * (1 - s))])

    def backprop(self):
        order = []

        def walk(node):
            if node not in order:
                for parent, _ in node.parents:
                    walk(parent)
                order.append(node)

        walk(self)
        for node in order:
            node.gradient = 0.0
        self.gradient = 1.0
        for node in reversed(order):
            for parent, share in node.parents:
                parent.gradient += share(node.gradient)


def tracked(x):
    return x if isinstance(x, Tracked) else Tracked(x)


p, q = Tracked(0.25), Tracked(-0.75)
r = (p * q - q).sigmoid()
loss = (1 - r) * (1 - r) + 0.1 * p * p
loss.backprop()
print(p.gradient, q.gradient)
