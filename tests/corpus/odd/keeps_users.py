# verdict: unverified
# Each value keeps what was made from it, and pulls its gradient from there.
class Quantity:
    def __init__(self, value):
        self.value = value
        self.children = []
        self.grad_value = None

    def __add__(self, other):
        out = Quantity(self.value + other.value)
        self.children.append((1.0, out))
        other.children.append((1.0, out))
        return out

    def __mul__(self, other):
        out = Quantity(self.value * other.value)
        self.children.append((other.value, out))
        other.children.append((self.value, out))
        return out

    def grad(self):
        if self.grad_value is None:
            self.grad_value = sum(weight * user.grad() for weight, user in self.children)
        return self.grad_value


x, y = Quantity(2.0), Quantity(-3.0)
z = x * y + x
z.grad_value = 1.0
print(x.grad(), y.grad())
