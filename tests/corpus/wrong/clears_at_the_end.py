# verdict: wrong
# root: none
"""backward() clears all gradients once it is done, those of the leaves too."""


class Value:
    __slots__ = ("data", "grad", "children", "locals")

    def __init__(self, data, children=(), locals=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.locals = locals

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def square(self):
        return Value(self.data**2, (self,), (2 * self.data,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack += [(child, False) for child in node.children]
        self.grad = 1.0
        for node in reversed(order):
            for child, local in zip(node.children, node.locals):
                child.grad += local * node.grad
        for node in order:
            node.grad = 0.0  # <- overwritten-gradient
