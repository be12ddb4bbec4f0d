# verdict: wrong
# root: none
# Operands are put on the result after it is made; a power forgets its exponent there.


class Term:
    def __init__(self, number):
        self.number = number
        self.grad = 0.0
        self.came_from = ()
        self.rule = lambda: None

    def __add__(self, other):
        out = Term(self.number + other.number)
        out.came_from = (self, other)

        def rule():
            self.grad += out.grad
            other.grad += out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        out = Term(self.number * other.number)
        out.came_from = (self, other)

        def rule():
            self.grad += other.number * out.grad
            other.grad += self.number * out.grad

        out.rule = rule
        return out

    def __pow__(self, other):
        other = other if isinstance(other, Term) else Term(other)
        out = Term(self.number**other.number)
        out.came_from = (self,)  # <- lost-edge

        def rule():
            self.grad += other.number * self.number ** (other.number - 1) * out.grad

        out.rule = rule
        return out

    def backward(self):
        order, seen = [], set()

        def visit(term):
            if id(term) not in seen:
                seen.add(id(term))
                for operand in term.came_from:
                    visit(operand)
                order.append(term)

        visit(self)
        self.grad = 1.0
        for term in reversed(order):
            term.rule()
