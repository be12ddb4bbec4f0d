# verdict: unverified, error, wrong
# As pull_based, with a wrong product; whether it can be judged or not, it isn't "correct".
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
        self.users.append((self.value, z))  # <- ~wrong-local-derivative/wrong-operand
        other.users.append((other.value, z))  # <- ~wrong-local-derivative/wrong-operand
        return z


x, y = Var(0.5), Var(4.2)
z = x * y + x
z.grad_value = 1.0
print(x.grad(), y.grad())
