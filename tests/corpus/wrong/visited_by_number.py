# verdict: wrong
# Values of equal numbers are visited once.
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
            if v.data in seen: return  # <- ~merged-by-equality
            seen.add(v.data)  # <- ~merged-by-equality
            for p in v.prev: f(p)
            topo.append(v)
        f(self)
        self.grad = 1.0
        for v in reversed(topo): v.back()
x = Value(2.0)
y = Value(1.0)
h = x * y
z = h * x + h
z.backward()
print(x.grad, y.grad)
