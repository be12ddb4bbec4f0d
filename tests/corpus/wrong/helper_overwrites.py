# verdict: wrong
# All rules go through one helper, and the helper replaces what it should add to.
class V:
    def __init__(self, val, prev=()):
        self.val = val
        self.grad = None
        self.prev = prev
        self.back = None

    def receive(self, amount):
        if self.grad is None:
            self.grad = amount
        else:
            self.grad = amount  # <- overwritten-gradient

    def __add__(self, other):
        out = V(self.val + other.val, (self, other))

        def back():
            self.receive(out.grad)
            other.receive(out.grad)

        out.back = back
        return out

    def __mul__(self, other):
        out = V(self.val * other.val, (self, other))

        def back():
            self.receive(out.grad * other.val)
            other.receive(out.grad * self.val)

        out.back = back
        return out

    def backward(self):
        nodes, known = [], set()

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


a, b = V(0.5), V(3.0)
y = a * b + a
y.backward()
print(a.grad, b.grad)
