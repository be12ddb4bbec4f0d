# verdict: correct
# The program itself runs the backward of each value, the last one first.


class Slot:
    def __init__(self, data, children=(), op=None):
        self.data = data
        self.children = children
        self.op = op
        self.grad = 0.0

    def __add__(self, other):
        return Slot(self.data + other.data, (self, other), "+")

    def __mul__(self, other):
        return Slot(self.data * other.data, (self, other), "*")

    def backward(self):
        p, q = self.children
        if self.op == "*":
            p.grad += self.grad * q.data
            q.grad += self.grad * p.data
        else:
            p.grad += self.grad
            q.grad += self.grad


a, b = Slot(2.0), Slot(-3.0)
product = a * b
total = product + a
total.grad = 1.0
total.backward()
product.backward()
print(a.grad, b.grad)
