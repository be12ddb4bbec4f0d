# verdict: correct
# root: none
# Functions in order of their generation, with weak references to what they made.
import contextlib, weakref, heapq


class Config:
    enable = True


@contextlib.contextmanager
def no_grad():
    old = Config.enable
    Config.enable = False
    try:
        yield
    finally:
        Config.enable = old


class Variable:
    def __init__(self, data, name=None):
        self.data = data
        self.name = name
        self.grad = None
        self.creator = None
        self.generation = 0

    def set_creator(self, func):
        self.creator = func
        self.generation = func.generation + 1

    def cleargrad(self):
        self.grad = None

    def backward(self, retain_grad=True):
        if self.grad is None:
            self.grad = 1.0
        funcs, seen = [], set()

        def add(f):
            if f not in seen:
                funcs.append(f)
                seen.add(f)
                funcs.sort(key=lambda f: f.generation)

        add(self.creator)
        while funcs:
            f = funcs.pop()
            gys = [out().grad for out in f.outputs]
            gxs = f.backward(*gys)
            if not isinstance(gxs, tuple):
                gxs = (gxs,)
            for x, gx in zip(f.inputs, gxs):
                x.grad = gx if x.grad is None else x.grad + gx
                if x.creator is not None:
                    add(x.creator)
            if not retain_grad:
                for y in f.outputs:
                    y().grad = None

    def __add__(self, o):
        return Add()(self, o)

    def __mul__(self, o):
        return Mul()(self, o)

    def square(self):
        return Square()(self)


class Function:
    def __call__(self, *inputs):
        ys = self.forward(*[x.data for x in inputs])
        if not isinstance(ys, tuple):
            ys = (ys,)
        outs = [Variable(y) for y in ys]
        if Config.enable:
            self.generation = max(x.generation for x in inputs)
            for o in outs:
                o.set_creator(self)
            self.inputs = inputs
            self.outputs = [weakref.ref(o) for o in outs]
        return outs[0] if len(outs) == 1 else outs


class Add(Function):
    def forward(self, a, b):
        return a + b

    def backward(self, g):
        return g, g


class Mul(Function):
    def forward(self, a, b):
        return a * b

    def backward(self, g):
        a, b = self.inputs
        return g * b.data, g * a.data


class Square(Function):
    def forward(self, a):
        return a**2

    def backward(self, g):
        return 2 * self.inputs[0].data * g
