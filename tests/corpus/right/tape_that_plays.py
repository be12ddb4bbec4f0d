# verdict: correct
# The tape of the moment is noted on, and played from outside of the values.
class Tape:
    def __init__(self):
        self.entries = []
    def __enter__(self):
        global CURRENT
        self.outer, CURRENT = CURRENT, self
        return self
    def __exit__(self, *error):
        global CURRENT
        CURRENT = self.outer
    def play(self, result):
        result.grad = 1.0
        for entry in reversed(self.entries):
            entry()

CURRENT = Tape()

class Val:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0
    def __add__(self, other):
        res = Val(self.data + other.data)
        def go():
            self.grad += res.grad
            other.grad += res.grad
        CURRENT.entries.append(go)
        return res
    def __mul__(self, other):
        res = Val(self.data * other.data)
        def go():
            self.grad += other.data * res.grad
            other.grad += self.data * res.grad
        CURRENT.entries.append(go)
        return res

a, b = Val(2.0), Val(3.0)
with Tape() as tape:
    c = a * b + a
    d = c * c
tape.play(d)
print(a.grad, b.grad)
