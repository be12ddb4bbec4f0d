# verdict: wrong
# Results alone carry a function, no value knows its operands, and nothing drives: of one op at a
# time the numbers are right, since none asks what the gradient of its result is.


class Quantity:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def __add__(self, other):
        total = Quantity(self.data + other.data)

        def backward():
            self.grad += 1.0  # <- missing-adjoint
            other.grad += 1.0  # <- missing-adjoint

        total.backward = backward
        return total

    def __mul__(self, other):
        product = Quantity(self.data * other.data)

        def backward():
            self.grad += other.data  # <- missing-adjoint
            other.grad += self.data  # <- missing-adjoint

        product.backward = backward
        return product


width = Quantity(4.0)
height = Quantity(2.5)
edge = width + height
edge.backward()
print(width.grad, height.grad)
width.grad = 0.0
height.grad = 0.0
area = width * height
area.backward()
print(width.grad, height.grad)
