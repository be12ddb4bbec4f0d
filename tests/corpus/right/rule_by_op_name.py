# verdict: correct
# root: none
# Each value's backward hands its gradient on to its operands; the trainer sorts and seeds.


class Slot:
    def __init__(self, data, children=None, op=None, grad=0.0):
        self.data = data
        self.children = children
        self.op = op
        self.grad = grad
        self.momentum = 0.0

    def __add__(self, other):
        return Slot(self.data + other.data, [self, other], "+")

    def __sub__(self, other):
        return Slot(self.data - other.data, [self, other], "-")

    def __mul__(self, other):
        return Slot(self.data * other.data, [self, other], "*")

    def backward(self):
        if self.op is None:
            return
        p, q = self.children
        if self.op == "*":
            p.grad += self.grad * q.data
            q.grad += self.grad * p.data
        else:
            p.grad += self.grad
            q.grad += self.grad if self.op == "+" else -self.grad


def train(loss, order):
    loss.grad = 1.0
    for slot in reversed(order):
        slot.backward()
