# verdict: correct
# root: none
# Values of any number of operands; a class method named as an operator.
class N:
    def __init__(self, val, ins=(), coef=()):
        self.val, self.ins, self.coef, self.g = val, list(ins), list(coef), 0.0

    @staticmethod
    def lift(x):
        return x if isinstance(x, N) else N(x)

    @classmethod
    def sum(cls, xs):
        return cls(sum(x.val for x in xs), xs, [1.0] * len(xs))

    def __add__(self, o):
        return N.sum([self, N.lift(o)])

    __radd__ = __add__

    def __mul__(self, o):
        o = N.lift(o)
        return N(self.val * o.val, [self, o], [o.val, self.val])

    def maximum(self, o):
        w = self.val >= o.val
        return N(max(self.val, o.val), [self, o], [float(w), float(not w)])

    def backward(self):
        order, mark = [], set()
        stack = [(self, iter(self.ins))]
        mark.add(id(self))
        while stack:
            n, it = stack[-1]
            for k in it:
                if id(k) not in mark:
                    mark.add(id(k))
                    stack.append((k, iter(k.ins)))
                    break
            else:
                order.append(n)
                stack.pop()
        self.g = 1.0
        for n in reversed(order):
            for k, c in zip(n.ins, n.coef):
                k.g += c * n.g
