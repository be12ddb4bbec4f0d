# verdict: wrong
# grad_fn returns the two gradients of a quotient, one with the wrong sign.
class Variable:
    def __init__(self, data, inputs=(), grad_fn=None):
        self.data = data
        self.inputs = tuple(inputs)
        self.grad_fn = grad_fn
        self.grad = None

    def __add__(self, other):
        return Variable(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        return Variable(
            self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data)
        )

    def __truediv__(self, other):
        def grad_fn(g):  # <- ~wrong-local-derivative
            return g / other.data, g * self.data / other.data**2  # <- wrong-local-derivative

        return Variable(self.data / other.data, (self, other), grad_fn)

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for i in v.inputs:
                    visit(i)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            if v.grad_fn is not None:
                for i, g in zip(v.inputs, v.grad_fn(v.grad)):
                    i.grad = g if i.grad is None else i.grad + g


a, b = Variable(3.0), Variable(4.0)
y = a / b + a * b
y.backward()
print(a.grad, b.grad)
