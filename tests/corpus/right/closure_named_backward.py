# verdict: correct
# There is no driver: each result carries its own backward, and the program calls them
# itself, from the last result to the first.


class Number:
    def __init__(self, value, operands=()):
        self.value = value
        self.grad = 0.0
        self.operands = operands
        self.backward = lambda: None

    def __add__(self, other):
        result = Number(self.value + other.value, (self, other))

        def backward():
            self.grad += result.grad
            other.grad += result.grad

        result.backward = backward
        return result

    def __mul__(self, other):
        result = Number(self.value * other.value, (self, other))

        def backward():
            self.grad += other.value * result.grad
            other.grad += self.value * result.grad

        result.backward = backward
        return result


a = Number(-2.0)
b = Number(3.0)
d = a * b
e = a + b
f = d * e

f.grad = 1.0
f.backward()
e.backward()
d.backward()
print(a.grad, b.grad)
