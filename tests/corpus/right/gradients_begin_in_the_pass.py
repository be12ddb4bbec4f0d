# verdict: correct
# Terms of a class each, none of which has a gradient until backward() has wiped all of them; the
# rule of each op first leaves a mark by what its base does.


class Term:
    def distribute(self):
        self.done = True

    def below(self):
        return ()

    def wipe(self):
        self.grad = 0.0
        self.done = False
        for term in self.below():
            term.wipe()

    def listed(self, order, known):
        if id(self) not in known:
            known.add(id(self))
            for term in self.below():
                term.listed(order, known)
            order.append(self)
        return order

    def backward(self):
        self.wipe()
        self.grad = 1.0
        for term in reversed(self.listed([], set())):
            term.distribute()

    def __add__(self, other):
        return Sum(self, other if isinstance(other, Term) else Constant(other))

    def __mul__(self, other):
        return Product(self, other if isinstance(other, Term) else Constant(other))


class Constant(Term):
    def __init__(self, value):
        self.value = value


class OfTwo(Term):
    def __init__(self, a, b):
        self.a = a
        self.b = b
        self.value = self.compute()

    def below(self):
        return (self.a, self.b)


class Sum(OfTwo):
    def compute(self):
        return self.a.value + self.b.value

    def distribute(self):
        super().distribute()
        self.a.grad += self.grad
        self.b.grad += self.grad


class Product(OfTwo):
    def compute(self):
        return self.a.value * self.b.value

    def distribute(self):
        super().distribute()
        self.a.grad += self.b.value * self.grad
        self.b.grad += self.a.value * self.grad


if __name__ == "__main__":
    x, y = Constant(1.5), Constant(-2.0)
    z = x * y + x
    w = z * z + z * 3
    w.backward()
    print(x.grad, y.grad)
