# verdict: correct
# Run once before anything was seeded, then in order.
class Value:
    def __init__(self, data, _children=[], op=''):
        self.data = data
        self.children = list(_children)
        self.op = op
        self.grad = 0.0
        self._backward = lambda: None
    def __add__(self, o):
        out = Value(self.data + o.data, [self, o], '+')
        def _backward():
            self.grad += out.grad
            o.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, o):
        out = Value(self.data * o.data, [self, o], '*')
        def _backward():
            self.grad += out.grad * o.data
            o.grad += out.grad * self.data
        out._backward = _backward
        return out
x = Value(2.0)
y = Value(5.0)
z = x * y
w = z + x
w._backward()
print('nothing yet', x.grad)
w.grad = 1.0
w._backward()
z._backward()
print(x.grad, y.grad)
