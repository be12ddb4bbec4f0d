# verdict: wrong
# Operations of classes of their own, without a base; the stack runs each once for every use.
class Plus:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def result(self):
        out = Num(self.x.value + self.y.value)
        out.made_by, out.inputs = self, [self.x, self.y]
        return out

    def backward(self, upstream):
        self.x.grad += upstream
        self.y.grad += upstream


class Times:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def result(self):
        out = Num(self.x.value * self.y.value)
        out.made_by, out.inputs = self, [self.x, self.y]
        return out

    def backward(self, upstream):
        self.x.grad += self.y.value * upstream
        self.y.grad += self.x.value * upstream


class Num:
    def __init__(self, value):
        self.value = value
        self.grad = 0.0
        self.made_by = None
        self.inputs = []

    def __add__(self, other):
        return Plus(self, other).result()

    def __mul__(self, other):
        return Times(self, other).result()


def backpropagate(result):
    result.grad = 1.0
    waiting = [result]
    while waiting:  # <- ~double-visit/wrong-order
        num = waiting.pop()  # <- ~double-visit/wrong-order
        if num.made_by is not None:
            num.made_by.backward(num.grad)  # <- ~double-visit/wrong-order
            waiting.extend(num.inputs)  # <- ~double-visit/wrong-order


p, q = Num(1.5), Num(-2.0)
r = p * q
backpropagate(r)
print(p.grad, q.grad)
