# verdict: correct
# The rule is a plain function of the node it belongs to.
import math


def _nothing(node):
    pass


def _backprop_sum(node):
    for kid in node.kids:
        kid.grad = kid.grad + node.grad


def _backprop_product(node):
    first, second = node.kids
    first.grad = first.grad + second.data * node.grad
    second.grad = second.grad + first.data * node.grad


def _backprop_relu(node):
    if node.data > 0:
        node.kids[0].grad = node.kids[0].grad + node.grad


def _backprop_cos(node):
    x = node.kids[0]
    x.grad = x.grad - math.sin(x.data) * node.grad


class Cell:
    def __init__(self, data, kids=(), _backprop=_nothing, what=""):
        self.data, self.kids, self._backprop, self.what = data, kids, _backprop, what
        self.grad = 0.0

    def __add__(self, o):
        return Cell(self.data + o.data, (self, o), _backprop_sum, "sum")

    def __mul__(self, o):
        return Cell(self.data * o.data, (self, o), _backprop_product, "product")

    def relu(self):
        return Cell(max(0.0, self.data), (self,), _backprop_relu, "relu")

    def cos(self):
        return Cell(math.cos(self.data), (self,), _backprop_cos, "cos")

    def run_backpropagation(self):
        nodes = topological(self)
        self.grad = 1.0
        for n in nodes:
            n._backprop(n)


def topological(root):
    seen, out = {}, []

    def rec(n):
        if id(n) in seen:
            return
        seen[id(n)] = True
        for k in n.kids:
            rec(k)
        out.append(n)

    rec(root)
    return list(reversed(out))


if __name__ == "__main__":
    a, b = Cell(1.0), Cell(2.5)
    c = a + b
    y = (c * c + a.cos()).relu() * b + c
    y.run_backpropagation()
    print(a.grad, b.grad)
