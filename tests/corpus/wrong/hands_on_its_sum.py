# verdict: wrong
# Each call adds what it is given and hands on the whole gradient so far.
from dataclasses import dataclass, field


@dataclass(eq=False)
class Term:
    number: float
    grad: float = 0.0
    kind: str = "leaf"
    parts: list = field(default_factory=list)

    def __add__(self, other):
        return Term(self.number + other.number, kind="sum", parts=[self, other])

    def __mul__(self, other):
        return Term(self.number * other.number, kind="product", parts=[self, other])

    def backward(self, share=1.0):
        self.grad += share
        whole = self.grad  # <- double-visit
        if self.kind == "sum":
            for part in self.parts:
                part.backward(whole)
        elif self.kind == "product":
            first, second = self.parts
            first.backward(whole * second.number)
            second.backward(whole * first.number)


a, b = Term(1.5), Term(-2.0)
c = a * b
d = c * c + c
d.backward()
print(a.grad, b.grad)
