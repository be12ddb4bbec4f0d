# verdict: unverified
# At 1 every power is 1, the pairs keep no exponent, and none is written: it could be any.
class Val:
    def __init__(self, val, parents=None):
        self.value = val
        self.parents = parents or []
        self.grad = 0.0
    def __add__(self, other):
        return Val(self.value + other.value, parents=[(self, 1.0), (other, 1.0)])
    def __mul__(self, other):
        return Val(self.value * other.value, parents=[(self, other.value), (other, self.value)])
    def __pow__(self, power):
        return Val(self.value**power, parents=[(self, power * self.value**(power-1))])
    def backward(self):
        self.backprop(1.0)
    def backprop(self, gradient):
        self.grad += gradient
        for parent, grad in self.parents:
            parent.backprop(grad * gradient)
a = Val(3.0)
x = Val(1.0)
n = 2
y = a * x ** n + x
y.backward()
