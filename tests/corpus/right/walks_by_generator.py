# verdict: correct
# The order comes from a recursive generator, the rules are methods chosen by the op's name.
import math


class Knot:
    def __init__(self, data, how="leaf", *ends):
        self.data, self.how, self.ends, self.grad = data, how, ends, 0.0

    def __add__(self, other):
        return Knot(self.data + other.data, "plus", self, other)

    def __mul__(self, other):
        return Knot(self.data * other.data, "times", self, other)

    def tanh(self):
        return Knot(math.tanh(self.data), "tanh", self)

    def walk(self, seen):
        if id(self) not in seen:
            seen.add(id(self))
            for end in self.ends:
                yield from end.walk(seen)
            yield self

    def pull_leaf(self):
        pass

    def pull_plus(self):
        for end in self.ends:
            end.grad += self.grad

    def pull_times(self):
        a, b = self.ends
        a.grad += b.data * self.grad
        b.grad += a.data * self.grad

    def pull_tanh(self):
        self.ends[0].grad += (1 - self.data**2) * self.grad

    def backward(self):
        self.grad = 1.0
        for knot in reversed(list(self.walk(set()))):
            getattr(knot, "pull_" + knot.how)()


a, b = Knot(0.3), Knot(-0.9)
c = (a * b + a).tanh() * a
c.backward()
print(a.grad, b.grad)
