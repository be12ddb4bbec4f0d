# verdict: correct
# No operators: plain functions make the nodes, and a plain function runs them backwards.
import math


class Node:
    def __init__(self, value, parents=(), rule=None):
        self.value = value
        self.parents = parents
        self.rule = rule
        self.adjoint = 0.0


def add(a, b):
    def rule(g):
        a.adjoint += g
        b.adjoint += g

    return Node(a.value + b.value, (a, b), rule)


def mul(a, b):
    def rule(g):
        a.adjoint += g * b.value
        b.adjoint += g * a.value

    return Node(a.value * b.value, (a, b), rule)


def tanh(a):
    t = math.tanh(a.value)

    def rule(g):
        a.adjoint += g * (1 - t * t)

    return Node(t, (a,), rule)


def backprop(root):
    order, seen = [], set()

    def visit(n):
        if id(n) not in seen:
            seen.add(id(n))
            for p in n.parents:
                visit(p)
            order.append(n)

    visit(root)
    root.adjoint = 1.0
    for n in reversed(order):
        if n.rule is not None:
            n.rule(n.adjoint)


w, x, b = Node(0.5), Node(2.0), Node(-0.3)
y = tanh(add(mul(w, x), b))
loss = mul(y, y)
backprop(loss)
print(w.adjoint, x.adjoint, b.adjoint)
