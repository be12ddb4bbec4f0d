# verdict: wrong
# The user of a value is marked as met in its place: a value between is listed again when all
# that it is made of was met before.


class Quantity:
    def __init__(self, amount):
        self.amount = amount
        self.grad = 0.0
        self.made_of = []
        self.pass_on = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Quantity) else Quantity(other)
        total = Quantity(self.amount + other.amount)
        total.made_of = [self, other]

        def pass_on():
            self.grad += total.grad
            other.grad += total.grad

        total.pass_on = pass_on
        return total

    def __mul__(self, other):
        other = other if isinstance(other, Quantity) else Quantity(other)
        total = Quantity(self.amount * other.amount)
        total.made_of = [self, other]

        def pass_on():
            self.grad += other.amount * total.grad
            other.grad += self.amount * total.grad

        total.pass_on = pass_on
        return total

    @staticmethod
    def listed(root):
        met, order = set(), []

        def look(q):
            for part in q.made_of:
                if part not in met:
                    met.add(q)  # <- double-visit
                    look(part)
            order.append(q)

        look(root)
        return order

    @staticmethod
    def back_prop(root):
        root.grad = 1.0
        for q in reversed(Quantity.listed(root)):
            q.pass_on()


a = Quantity(1.5)
b = Quantity(-0.5)
c = a * b
d = c * c
e = c + d * d
Quantity.back_prop(e)
print(a.grad, b.grad)
