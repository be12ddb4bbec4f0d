# verdict: correct
# root: none
# Each gradient stands in a list of one, which the closures write into.
class Cell:
    def __init__(self, v, ins=(), back=None):
        self.v, self.ins, self.back, self.grad = v, ins, back, [0.0]

    def __add__(self, o):
        def back(g):
            self.grad[0] += g
            o.grad[0] += g

        return Cell(self.v + o.v, (self, o), back)

    def __mul__(self, o):
        def back(g):
            self.grad[0] += g * o.v
            o.grad[0] += g * self.v

        return Cell(self.v * o.v, (self, o), back)

    def backward(self):
        order, seen = [], set()

        def go(n):
            if id(n) in seen:
                return
            seen.add(id(n))
            [go(i) for i in n.ins]
            order.append(n)

        go(self)
        self.grad[0] = 1.0
        for n in reversed(order):
            if n.back:
                n.back(n.grad[0])
