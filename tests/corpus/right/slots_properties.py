# verdict: correct
# Slots, with properties that check what they are given.
class Cell:
    __slots__ = ("_data", "_grad", "_inputs", "_pull", "tag")

    def __init__(self, data, inputs=(), pull=None, tag=None):
        self.data = data
        self._grad = 0.0
        self._inputs = inputs
        self._pull = pull
        self.tag = tag

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, number):
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise TypeError(f"a number, not {number!r}")
        self._data = float(number)

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, number):
        self._grad = float(number)

    def __add__(self, other):
        return Cell(self.data + other.data, (self, other), Cell._add)

    def __sub__(self, other):
        return Cell(self.data - other.data, (self, other), Cell._sub)

    def __mul__(self, other):
        return Cell(self.data * other.data, (self, other), Cell._mul)

    def _add(self):
        a, b = self._inputs
        a.grad += self.grad
        b.grad += self.grad

    def _sub(self):
        a, b = self._inputs
        a.grad += self.grad
        b.grad -= self.grad

    def _mul(self):
        a, b = self._inputs
        a.grad += self.grad * b.data
        b.grad += self.grad * a.data

    def backward(self):
        order, seen = [], set()

        def visit(c):
            if id(c) not in seen:
                seen.add(id(c))
                for i in c._inputs:
                    visit(i)
                order.append(c)

        visit(self)
        self.grad = 1.0
        for c in reversed(order):
            if c._pull:
                c._pull(c)


a, b = Cell(1.0, tag="a"), Cell(2.0, tag="b")
y = (a * b - a) * (a + b)
y.backward()
print(a.grad, b.grad)
