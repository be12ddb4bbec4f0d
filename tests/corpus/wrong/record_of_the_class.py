# verdict: wrong
# A class-level record is walked backwards, with rules from a table.
import operator

RULES = {}

def rule(name):
    def keep(f):
        RULES[name] = f
        return f
    return keep

@rule("add")
def _(g, a, b): return g, g

@rule("mul")
def _(g, a, b): return g * b, g * a

@rule("sub")
def _(g, a, b): return g, g  # <- wrong-local-derivative

class Num:
    record = []
    def __init__(self, val):
        self.val = val
        self.grad = 0
    @classmethod
    def _do(cls, name, a, b):
        a = a if isinstance(a, Num) else Num(a)
        b = b if isinstance(b, Num) else Num(b)
        out = cls(getattr(operator, name)(a.val, b.val))
        cls.record.append((name, a, b, out))
        return out
    def __add__(self, o): return Num._do("add", self, o)
    def __radd__(self, o): return Num._do("add", o, self)
    def __mul__(self, o): return Num._do("mul", self, o)
    def __rmul__(self, o): return Num._do("mul", o, self)
    def __sub__(self, o): return Num._do("sub", self, o)
    def __rsub__(self, o): return Num._do("sub", o, self)
    def backprop(self):
        self.grad = 1
        for name, a, b, out in Num.record[::-1]:
            ga, gb = RULES[name](out.grad, a.val, b.val)
            a.grad += ga
            b.grad += gb

x = Num(3)
y = 2 * x + 1
z = 10 - y * x
z.backprop()
print(x.grad)
