# verdict: correct
# Gradients of several graphs are gathered in the same leaves on purpose, then averaged.
class Value:
    def __init__(self, data, operands=(), op="", local=()):
        self.data = data
        self.grad = 0.0
        self.operands = operands
        self.op = op
        self.local = local

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), "add", (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), "mul", (other.data, self.data))

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) in seen:
                return
            seen.add(id(v))
            for o in v.operands:
                visit(o)
            order.append(v)

        visit(self)
        self.grad += 1.0
        for v in reversed(order):
            for o, d in zip(v.operands, v.local):
                o.grad += d * v.grad


w = Value(0.5)
b = Value(-0.2)
batch = [(1.0, 2.0), (2.0, 3.0), (3.0, 5.0)]
for x, y in batch:
    error = w * Value(x) + b + Value(-y)
    (error * error).backward()
w.grad /= len(batch)
b.grad /= len(batch)
print(w.grad, b.grad)
