# verdict: correct
# root: none
# The operands are put on a result after it is made, and nothing drives backward.


class Quantity:
    def __init__(self, amount):
        self.amount = amount
        self.grad = 0.0
        self.made_of = ()
        self.backward = lambda: None

    def __add__(self, other):
        total = Quantity(self.amount + other.amount)
        total.made_of = (self, other)

        def pass_on():
            self.grad += total.grad
            other.grad += total.grad

        total.backward = pass_on
        return total

    def __mul__(self, other):
        product = Quantity(self.amount * other.amount)
        product.made_of = (self, other)

        def pass_on():
            self.grad += other.amount * product.grad
            other.grad += self.amount * product.grad

        product.backward = pass_on
        return product
