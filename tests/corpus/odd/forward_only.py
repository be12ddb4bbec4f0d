# verdict: unverified
# The class has no gradients yet, as a lecture begins: its graph is shown, nothing is claimed.


class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), "+")

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), "*")


a = Value(2.0)
b = Value(-3.0)
d = a * b + Value(10.0)
print(d.data)
