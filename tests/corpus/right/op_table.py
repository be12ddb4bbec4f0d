# verdict: correct
# Operators are put on the class by a loop over a table of (forward, derivatives).
import math


class Value:
    def __init__(self, data, _inputs=(), _op=None):
        self.data = data
        self.grad = 0.0
        self._inputs = _inputs
        self._op = _op

    def __repr__(self):
        return f"<{self.data:.3g}>"

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
                i.grad += derivative(*xs) * v.grad


TABLE = {
    "add": (lambda x, y: x + y, lambda x, y: 1.0, lambda x, y: 1.0),
    "sub": (lambda x, y: x - y, lambda x, y: 1.0, lambda x, y: -1.0),
    "mul": (lambda x, y: x * y, lambda x, y: y, lambda x, y: x),
    "truediv": (lambda x, y: x / y, lambda x, y: 1 / y, lambda x, y: -x / y**2),
    "exp": (math.exp, math.exp),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "relu": (lambda x: max(x, 0.0), lambda x: 1.0 if x > 0 else 0.0),
}


def _method(name):
    forward = TABLE[name][0]

    def method(self, *others):
        inputs = (self, *(o if isinstance(o, Value) else Value(o) for o in others))
        return Value(forward(*(i.data for i in inputs)), inputs, name)

    return method


for _name in TABLE:
    is_operator = _name in ("add", "sub", "mul", "truediv")
    setattr(Value, f"__{_name}__" if is_operator else _name, _method(_name))

a = Value(0.8)
b = Value(-1.4)
c = (a * b - a / b).tanh() + (a + 2).exp() * b.relu()
(c * c).backward()
print(a.grad, b.grad)
