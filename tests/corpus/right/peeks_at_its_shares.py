# verdict: correct
# The program runs the rules; a method that looks at one value's shares alone is no driver, and
# powers refuse what they say that they do.


class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.rule = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def rule():
            self.grad += out.grad
            other.grad += out.grad

        out.rule = rule
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def rule():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.rule = rule
        return out

    def __pow__(self, k):
        if not isinstance(k, int) or isinstance(k, bool):
            raise ValueError("the power must be an int, and a bool is none")
        out = Value(self.data**k, (self,))

        def rule():
            self.grad += k * self.data ** (k - 1) * out.grad

        out.rule = rule
        return out

    def peek(self):
        self.rule()
        for p in self.parents:
            print(p.grad)

    def in_order(self, been):
        if self not in been:
            for p in self.parents:
                p.in_order(been)
            been[self] = True
        return list(been)


a, b = Value(0.7), Value(-1.3)
c = a * b
d = c**2 + c * a
d.grad = 1.0
for v in reversed(d.in_order({})):
    v.rule()
