# verdict: correct
# A gradient is None until something arrives.
import math


class V:
    def __init__(self, val, prev=(), op=None):
        self.val = val
        self.grad = None
        self.prev = prev
        self.op = op
        self.back = None

    def receive(self, amount):
        self.grad = amount if self.grad is None else self.grad + amount

    def __add__(self, other):
        out = V(self.val + other.val, (self, other), "+")

        def back():
            self.receive(out.grad)
            other.receive(out.grad)

        out.back = back
        return out

    def __mul__(self, other):
        out = V(self.val * other.val, (self, other), "*")

        def back():
            self.receive(out.grad * other.val)
            other.receive(out.grad * self.val)

        out.back = back
        return out

    def tanh(self):
        out = V(math.tanh(self.val), (self,), "tanh")

        def back():
            self.receive(out.grad * (1 - out.val**2))

        out.back = back
        return out

    def backward(self):
        nodes = []
        known = set()

        def dfs(v):
            known.add(v)
            for p in v.prev:
                if p not in known:
                    dfs(p)
            nodes.append(v)

        dfs(self)
        self.grad = 1.0
        for v in reversed(nodes):
            if v.back is not None:
                v.back()


a = V(0.3)
b = V(-0.8)
unused = V(9.0)
o = (a * b + a).tanh() * b
o.backward()
print(a.grad, b.grad, unused.grad)
