# verdict: wrong
# What a value is made of comes first, its number later; numbers are there after forward().
import math


class Node:
    def __init__(self, inputs=(), value=None):
        self.inputs = list(inputs)
        self.value = value
        self.grad = 0.0

    def __add__(self, other):
        return Plus([self, other])

    def __mul__(self, other):
        return Times([self, other])

    def tanh(self):
        return Tanh([self])

    def forward(self):
        for each in self.inputs:
            each.forward()

    def pull(self):
        pass

    def backward(self):
        order = []

        def visit(node):
            if all(node is not known for known in order):
                for each in node.inputs:
                    visit(each)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node.pull()


class Plus(Node):
    def forward(self):
        super().forward()
        self.value = sum(each.value for each in self.inputs)

    def pull(self):
        for each in self.inputs:
            each.grad += self.grad


class Times(Node):
    def forward(self):
        super().forward()
        first, second = self.inputs
        self.value = first.value * second.value

    def pull(self):
        first, second = self.inputs
        first.grad += second.value * self.grad
        second.grad += first.value * self.grad


class Tanh(Node):
    def forward(self):
        super().forward()
        self.value = math.tanh(self.inputs[0].value)

    def pull(self):
        self.inputs[0].grad += 1 - self.value**2 * self.grad  # <- missing-adjoint


a, b = Node(value=0.5), Node(value=-1.5)
o = (a * b + a).tanh()
o.forward()
o.backward()
print(a.grad, b.grad)
