# verdict: correct
# Classes are made with keywords of any name.
class Registered:
    table = {}
    def __init_subclass__(cls, name=None, function=None, **kw):
        Registered.table[name] = cls
class AddOp(Registered, name='add', function='f'):
    @staticmethod
    def rule(g, a, b): return g, g
class MulOp(Registered, name='mul'):
    @staticmethod
    def rule(g, a, b): return g * b, g * a
class V:
    def __init__(self, x, op=None, ins=()):
        self.x, self.op, self.ins, self.grad = x, op, ins, 0.0
    def __add__(self, o): return V(self.x + o.x, 'add', (self, o))
    def __mul__(self, o): return V(self.x * o.x, 'mul', (self, o))
    def backward(self):
        order, seen = [], set()
        def go(t):
            if t in seen: return
            seen.add(t)
            for s in t.ins: go(s)
            order.append(t)
        go(self)
        self.grad = 1.0
        for t in reversed(order):
            if t.op in Registered.table:
                for s, g in zip(t.ins, Registered.table[t.op].rule(t.grad, *[i.x for i in t.ins])): s.grad += g
a, b = V(2.0), V(3.0)
c = a * b + a
c.backward()
print(a.grad, b.grad)
