# verdict: wrong
# A gate is run before the one that uses its wire.
import math


class Wire:
    def __init__(self, value, grad=0.0):
        self.value = value
        self.grad = grad


class AddGate:
    def forward(self, a, b):
        self.a, self.b = a, b
        self.top = Wire(a.value + b.value)
        return self.top

    def backward(self):
        self.a.grad += self.top.grad
        self.b.grad += self.top.grad


class MulGate:
    def forward(self, a, b):
        self.a, self.b = a, b
        self.top = Wire(a.value * b.value)
        return self.top

    def backward(self):
        self.a.grad += self.b.value * self.top.grad
        self.b.grad += self.a.value * self.top.grad


class TanhGate:
    def forward(self, a):
        self.a = a
        self.top = Wire(math.tanh(a.value))
        return self.top

    def backward(self):
        self.a.grad += (1 - self.top.value ** 2) * self.top.grad


x, w, b = Wire(1.5), Wire(-2.0), Wire(1.25)
mul, square, add, tanh = MulGate(), MulGate(), AddGate(), TanhGate()
for step in range(3):
    for wire in (x, w, b):
        wire.grad = 0.0
    y = tanh.forward(add.forward(mul.forward(x, w), square.forward(b, b)))
    y.grad = 1.0
    for gate in (tanh, square, add, mul):  # <- wrong-order
        gate.backward()
    for wire in (w, b):
        wire.value -= 0.01 * wire.grad
print(y.value, w.grad)
