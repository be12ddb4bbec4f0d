# verdict: correct
# The driver is a static method of another class; each value knows its local derivatives.
import math


class Value:
    def __init__(self, data, children=()):
        self.data, self.children, self.grad = data, children, 0.0
        self.local = lambda: ()

    def __add__(self, o):
        out = Value(self.data + o.data, (self, o))
        out.local = lambda: (1.0, 1.0)
        return out

    def __mul__(self, o):
        out = Value(self.data * o.data, (self, o))
        out.local = lambda: (o.data, self.data)
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,))
        out.local = lambda: (out.data,)
        return out


class Engine:
    @staticmethod
    def backward(loss):
        order, seen = [], set()

        def go(n):
            if n in seen:
                return
            seen.add(n)
            [go(c) for c in n.children]
            order.append(n)

        go(loss)
        loss.grad = 1.0
        for n in reversed(order):
            for c, l in zip(n.children, n.local()):
                c.grad += l * n.grad


a = Value(2.0)
b = Value(3.0)
L = a * b + a.exp()
Engine.backward(L)
print(a.grad, b.grad)
