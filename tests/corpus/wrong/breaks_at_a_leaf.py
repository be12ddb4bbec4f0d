# verdict: wrong
# Backward ends at the first leaf in the list.
class Value:
    def __init__(self, data, prev=(), op=''):
        self.data = data
        self.prev = prev
        self.op = op
        self.grad = 0.0
        self.back = lambda: None
    def __add__(self, o):
        out = Value(self.data + o.data, (self, o), '+')
        def back():
            self.grad += out.grad
            o.grad += out.grad
        out.back = back
        return out
    def __mul__(self, o):
        out = Value(self.data * o.data, (self, o), '*')
        def back():
            self.grad += out.grad * o.data
            o.grad += out.grad * self.data
        out.back = back
        return out
    def backward(self):
        topo, seen = [], set()
        def f(v):
            if v in seen: return
            seen.add(v)
            for p in v.prev: f(p)
            topo.append(v)
        f(self)
        self.grad = 1.0
        for v in reversed(topo):
            if not v.prev:  # <- ~unvisited-node
                break  # <- ~unvisited-node
            v.back()
x = Value(2.0)
y = Value(5.0)
h = x * y
z = h + x
w = z * y
w.backward()
print(x.grad, y.grad)
