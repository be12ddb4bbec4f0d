# verdict: wrong
# The visitor replaces the gradient of a sum's second operand.
import math

class Node:
    def __init__(self, value):
        self.value = value
        self.grad = 0.0
    def __add__(self, o): return Add(self, o)
    def __mul__(self, o): return Mul(self, o)
    def relu(self): return Relu(self)
    def accept(self, visitor):
        return getattr(visitor, "visit_" + type(self).__name__.lower())(self)

class Input(Node):
    args = ()

class Add(Node):
    def __init__(self, a, b):
        super().__init__(a.value + b.value)
        self.args = (a, b)

class Mul(Node):
    def __init__(self, a, b):
        super().__init__(a.value * b.value)
        self.args = (a, b)

class Relu(Node):
    def __init__(self, a):
        super().__init__(max(0.0, a.value))
        self.args = (a,)

class GradientVisitor:
    def run(self, root):
        order = []
        marked = set()
        def go(n):
            if id(n) not in marked:
                marked.add(id(n))
                for x in n.args:
                    go(x)
                order.append(n)
        go(root)
        root.grad = 1.0
        for n in order[::-1]:
            n.accept(self)
    def visit_input(self, n):
        pass
    def visit_add(self, n):
        n.args[0].grad += n.grad
        n.args[1].grad = n.grad  # <- overwritten-gradient
    def visit_mul(self, n):
        n.args[0].grad += n.args[1].value * n.grad
        n.args[1].grad += n.args[0].value * n.grad
    def visit_relu(self, n):
        n.args[0].grad += n.grad if n.value > 0 else 0.0

x = Input(1.5)
y = Input(-0.5)
z = (x * y + x).relu() * x + y
GradientVisitor().run(z)
print(x.grad, y.grad)
