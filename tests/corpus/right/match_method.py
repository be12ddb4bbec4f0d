# verdict: correct
from __future__ import annotations

import math
from enum import Enum, auto


class Kind(Enum):
    LEAF = auto()
    SUM = auto()
    DIFFERENCE = auto()
    PRODUCT = auto()
    RATIO = auto()
    EXP = auto()
    TANH = auto()


class Node:
    def __init__(self, data: float, prev: tuple[Node, ...] = (), kind: Kind = Kind.LEAF) -> None:
        self.data = data
        self.prev = prev
        self.kind = kind
        self.grad = 0.0

    def __add__(self, other: Node) -> Node:
        return Node(self.data + other.data, (self, other), Kind.SUM)

    def __sub__(self, other: Node) -> Node:
        return Node(self.data - other.data, (self, other), Kind.DIFFERENCE)

    def __mul__(self, other: Node) -> Node:
        return Node(self.data * other.data, (self, other), Kind.PRODUCT)

    def __truediv__(self, other: Node) -> Node:
        return Node(self.data / other.data, (self, other), Kind.RATIO)

    def exp(self) -> Node:
        return Node(math.exp(self.data), (self,), Kind.EXP)

    def tanh(self) -> Node:
        return Node(math.tanh(self.data), (self,), Kind.TANH)

    def _step(self) -> None:
        match self.kind, self.prev:
            case Kind.SUM, (a, b):
                a.grad += self.grad
                b.grad += self.grad
            case Kind.DIFFERENCE, (a, b):
                a.grad += self.grad
                b.grad -= self.grad
            case Kind.PRODUCT, (a, b):
                a.grad += self.grad * b.data
                b.grad += self.grad * a.data
            case Kind.RATIO, (a, b):
                a.grad += self.grad / b.data
                b.grad += -self.grad * a.data / (b.data * b.data)
            case Kind.EXP, (a,):
                a.grad += self.grad * self.data
            case Kind.TANH, (a,):
                a.grad += self.grad * (1.0 - self.data**2)

    def backward(self) -> None:
        order: list[Node] = []
        seen: set[Node] = set()

        def visit(node: Node) -> None:
            if node in seen:
                return
            seen.add(node)
            for operand in node.prev:
                visit(operand)
            order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._step()


a = Node(0.4)
b = Node(-0.9)
c = (a * b - a / b).tanh() + (a + b).exp()
(c * c).backward()
print(a.grad, b.grad)
