# verdict: wrong
# Operators come from a table; one derivative in it is wrong, the driver that uses it isn't.
import math


class Value:
    def __init__(self, data, _inputs=(), _op=None):
        self.data = data
        self.grad = 0.0
        self._inputs = _inputs
        self._op = _op

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for i in v._inputs:
                    visit(i)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            if v._op is None:
                continue
            xs = [i.data for i in v._inputs]
            for i, derivative in zip(v._inputs, TABLE[v._op][1:]):
                i.grad += derivative(*xs) * v.grad  # <- ~wrong-local-derivative


TABLE = {
    "add": (lambda x, y: x + y, lambda x, y: 1.0, lambda x, y: 1.0),
    "mul": (lambda x, y: x * y, lambda x, y: y, lambda x, y: x),
    "sin": (math.sin, lambda x: -math.cos(x)),  # <- ~wrong-local-derivative
}


def _method(name):
    forward = TABLE[name][0]

    def method(self, *others):
        inputs = (self, *(o if isinstance(o, Value) else Value(o) for o in others))
        return Value(forward(*(i.data for i in inputs)), inputs, name)  # <- ~wrong-local-derivative

    return method


for _name in TABLE:
    setattr(Value, f"__{_name}__" if _name in ("add", "mul") else _name, _method(_name))

a = Value(0.8)
b = Value(-1.4)
c = (a * b).sin() + a
(c * c).backward()
print(a.grad, b.grad)
