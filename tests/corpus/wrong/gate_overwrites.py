# verdict: wrong
# A gate replaces what another gave the same wire.


class Unit:
    def __init__(self, value):
        self.value = value
        self.grad = 0.0


class AddGate:
    def __init__(self, u0, u1):
        self.u0 = u0
        self.u1 = u1
        self.utop = None

    def forward(self):
        self.utop = Unit(self.u0.value + self.u1.value)
        return self.utop

    def backward(self):
        self.u0.grad += self.utop.grad
        self.u1.grad += self.utop.grad


class MultiplyGate:
    def __init__(self, u0, u1):
        self.u0 = u0
        self.u1 = u1
        self.utop = None

    def forward(self):
        self.utop = Unit(self.u0.value * self.u1.value)
        return self.utop

    def backward(self):
        self.u0.grad = self.u1.value * self.utop.grad  # <- overwritten-gradient
        self.u1.grad += self.u0.value * self.utop.grad


a, b = Unit(2.0), Unit(-3.0)
g1 = MultiplyGate(a, b)
g2 = AddGate(g1.forward(), a)
e = g2.forward()
e.grad = 1.0
g2.backward()
g1.backward()
print(a.grad, b.grad)
