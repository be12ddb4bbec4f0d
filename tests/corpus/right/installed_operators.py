# verdict: correct
# Operators put on the class by setattr after it was made.
import math, operator
class V:
    def __init__(self, v, args=(), f=None):
        self.v, self.args, self.f, self.g = v, args, f, 0.0
    def backward(self):
        order, seen = [], set()
        def go(n):
            if id(n) not in seen:
                seen.add(id(n))
                for a in n.args: go(a)
                order.append(n)
        go(self)
        self.g = 1.0
        for n in reversed(order):
            if n.f:
                for a, d in zip(n.args, n.f(*[x.v for x in n.args])):
                    a.g += d * n.g
def _install(name, fwd, partials):
    def op(*xs):
        xs = tuple(x if isinstance(x, V) else V(x) for x in xs)
        return V(fwd(*[x.v for x in xs]), xs, partials)
    setattr(V, name, op)
    if name in ("__add__", "__mul__"):
        setattr(V, name.replace("__", "__r", 1), lambda s, o: op(o, s))
_install("__add__", operator.add, lambda a, b: (1.0, 1.0))
_install("__mul__", operator.mul, lambda a, b: (b, a))
_install("__sub__", operator.sub, lambda a, b: (1.0, -1.0))
_install("exp", math.exp, lambda a: (math.exp(a),))
a, b = V(1.5), V(0.25)
c = (a * b - 1).exp() * a + 2 * b
c.backward()
print(a.g, b.g)
