# verdict: correct, unverified
# A rule returns a dictionary from operand to share; the driver adds.
class Cell:
    def __init__(self, data, inputs=(), rule=None):
        self.data, self.inputs, self.rule, self.grad = data, tuple(inputs), rule, 0.0

    def __add__(self, o):
        if self is o:
            return Cell(2 * self.data, (self,), lambda g: {self: 2 * g})
        return Cell(self.data + o.data, (self, o), lambda g: {self: g, o: g})

    def __mul__(self, o):
        if self is o:
            return Cell(self.data**2, (self,), lambda g: {self: 2 * self.data * g})
        return Cell(
            self.data * o.data, (self, o), lambda g: {self: g * o.data, o: g * self.data}
        )

    def backward(self):
        order, seen = [], set()

        def visit(c):
            if c not in seen:
                seen.add(c)
                for i in c.inputs:
                    visit(i)
                order.append(c)

        visit(self)
        self.grad = 1.0
        for c in reversed(order):
            if c.rule:
                for operand, share in c.rule(c.grad).items():
                    operand.grad += share


a, b = Cell(3.0), Cell(-2.0)
c = a * b + a
d = c * c + c + c
d.backward()
print(a.grad, b.grad)
