# verdict: correct
# The op is an object that the result keeps: at 1 its number could be any op's.
class Var:
    def __init__(self, data):
        self.data = data
        self.grad = None
        self.creator = None

    def __add__(self, other):
        return Sum()(self, other)

    def __mul__(self, other):
        return Product()(self, other)

    def __pow__(self, k):
        return Power(k)(self)

    def backward(self):
        self.grad = 1.0
        waiting = [self.creator]
        while waiting:
            waiting.sort(key=lambda op: op.depth)
            op = waiting.pop()
            for x, share in zip(op.inputs, op.backward(op.output.grad)):
                x.grad = share if x.grad is None else x.grad + share
                if x.creator is not None and x.creator not in waiting:
                    waiting.append(x.creator)


class Op:
    def __call__(self, *inputs):
        self.inputs = inputs
        self.depth = 1 + max((x.creator.depth for x in inputs if x.creator), default=0)
        self.output = Var(self.forward(*(x.data for x in inputs)))
        self.output.creator = self
        return self.output


class Sum(Op):
    def forward(self, x, y):
        return x + y

    def backward(self, g):
        return g, g


class Product(Op):
    def forward(self, x, y):
        return x * y

    def backward(self, g):
        x, y = self.inputs
        return g * y.data, g * x.data


class Power(Op):
    def __init__(self, k):
        self.k = k

    def forward(self, x):
        return x**self.k

    def backward(self, g):
        return (g * self.k * self.inputs[0].data ** (self.k - 1),)


x, y = Var(1.0), Var(-1.0)
z = x**2 * y**2 + (x + y * y) ** 2 + y**2
z.backward()
print(x.grad, y.grad)
