# verdict: correct
# The driver is a class method, and is given the root by its name.


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
            met.add(q)
            for part in q.made_of:
                if part not in met:
                    look(part)
            order.append(q)

        look(root)
        return order

    @classmethod
    def backward(cls, root):
        root.grad = 1.0
        for q in reversed(cls.listed(root)):
            q.pass_on()


a = Quantity(1.5)
b = Quantity(-0.5)
c = a * b
d = c * c + c * a
Quantity.backward(root=d)
print(a.grad, b.grad)
