# verdict: correct
# root: none
# The gradient is a sum of the shares that came.
class V:
    def __init__(self, data, kids=()):
        self.data = data
        self.kids = kids
        self.contribs = []

    @property
    def grad(self):
        return sum(self.contribs)

    def __add__(self, o):
        return V(self.data + o.data, ((self, 1.0), (o, 1.0)))

    def __mul__(self, o):
        return V(self.data * o.data, ((self, o.data), (o, self.data)))

    def backward(self):
        order, seen = [], set()

        def go(n):
            if id(n) in seen:
                return
            seen.add(id(n))
            for k, _ in n.kids:
                go(k)
            order.append(n)

        go(self)
        for n in order:
            n.contribs.clear()
        self.contribs.append(1.0)
        for n in reversed(order):
            for k, d in n.kids:
                k.contribs.append(d * n.grad)
