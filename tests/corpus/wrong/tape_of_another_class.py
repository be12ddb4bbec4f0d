# verdict: wrong
# The tape runs the steps, one of which gives the first operand both shares.
class Tape:
    current = None
    def __init__(self): self.ops = []
    def __enter__(self):
        Tape.current = self
        return self
    def __exit__(self, *a): Tape.current = None
    def gradient(self, y):
        y.grad = 1.0
        for op in reversed(self.ops): op()
class Var:
    def __init__(self, v, inputs=()):
        self.v = v
        self.inputs = inputs
        self.grad = 0.0
    def __add__(self, o):
        z = Var(self.v + o.v, (self, o))
        def op():
            self.grad += z.grad
            self.grad += z.grad  # <- wrong-operand
        if Tape.current: Tape.current.ops.append(op)
        return z
    def __mul__(self, o):
        z = Var(self.v * o.v, (self, o))
        def op():
            self.grad += z.grad * o.v
            o.grad += z.grad * self.v
        if Tape.current: Tape.current.ops.append(op)
        return z
with Tape() as t:
    a = Var(2.0); b = Var(3.0)
    c = a * b + b
    t.gradient(c)
print(a.grad, b.grad)
