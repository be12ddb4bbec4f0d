# verdict: wrong
"""The driver gives each op a 1 instead of the gradient of its output."""

import heapq
import itertools
import math

counter = itertools.count()


class Scalar:
    def __init__(self, value, creator=None, generation=0):
        self.value = value
        self.creator = creator
        self.generation = generation
        self.grad = 0.0

    def __add__(self, other):
        return AddOp.run(self, other)

    def __radd__(self, other):
        return AddOp.run(other, self)

    def __mul__(self, other):
        return MulOp.run(self, other)

    def __rmul__(self, other):
        return MulOp.run(other, self)

    def __sub__(self, other):
        return SubOp.run(self, other)

    def __rsub__(self, other):
        return SubOp.run(other, self)

    def tanh(self):
        return TanhOp.run(self)

    def relu(self):
        return ReluOp.run(self)

    def sin(self):
        return SinOp.run(self)

    def backward(self):
        self.grad = 1.0
        heap = []
        visited = set()

        def push(op):
            if op is None or op in visited:
                return
            visited.add(op)
            heapq.heappush(heap, (-op.generation, next(counter), op))

        push(self.creator)
        while heap:
            _, _, op = heapq.heappop(heap)
            grads = op.backward(1.0)  # <- missing-adjoint
            for inp, g in zip(op.inputs, grads):
                inp.grad += g
                push(inp.creator)


class Op:
    @classmethod
    def run(cls, *args):
        op = cls()
        op.inputs = [a if isinstance(a, Scalar) else Scalar(a) for a in args]
        op.generation = max(i.generation for i in op.inputs)
        op.output = Scalar(op.forward(*[i.value for i in op.inputs]), op, op.generation + 1)
        return op.output


class AddOp(Op):
    def forward(self, a, b):
        return a + b

    def backward(self, g):
        return [g, g]


class SubOp(Op):
    def forward(self, a, b):
        return a - b

    def backward(self, g):
        return [g, -g]


class MulOp(Op):
    def forward(self, a, b):
        return a * b

    def backward(self, g):
        a, b = self.inputs
        return [g * b.value, g * a.value]


class TanhOp(Op):
    def forward(self, a):
        self.t = math.tanh(a)
        return self.t

    def backward(self, g):
        return [g * (1 - self.t**2)]


class ReluOp(Op):
    def forward(self, a):
        return max(a, 0.0)

    def backward(self, g):
        a = self.inputs[0]
        return [g if a.value > 0 else 0.0]


class SinOp(Op):
    def forward(self, a):
        return math.sin(a)

    def backward(self, g):
        a = self.inputs[0].value
        return [g * math.cos(a)]


a = Scalar(0.7)
b = Scalar(-1.2)
c = a * b
d = c + a
e = (d * c).tanh() + d.sin() - b
e.backward()
print(a.grad, b.grad)
