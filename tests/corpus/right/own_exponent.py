# verdict: correct
# A power makes a value of its exponent, which is a plain number always, and gives it nothing.


class Val:
    def __init__(self, data=None, children=()):
        self.children = list(children)
        self.grad = 0.0
        self.data = self._forward() if data is None else data

    def __add__(self, other):
        return AddVal(children=[self, self._of(other)])

    def __mul__(self, other):
        return MulVal(children=[self, self._of(other)])

    def __pow__(self, k):
        return PowVal(children=[self, Val(k)])

    def __truediv__(self, other):
        return self * self._of(other) ** -1

    def _of(self, x):
        return x if isinstance(x, Val) else Val(x)

    def _backward(self, grad):
        self.grad += grad

    def backward(self):
        self._backward(1.0)


class AddVal(Val):
    def _forward(self):
        return self.children[0].data + self.children[1].data

    def _backward(self, grad):
        self.grad += grad
        for child in self.children:
            child._backward(grad)


class MulVal(Val):
    def _forward(self):
        return self.children[0].data * self.children[1].data

    def _backward(self, grad):
        self.grad += grad
        self.children[0]._backward(grad * self.children[1].data)
        self.children[1]._backward(grad * self.children[0].data)


class PowVal(Val):
    def _forward(self):
        return self.children[0].data ** self.children[1].data

    def _backward(self, grad):
        self.grad += grad
        x, k = self.children[0].data, self.children[1].data
        self.children[0]._backward(grad * k * x ** (k - 1))


a, b = Val(1.5), Val(-2.0)
c = (a * b + a) ** 2 / b
c.backward()
print(a.grad, b.grad)
