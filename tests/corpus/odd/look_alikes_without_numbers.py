# verdict: unverified
# A class for each op, without a common base, which keeps its operands' numbers and not its own:
# right, but nothing says what a value's number is.


class Given:
    def __init__(self, number):
        self.x = number
        self.grad = 0

    def forward(self):
        return self.x

    def backward(self):
        pass


class Plus:
    def __init__(self, a, b):
        self.a, self.b = a, b
        self.grad = 0

    def forward(self):
        self.x, self.y = self.a.forward(), self.b.forward()
        return self.x + self.y

    def backward(self):
        self.a.grad += self.grad
        self.b.grad += self.grad


class Times:
    def __init__(self, a, b):
        self.a, self.b = a, b
        self.grad = 0

    def forward(self):
        self.x, self.y = self.a.forward(), self.b.forward()
        return self.x * self.y

    def backward(self):
        self.a.grad += self.y * self.grad
        self.b.grad += self.x * self.grad
