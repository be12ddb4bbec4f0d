# verdict: unverified, error
# Gradients are asked for and never kept: each node asks its users, as they ask theirs.
class Var:
    def __init__(self, value):
        self.value = value
        self.users = []
        self.grad_value = None

    def grad(self):
        if self.grad_value is None:
            self.grad_value = sum(weight * user.grad() for weight, user in self.users)
        return self.grad_value

    def __add__(self, other):
        z = Var(self.value + other.value)
        self.users.append((1.0, z))
        other.users.append((1.0, z))
        return z

    def __mul__(self, other):
        z = Var(self.value * other.value)
        self.users.append((other.value, z))
        other.users.append((self.value, z))
        return z


x, y = Var(0.5), Var(4.2)
z = x * y + x
z.grad_value = 1.0
print(x.grad(), y.grad())
