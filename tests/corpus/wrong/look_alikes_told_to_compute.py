# verdict: wrong
# A class for each op, without a common base; numbers are computed from a point. A product adds.
import math


class Input:
    def __init__(self, place):
        self.place = place
        self.grad = 0

    def forward(self, point):
        self.value = point[self.place]

    def backward(self):
        pass

    def children(self):
        return []


class MulExpr:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.grad = 0

    def forward(self, point):
        self.value = self.left.value + self.right.value  # <- wrong-forward

    def backward(self):
        self.left.grad += self.right.value * self.grad
        self.right.grad += self.left.value * self.grad

    def children(self):
        return [self.left, self.right]


class SumExpr:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.grad = 0

    def forward(self, point):
        self.value = self.left.value + self.right.value

    def backward(self):
        self.left.grad += self.grad
        self.right.grad += self.grad

    def children(self):
        return [self.left, self.right]


class CosExpr:
    def __init__(self, angle):
        self.angle = angle
        self.grad = 0

    def forward(self, point):
        self.value = math.cos(self.angle.value)

    def backward(self):
        self.angle.grad -= math.sin(self.angle.value) * self.grad

    def children(self):
        return [self.angle]


order = []


def visit(node):
    if node not in order:
        for child in node.children():
            visit(child)
        order.append(node)


u, v = Input(0), Input(1)
f = SumExpr(MulExpr(u, v), CosExpr(u))
visit(f)
for node in order:
    node.forward([1.5, 4.0])
f.grad = 1
for node in reversed(order):
    node.backward()
print(u.grad, v.grad)
