# verdict: correct
# No order is needed: backward follows every path down to the leaves, carrying its share.
import math


class Value:
    def __init__(self, data, prev=()):
        self.data = data
        self.prev = prev
        self.grad = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, [(1.0, self), (1.0, other)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(other.data, self), (self.data, other)])

    def sin(self):
        return Value(math.sin(self.data), [(math.cos(self.data), self)])

    def backward(self, share=1.0):
        self.grad += share
        for slope, operand in self.prev:
            operand.backward(share * slope)


x = Value(0.5)
y = Value(4.2)
z = x * y + x.sin()
z = z * z + z
z.backward()
print(x.grad, y.grad)
