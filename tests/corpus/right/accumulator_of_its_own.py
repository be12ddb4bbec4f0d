# verdict: correct
# A gradient is an object that adds what it is given, by a += of its own.
class Total:
    def __init__(self):
        self.amount = 0.0

    def __iadd__(self, share):
        self.amount += share
        return self

    def start(self):
        self.amount = 1.0


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.prev = prev
        self.grad = Total()
        self.back = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def back():
            self.grad += out.grad.amount
            other.grad += out.grad.amount

        out.back = back
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad.amount
            other.grad += self.data * out.grad.amount

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v.prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad.start()
        for v in reversed(order):
            v.back()


a, b = Value(2.0), Value(-3.0)
c = a * b
d = c * c + c
d.backward()
print(a.grad.amount, b.grad.amount)
