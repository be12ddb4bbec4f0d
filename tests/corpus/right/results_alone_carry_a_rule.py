# verdict: correct
# Results alone carry a function, no value knows its operands, and nothing drives: the program
# seeds its result and calls the functions itself, the last first.


class Quantity:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def __add__(self, other):
        total = Quantity(self.data + other.data)

        def backward():
            self.grad += total.grad
            other.grad += total.grad

        total.backward = backward
        return total

    def __mul__(self, other):
        product = Quantity(self.data * other.data)

        def backward():
            self.grad += other.data * product.grad
            other.grad += self.data * product.grad

        product.backward = backward
        return product


width = Quantity(4.0)
height = Quantity(2.5)
area = width * height
edge = width + height
both = area * edge
both.grad = 1.0
both.backward()
edge.backward()
area.backward()
print(width.grad, height.grad)
