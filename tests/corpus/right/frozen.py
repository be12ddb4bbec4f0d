# verdict: correct
# Frozen values; the gradients live in a weak mapping beside them.
from dataclasses import dataclass
from weakref import WeakKeyDictionary

GRADS = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Term:
    data: float
    operands: tuple = ()
    slopes: tuple = ()

    @property
    def grad(self):
        return GRADS.get(self, 0.0)

    def __add__(self, other):
        return Term(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Term(self.data * other.data, (self, other), (other.data, self.data))

    def backward(self):
        order, seen = [], set()

        def visit(t):
            if t not in seen:
                seen.add(t)
                for o in t.operands:
                    visit(o)
                order.append(t)

        visit(self)
        GRADS[self] = 1.0
        for t in reversed(order):
            for o, s in zip(t.operands, t.slopes):
                GRADS[o] = o.grad + s * t.grad


a, b = Term(1.5), Term(-2.5)
c = a * b + a
c.backward()
print(a.grad, b.grad)
