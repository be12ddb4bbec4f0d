# verdict: correct
# root: none
# A `_grad` that nothing uses stands before the real one.


class Num:
    def __init__(self, data, parents=()):
        self.data = data
        self._grad = 0
        self._parents = set(parents)
        self.grad = 0
        self._back = lambda: None

    def __add__(self, o):
        out = Num(self.data + o.data, (self, o))

        def back():
            self.grad += out.grad
            o.grad += out.grad

        out._back = back
        return out

    def __mul__(self, o):
        out = Num(self.data * o.data, (self, o))

        def back():
            self.grad += o.data * out.grad
            o.grad += self.data * out.grad

        out._back = back
        return out

    def backprop(self):
        done, order = set(), []

        def visit(n):
            if n in done:
                return
            done.add(n)
            for p in n._parents:
                visit(p)
            order.append(n)

        visit(self)
        self.grad = 1
        for n in order[::-1]:
            n._back()
