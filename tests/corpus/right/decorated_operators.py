# verdict: correct
# root: none
# A decorator records each operator with its local derivatives and its name.
import functools, math


def op(local):
    def deco(f):
        @functools.wraps(f)
        def inner(*args):
            args = tuple(a if isinstance(a, R) else R(a) for a in args)
            out = R(f(*(a.value for a in args)))
            out.inputs = args
            out.locals = local(*(a.value for a in args))
            out.opname = f.__name__
            return out

        return inner

    return deco


class R:
    def __init__(self, value):
        self.value = value
        self.adj = 0.0
        self.inputs = ()
        self.locals = ()
        self.opname = None

    @op(lambda a, b: (1, 1))
    def __add__(a, b):
        return a + b

    @op(lambda a, b: (b, a))
    def __mul__(a, b):
        return a * b

    @op(lambda a, b: (1, -1))
    def __sub__(a, b):
        return a - b

    @op(lambda a: (math.cos(a),))
    def sin(a):
        return math.sin(a)

    @op(lambda a: (1 / (2 * math.sqrt(a)),))
    def sqrt(a):
        return math.sqrt(a)

    def reverse(self):
        nodes = []

        def collect(n):
            for i in n.inputs:
                collect(i)
            if all(n is not m for m in nodes):
                nodes.append(n)

        collect(self)
        for n in nodes:
            n.adj = 0.0
        self.adj = 1.0
        for n in nodes[::-1]:
            for i, l in zip(n.inputs, n.locals):
                i.adj += l * n.adj
