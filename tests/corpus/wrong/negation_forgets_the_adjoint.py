# verdict: wrong
# Only a negation below the result shows it.
class Node:
    def __init__(self, v, op='', kids=()):
        self.v = v
        self.op = op
        self.kids = kids
        self.d = 0.0
    def __add__(self, o): return Node(self.v + o.v, 'add', (self, o))
    def __mul__(self, o): return Node(self.v * o.v, 'mul', (self, o))
    def __neg__(self): return Node(-self.v, 'neg', (self,))
    def _bwd_add(self):
        l, r = self.kids
        l.d += self.d
        r.d += self.d
    def _bwd_mul(self):
        l, r = self.kids
        l.d += r.v * self.d
        r.d += l.v * self.d
    def _bwd_neg(self):
        self.kids[0].d += -1.0  # <- missing-adjoint
    def backward(self):
        nodes, seen = [], set()
        def collect(n):
            if n in seen: return
            seen.add(n)
            for k in n.kids: collect(k)
            nodes.append(n)
        collect(self)
        self.d = 1.0
        for n in reversed(nodes):
            if n.op:
                getattr(n, '_bwd_' + n.op)()
a = Node(2.0); b = Node(3.0)
c = -(a * b) * b
c.backward()
print(a.d, b.d)
