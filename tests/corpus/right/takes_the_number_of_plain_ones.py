# verdict: correct
# root: none
# a - b takes the number of a plain one only.
class Term:
    def __init__(self, amount, made_of=()):
        self.amount = amount
        self.grad = 0.0
        self.made_of = tuple(made_of)
        self.pass_on = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Term) else Term(other)
        out = Term(self.amount + other.amount, (self, other))

        def pass_on():
            self.grad += out.grad
            other.grad += out.grad

        out.pass_on = pass_on
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Term) else Term(other)
        out = Term(self.amount * other.amount, (self, other))

        def pass_on():
            self.grad += other.amount * out.grad
            other.grad += self.amount * out.grad

        out.pass_on = pass_on
        return out

    def __sub__(self, other):
        taken = other * -1 if isinstance(other, Term) else -other
        return self + taken

    def backward(self):
        order, seen = [], set()

        def visit(term):
            if id(term) not in seen:
                seen.add(id(term))
                for part in term.made_of:
                    visit(part)
                order.append(term)

        visit(self)
        self.grad = 1.0
        for term in reversed(order):
            term.pass_on()
