# verdict: correct
# The gradient lives in another object, the one that also holds the backward rule.
class Backward:
    def __init__(self, *inputs):
        self.g = 0.0
        self.inputs = inputs

    def run(self):
        pass


class AddBackward(Backward):
    def run(self):
        for i in self.inputs:
            i.backward_fn.g += self.g


class MulBackward(Backward):
    def run(self):
        a, b = self.inputs
        a.backward_fn.g += b.data * self.g
        b.backward_fn.g += a.data * self.g


class Scalar:
    def __init__(self, data, backward_fn=None):
        self.data = data
        self.backward_fn = backward_fn or Backward()

    @property
    def grad(self):
        return self.backward_fn.g

    def __add__(self, other):
        return Scalar(self.data + other.data, AddBackward(self, other))

    def __mul__(self, other):
        return Scalar(self.data * other.data, MulBackward(self, other))

    def backward(self):
        order = []

        def visit(s):
            if s not in order:
                for i in s.backward_fn.inputs:
                    visit(i)
                order.append(s)

        visit(self)
        self.backward_fn.g = 1.0
        for s in reversed(order):
            s.backward_fn.run()


a = Scalar(3.0)
b = a + a
c = b * a
c.backward()
print(a.grad)
