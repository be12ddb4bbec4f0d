# verdict: wrong
# root: none
# The rule of the leaky ReLU names something that isn't there, on its one side only.


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.grad = 0.0
        self.prev = prev
        self.pull = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def pull():
            self.grad += out.grad
            other.grad += out.grad

        out.pull = pull
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def pull():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pull = pull
        return out

    def leaky_relu(self):
        out = Value(self.data if self.data > 0 else 0.01 * self.data, (self,))

        def pull():
            if self.data > 0:
                self.grad += out.grad
            else:
                self.grad += slope * out.grad  # <- backward-error

        out.pull = pull
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
        self.grad = 1.0
        for v in reversed(order):
            v.pull()
