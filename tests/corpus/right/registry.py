# verdict: correct, unverified
# Gradients aren't on the nodes: a dictionary outside holds them by id.
GRADS = {}


class Node:
    def __init__(self, data, prev=()):
        self.data = data
        self.prev = prev

    @property
    def grad(self):
        return GRADS.get(id(self), 0.0)

    def __add__(self, other):
        return Node(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Node(self.data * other.data, ((self, other.data), (other, self.data)))

    def backward(self):
        order, seen = [], set()

        def visit(n):
            if id(n) not in seen:
                seen.add(id(n))
                for p, _ in n.prev:
                    visit(p)
                order.append(n)

        visit(self)
        GRADS.clear()
        GRADS[id(self)] = 1.0
        for n in reversed(order):
            for p, local in n.prev:
                GRADS[id(p)] = GRADS.get(id(p), 0.0) + local * GRADS[id(n)]


a, b = Node(2.0), Node(-3.0)
y = a * b + a
y.backward()
print(a.grad, b.grad)
