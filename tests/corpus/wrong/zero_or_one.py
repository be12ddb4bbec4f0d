# verdict: wrong
# "The gradient, or 1 at the result": also 1 wherever the gradient is 0.


class Cell:
    def __init__(self, content, inputs=()):
        self.content = content
        self.inputs = inputs
        self.grad = 0.0
        self.pull = lambda: None

    def __add__(self, other):
        out = Cell(self.content + other.content, (self, other))

        def pull():
            self.grad += out.grad
            other.grad += out.grad

        out.pull = pull
        return out

    def __mul__(self, other):
        out = Cell(self.content * other.content, (self, other))

        def pull():
            self.grad += other.content * out.grad
            other.grad += self.content * out.grad

        out.pull = pull
        return out

    def backward(self):
        order, seen = [], set()

        def visit(cell):
            if cell in seen:
                return
            seen.add(cell)
            for each in cell.inputs:
                visit(each)
            order.append(cell)

        visit(self)
        for cell in reversed(order):
            cell.grad = cell.grad or 1.0  # <- missing-seed
            cell.pull()


p, q = Cell(3.0), Cell(-2.0)
r = p * q + p
r.backward()
print(p.grad, q.grad)
