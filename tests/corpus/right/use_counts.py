# verdict: correct, unverified
# Uses are counted as values are made and counted down by backward.
class N:
    def __init__(self, v, ins=()):
        self.v, self.ins, self.uses, self.grad, self.back = v, ins, 0, 0.0, None
        for i in ins: i.uses += 1
    def __add__(self, o):
        r = N(self.v + o.v, (self, o))
        r.back = lambda g: (self.receive(g), o.receive(g))
        return r
    def __mul__(self, o):
        r = N(self.v * o.v, (self, o))
        r.back = lambda g: (self.receive(g * o.v), o.receive(g * self.v))
        return r
    def receive(self, g):
        self.grad += g
        self.uses -= 1
        if self.uses <= 0 and self.back: self.back(self.grad)
    def backward(self): self.receive(1.0)
a, b = N(2.0), N(-0.5)
c = a * b + a
d = c * c + c
d.backward()
print(a.grad, b.grad)
