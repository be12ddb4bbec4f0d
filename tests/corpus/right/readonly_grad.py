# verdict: correct
# `grad` and `data` are read-only properties over private attributes.


class Quantity:
    def __init__(self, data):
        self.__data = data
        self.__grad = 0.0
        self.__inputs = ()
        self.__rule = None

    @property
    def data(self):
        return self.__data

    @property
    def grad(self):
        return self.__grad

    @property
    def inputs(self):
        return self.__inputs

    @classmethod
    def __made(cls, data, inputs, rule):
        q = cls(data)
        q.__inputs = inputs
        q.__rule = rule
        return q

    def __add__(self, other):
        def rule(g):
            self.__grad += g
            other.__grad += g

        return Quantity.__made(self.data + other.data, (self, other), rule)

    def __mul__(self, other):
        def rule(g):
            self.__grad += g * other.data
            other.__grad += g * self.data

        return Quantity.__made(self.data * other.data, (self, other), rule)

    def __neg__(self):
        def rule(g):
            self.__grad -= g

        return Quantity.__made(-self.data, (self,), rule)

    def __sub__(self, other):
        return self + -other

    def backward(self):
        order = []

        def visit(q):
            if q in order:
                return
            for i in q.inputs:
                visit(i)
            order.append(q)

        visit(self)
        self.__grad = 1.0
        for q in order[::-1]:
            if q.__rule:
                q.__rule(q.__grad)


a, b, c = Quantity(2.0), Quantity(-3.0), Quantity(10.0)
e = a * b - c
L = e * e + e
L.backward()
print(a.grad, b.grad, c.grad)
