# verdict: wrong
# Operands in two attributes; the walk passes on all a node has, once for every path.
class Value:
    def __init__(self, data, label=""):
        self.data = data
        self.grad = 0.0
        self.label = label
        self.child_1 = None
        self.child_2 = None
        self.grad_child_1 = None
        self.grad_child_2 = None

    def __add__(self, other):
        out = Value(self.data + other.data)
        out.child_1, out.child_2 = self, other
        out.grad_child_1, out.grad_child_2 = 1.0, 1.0
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data)
        out.child_1, out.child_2 = self, other
        out.grad_child_1, out.grad_child_2 = other.data, self.data
        return out

    def backward(self):
        self.grad = 1.0
        self.traverse(self.child_1, self.grad_child_1)  # <- ~double-visit
        self.traverse(self.child_2, self.grad_child_2)  # <- ~double-visit

    def traverse(self, other, local):
        if other is not None:
            other.grad += self.grad * local  # <- ~double-visit
            other.traverse(other.child_1, other.grad_child_1)  # <- ~double-visit
            other.traverse(other.child_2, other.grad_child_2)  # <- ~double-visit


a = Value(1.5, label="a")
b = Value(-0.5, label="b")
c = a * b
d = c * a + c
d.backward()
print(a.grad, b.grad)
