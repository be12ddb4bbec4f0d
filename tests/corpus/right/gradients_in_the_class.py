# verdict: correct
# root: none
# The gradients are in a mapping of the class, by id.
class Figure:
    found = {}

    def __init__(self, x, shares=()):
        self.x = x
        self.shares = shares

    def __add__(self, other):
        return Figure(self.x + other.x, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Figure(self.x * other.x, ((self, other.x), (other, self.x)))

    def backward(self):
        Figure.found.clear()
        Figure.found[id(self)] = 1.0
        order, seen = [], set()

        def visit(figure):
            if id(figure) not in seen:
                seen.add(id(figure))
                for part, _ in figure.shares:
                    visit(part)
                order.append(figure)

        visit(self)
        for figure in reversed(order):
            for part, slope in figure.shares:
                share = slope * Figure.found[id(figure)]
                Figure.found[id(part)] = Figure.found.get(id(part), 0.0) + share
