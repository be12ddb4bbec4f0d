# verdict: correct
# An op's static backward takes what forward saved by a keyword, and recursion passes it on.


class Base:
    def __init__(self, op=None):
        self.op = op
        self.grad = 0.0

    def backward(self, upstream=None):
        upstream = 1.0 if upstream is None else upstream
        self.grad += upstream
        if self.op is not None:
            for x, share in zip(self.op.inputs, self.op.backward(upstream, saved=self.op.saved)):
                x.backward(share)


class Number(Base):
    def __init__(self, v, op=None):
        super().__init__(op)
        self._v = float(v)

    @property
    def v(self):
        return self._v

    def __add__(self, other):
        return Add()(self, other)

    def __mul__(self, other):
        return Mul()(self, other)

    def __sub__(self, other):
        return Sub()(self, other)


class Operation:
    def __call__(self, *inputs):
        self.inputs = [x if isinstance(x, Number) else Number(x) for x in inputs]
        self.saved = {}
        out = self.forward(self.inputs, saved=self.saved)
        out.op = self
        return out


class Add(Operation):
    @staticmethod
    def forward(inputs, saved=None):
        return Number(inputs[0].v + inputs[1].v)

    @staticmethod
    def backward(upstream, saved=None):
        return [upstream, upstream]


class Sub(Operation):
    @staticmethod
    def forward(inputs, saved=None):
        return Number(inputs[0].v - inputs[1].v)

    @staticmethod
    def backward(upstream, saved=None):
        return [upstream, -upstream]


class Mul(Operation):
    @staticmethod
    def forward(inputs, saved=None):
        saved["a"], saved["b"] = inputs[0].v, inputs[1].v
        return Number(saved["a"] * saved["b"])

    @staticmethod
    def backward(upstream, saved=None):
        return [upstream * saved["b"], upstream * saved["a"]]


a, b = Number(3), Number(-0.5)
c = a * b - b + a * 2
c.backward()
print(a.grad, b.grad)
