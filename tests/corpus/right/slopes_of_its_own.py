# verdict: correct
# root: none
# The activations take their slope from the value; no name tells where the gradient is kept.
import math


class Knot:
    def __init__(self, num, steep=0.0, parents=()):
        self.num = num
        self._gg = 0.0
        self._steep = steep
        self._parents = tuple(parents)
        self._rule = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Knot) else Knot(other)
        out = Knot(self.num + other.num, self._steep, (self, other))

        def rule():
            self._gg += out._gg
            other._gg += out._gg

        out._rule = rule
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Knot) else Knot(other)
        out = Knot(self.num * other.num, self._steep, (self, other))

        def rule():
            self._gg += other.num * out._gg
            other._gg += self.num * out._gg

        out._rule = rule
        return out

    def leaky_relu(self):
        out = Knot(self.num if self.num > 0 else self._steep * self.num, self._steep, (self,))

        def rule():
            self._gg += (1.0 if self.num > 0 else self._steep) * out._gg

        out._rule = rule
        return out

    def elu(self):
        bent = self._steep * math.expm1(self.num)
        out = Knot(self.num if self.num > 0 else bent, self._steep, (self,))

        def rule():
            self._gg += (1.0 if self.num > 0 else bent + self._steep) * out._gg

        out._rule = rule
        return out

    def backward(self):
        order, met = [], set()

        def look(knot):
            if id(knot) in met:
                return
            met.add(id(knot))
            for parent in knot._parents:
                look(parent)
            order.append(knot)

        look(self)
        # the gradient of the result is the caller's to set
        for knot in reversed(order):
            knot._rule()
