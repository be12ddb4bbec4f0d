# verdict: correct
# Each value keeps its gradients by the key that backward() is called with.
class Cell:
    def __init__(self, value, operands=(), slopes=()):
        self.value = value
        self.operands = operands
        self.slopes = slopes
        self.grad = {}

    def __add__(self, other):
        return Cell(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Cell(self.value * other.value, (self, other), (other.value, self.value))

    def backward(self, name):
        order, seen = [], set()

        def visit(c):
            if id(c) not in seen:
                seen.add(id(c))
                for operand in c.operands:
                    visit(operand)
                order.append(c)

        visit(self)
        self.grad[name] = 1.0
        for c in reversed(order):
            for operand, slope in zip(c.operands, c.slopes):
                operand.grad[name] = operand.grad.get(name, 0.0) + slope * c.grad[name]


a, b = Cell(1.5), Cell(-0.7)
loss = a * b + a * a
loss.backward("loss")
print(a.grad["loss"], b.grad["loss"])
