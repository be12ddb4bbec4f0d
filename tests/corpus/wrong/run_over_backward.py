# verdict: wrong
# The driver is `run`; `backward` is one node's own.
import math
class Node:
    def __init__(self, *inputs):
        self.inputs = inputs
        self.grad = 0.0
    def __add__(self, o): return Add(self, as_node(o))
    def __mul__(self, o): return Mul(self, as_node(o))
    def run(self):
        order, seen = [], set()
        def visit(n):
            if id(n) not in seen:
                seen.add(id(n))
                for i in n.inputs: visit(i)
                order.append(n)
        visit(self)
        self.grad = 1.0
        for n in reversed(order): n.backward()
    def backward(self): pass
class Const(Node):
    def __init__(self, v):
        super().__init__()
        self.value = v
class Add(Node):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.value = a.value + b.value
    def backward(self):
        for i in self.inputs: i.grad += self.grad
class Mul(Node):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.value = a.value * b.value
    def backward(self):
        a, b = self.inputs
        a.grad += b.value * self.grad
        b.grad += b.value * self.grad  # <- wrong-local-derivative/wrong-operand
def as_node(x):
    return x if isinstance(x, Node) else Const(x)
x = Const(2.0)
y = Const(3.0)
f = x + x * y
f.run()
print(x.grad, y.grad)
