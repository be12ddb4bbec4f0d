# verdict: wrong
# The rule runs, then recursion into the operands: a node used twice passes everything on
# twice. (Adding up the shares along every path would be right; this adds up the sums.)
class Value:
    def __init__(self, data, _prev=()):
        self.data = data
        self.grad = 0.0
        self._prev = _prev
        self._backward = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def backward(self, start=True):  # <- ~double-visit
        if start:
            self.grad = 1.0
        self._backward()  # <- ~double-visit
        for v in self._prev:  # <- ~double-visit
            v.backward(False)  # <- ~double-visit


a, b = Value(2.0), Value(-3.0)
c = a * b
d = c * c + c
d.backward()
print(a.grad, b.grad)
