# verdict: wrong
# root: none
# The local derivative is kept in the operand's own gradient, while the value is computed.


class Value:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 1
        self.children = set(children)

    def __add__(self, other):
        self.grad = 1
        other.grad = 1  # <- overwritten-gradient
        return Value(self.data + other.data, (self, other))

    def __mul__(self, other):
        self.grad = other.data
        other.grad = self.data
        return Value(self.data * other.data, (self, other))

    def backward(self):
        for child in self.children:
            child.grad = self.grad * child.grad
            child.backward()
