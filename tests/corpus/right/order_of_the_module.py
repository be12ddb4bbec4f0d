# verdict: correct
# The list of values is the module's, and each pass begins by emptying it.
ORDER = []


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.prev = prev
        self.grad = 0.0
        self.back = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out.back = back
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.back = back
        return out

    def listed(self, order):
        if self not in order:
            for p in self.prev:
                p.listed(order)
            order.append(self)
        return order

    def backward(self):
        ORDER.clear()
        nodes = self.listed(ORDER)
        self.grad = 1.0
        for node in reversed(nodes):
            node.back()


w, x = Value(0.5), Value(2.0)
for step in range(3):
    loss = (w * x + x) * w
    w.grad = x.grad = 0.0
    loss.backward()
    w.data -= 0.05 * w.grad
    print(w.grad)
