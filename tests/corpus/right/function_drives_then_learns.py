# verdict: correct
# A function runs backward; after it the weights are moved, and the loss is computed anew.


class Cell:
    def __init__(self, out, came_from=()):
        self.out = float(out)
        self.delta = 0.0
        self.came_from = set(came_from)
        self.share = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Cell) else Cell(other)
        cell = Cell(self.out + other.out, (self, other))

        def share():
            self.delta += cell.delta
            other.delta += cell.delta

        cell.share = share
        return cell

    def __mul__(self, other):
        other = other if isinstance(other, Cell) else Cell(other)
        cell = Cell(self.out * other.out, (self, other))

        def share():
            self.delta += other.out * cell.delta
            other.delta += self.out * cell.delta

        cell.share = share
        return cell


def ordered(cell, met, into):
    if cell not in met:
        met.add(cell)
        for other in cell.came_from:
            ordered(other, met, into)
        into.append(cell)
    return into


def backward(root):
    root.delta = 1.0
    for cell in reversed(ordered(root, set(), [])):
        cell.share()


def loss():
    miss = w * x + b + Cell(-1.0)
    return miss * miss


x, w, b = Cell(2.0), Cell(0.7), Cell(-0.3)
first = loss()
backward(first)
for cell in (w, b):
    cell.out = cell.out - 0.05 * cell.delta
print(first.out, loss().out)
