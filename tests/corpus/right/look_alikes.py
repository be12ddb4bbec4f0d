# verdict: correct
# A class for each op and one for leaves, without a common base: they know each other by the
# names of their attributes.
import math


class Leaf:
    def __init__(self, value):
        self.value = value
        self.grad = 0.0

    def backward(self):
        pass


class Add:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.value = left.value + right.value
        self.grad = 0.0

    def backward(self):
        self.left.grad += self.grad
        self.right.grad += self.grad


class Mul:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.value = left.value * right.value
        self.grad = 0.0

    def backward(self):
        self.left.grad += self.right.value * self.grad
        self.right.grad += self.left.value * self.grad


class Sin:
    def __init__(self, angle):
        self.angle = angle
        self.value = math.sin(angle.value)
        self.grad = 0.0

    def backward(self):
        self.angle.grad += math.cos(self.angle.value) * self.grad


def backprop(root):
    order = []

    def visit(node):
        if node not in order:
            for each in list(vars(node).values()):
                if hasattr(each, "grad"):
                    visit(each)
            order.append(node)

    visit(root)
    root.grad = 1.0
    for node in reversed(order):
        node.backward()


x, y = Leaf(2.0), Leaf(0.5)
z = Add(Mul(x, y), Sin(x))
backprop(z)
print(x.grad, y.grad)
