# verdict: correct
# Functions make values without a number; the program has each computed, in order, by hand. One
# function is none that anybody knows by name.


class Cell:
    def __init__(self, amount=None, inputs=(), compute=None):
        self.amount = amount
        self.inputs = inputs
        self.compute = compute
        self.push = None
        self.slope = 0.0

    def forward(self):
        if self.compute is not None:
            self.amount = self.compute()
        return self.amount

    def backward(self, slope=1.0):
        self.slope += slope
        if self.push is not None:
            self.push(slope)


def product(p, q):
    out = Cell(inputs=(p, q), compute=lambda: p.amount * q.amount)

    def push(slope):
        p.backward(slope * q.amount)
        q.backward(slope * p.amount)

    out.push = push
    return out


def distance(p, goal):
    out = Cell(inputs=(p,), compute=lambda: 0.25 * (p.amount - goal) ** 4)

    def push(slope):
        p.backward(slope * (p.amount - goal) ** 3)

    out.push = push
    return out


width, height = Cell(1.5), Cell(-0.75)
area = product(width, height)
scaled = product(area, width)
cost = distance(scaled, 0.25)
for cell in (area, scaled, cost):
    cell.forward()
cost.backward()
print(width.slope, height.slope)
