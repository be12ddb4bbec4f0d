# verdict: correct
# Each path hands on what it was given, not the sum.
class Value:
    def __init__(self, data, children=(), op=''):
        self.data = data
        self.children = children
        self.op = op
        self.grad = 0.0
    def __add__(self, o): return Value(self.data + o.data, (self, o), '+')
    def __mul__(self, o): return Value(self.data * o.data, (self, o), '*')
    def backward(self, upstream=1.0):
        self.grad += upstream
        if self.op == '+':
            for c in self.children: c.backward(upstream)
        elif self.op == '*':
            a, b = self.children
            a.backward(b.data * upstream)
            b.backward(a.data * upstream)
x = Value(2.0)
y = Value(5.0)
h = x * y
z = h * h + x
z.backward()
print(x.grad, y.grad)
