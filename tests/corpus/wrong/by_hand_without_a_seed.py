# verdict: wrong
# Nothing but 0 is passed on.
class Value:
    def __init__(self, data, children=(), op=''):
        self.data = data
        self._prev = set(children)
        self._op = op
        self.grad = 0.0
        self._backward = lambda: None
    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
a = Value(2.0)
b = Value(-3.0)
c = a * b
o = c + a
o._backward()  # <- missing-seed
c._backward()
print(a.grad)
