# verdict: correct
# A value has no gradient of its own: a function returns all of them, by value.
from collections import defaultdict


class Var:
    def __init__(self, value, local_gradients=()):
        self.value = value
        self.local_gradients = local_gradients

    def __add__(self, other):
        return Var(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Var(self.value * other.value, ((self, other.value), (other, self.value)))

    def __sub__(self, other):
        return Var(self.value - other.value, ((self, 1.0), (other, -1.0)))

    def __truediv__(self, other):
        q = self.value / other.value
        return Var(q, ((self, 1.0 / other.value), (other, -q / other.value)))


def get_gradients(root):
    found = defaultdict(float)

    def along(value, path):
        for operand, slope in value.local_gradients:
            found[operand] += path * slope
            along(operand, path * slope)

    along(root, 1.0)
    return found


u, v = Var(1.75), Var(-0.8)
w = (u / v - u) * (v + u * v)
gradients = get_gradients(w)
print(gradients[u], gradients[v])
