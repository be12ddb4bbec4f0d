# verdict: wrong
# root: none
# float.__add__ doesn't know a Node: it answers NotImplemented, and that is kept as the number.
from dataclasses import dataclass, field


@dataclass
class Node:
    val: float = 0.0
    edges: list = field(default_factory=list)
    grad: float = None

    def __add__(self, other):
        result = self.val.__add__(other)  # <- wrong-forward
        out = Node(result)
        out.edges.append((self, 1.0))
        if isinstance(other, Node):
            out.edges.append((other, 1.0))
        return out

    def __mul__(self, other):
        result = self.val.__mul__(other)  # <- wrong-forward
        out = Node(result)
        factor = other.val if isinstance(other, Node) else other
        out.edges.append((self, factor))
        if isinstance(other, Node):
            out.edges.append((other, self.val))
        return out

    def backward(self, upstream=1.0):
        self.grad = (self.grad or 0.0) + upstream
        for node, slope in self.edges:
            node.backward(upstream * slope)
