# verdict: wrong
# root: none
# Gradients begin as None. Whether the second operand has one is asked of the first.
class Datum:
    def __init__(self, number, wanted=False):
        self.number = number
        self.gradient = None
        self.wanted = wanted
        self.sources = ()
        self.rule = None

    def __add__(self, other):
        out = Datum(self.number + other.number, self.wanted or other.wanted)
        out.sources = (self, other)

        def rule():
            if self.wanted:
                if self.gradient is None:
                    self.gradient = 0.0
                self.gradient += out.gradient
            if other.wanted:
                if self.gradient is None:
                    other.gradient = 0.0
                other.gradient += out.gradient  # <- backward-error

        out.rule = rule
        return out

    def backward(self):
        order, seen = [], set()

        def visit(datum):
            if id(datum) not in seen:
                seen.add(id(datum))
                for source in datum.sources:
                    visit(source)
                order.append(datum)

        visit(self)
        self.gradient = 1.0
        for datum in reversed(order):
            if datum.rule is not None:
                datum.rule()
