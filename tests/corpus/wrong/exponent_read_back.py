# verdict: wrong
# root: none
# notes: stale-gradient
"""The rules stand beside the class and read the exponent back from the op's name, as a whole
number: `a ** 0.5` is made without complaint and can't be differentiated."""

import math


def add_rule(out, left, right):
    left.grad += out.grad
    right.grad += out.grad


def mul_rule(out, left, right):
    left.grad += right.data * out.grad
    right.grad += left.data * out.grad


def pow_rule(out, base):
    power = int(out.op.removeprefix("^"))  # <- backward-error
    base.grad += power * base.data ** (power - 1) * out.grad


def log_rule(out, x):
    x.grad += out.grad / x.data


class Num:
    def __init__(self, data, inputs=(), op="", rule=None):
        self.data = data
        self.grad = 0.0
        self.inputs = inputs
        self.op = op
        self.rule = rule

    def __add__(self, other):
        other = as_num(other)
        return Num(self.data + other.data, (self, other), "+", add_rule)

    def __mul__(self, other):
        other = as_num(other)
        return Num(self.data * other.data, (self, other), "*", mul_rule)

    def __pow__(self, power):
        return Num(self.data**power, (self,), f"^{power}", pow_rule)

    def log(self):
        return Num(math.log(self.data), (self,), "log", log_rule)

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) in seen:
                return
            seen.add(id(node))
            for child in node.inputs:
                visit(child)
            order.append(node)

        visit(self)
        self.grad = 1.0
        while order:
            node = order.pop()
            if node.rule is not None:
                node.rule(node, *node.inputs)


def as_num(x):
    return x if isinstance(x, Num) else Num(x)
