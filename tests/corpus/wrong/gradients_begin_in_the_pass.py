# verdict: wrong
# root: none
# Only a leaf has a gradient from the beginning, a product not before backward() wipes it: what an
# operand calls its own is none of the product's. Each op goes on to both operands at once, with
# all that has arrived there by then.


class Term:
    def go_on(self):
        pass

    def backward(self):
        self.wipe()
        self.grad = 1
        self.go_on()

    def __add__(self, other):
        return Sum(self, other if isinstance(other, Term) else Number(other))

    def __mul__(self, other):
        return Product(self, other if isinstance(other, Term) else Number(other))


class Number(Term):
    def __init__(self, value):
        self.value = value
        self.grad = 0

    def go_on(self):
        return super().go_on()

    def wipe(self):
        self.grad = 0


class OfTwo(Term):
    def wipe(self):
        self.grad = 0
        self.left.wipe()
        self.right.wipe()


class Sum(OfTwo):
    def __init__(self, left, right):
        self.left = left
        self.right = right
        self.value = left.value + right.value

    def go_on(self):
        self.left.grad += self.grad
        self.right.grad += self.grad
        self.left.go_on()  # <- ~double-visit/wrong-order
        self.right.go_on()  # <- ~double-visit/wrong-order


class Product(OfTwo):
    def __init__(self, left, right):
        self.left = left
        self.right = right
        self.value = left.value * right.value

    def go_on(self):
        self.left.grad += self.right.value * self.grad
        self.left.go_on()  # <- ~double-visit/wrong-order
        self.right.grad += self.left.value * self.grad
        self.right.go_on()  # <- ~double-visit/wrong-order
