# verdict: wrong
# The writing happens in a helper that is right; what one op hands to it is wrong.
class V:
    def __init__(self, val, prev=()):
        self.val = val
        self.grad = 0.0
        self.prev = prev
        self.back = None

    def receive(self, amount):
        self.grad += amount  # <- ~wrong-local-derivative

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

    def square(self):
        out = V(self.val**2, (self,))

        def back():
            self.receive(out.grad * self.val)  # <- wrong-local-derivative

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
y = (a * b + a).square()
y.backward()
print(a.grad, b.grad)
