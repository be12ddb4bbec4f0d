# verdict: wrong
# Every value alive is asked, through properties; a sum replaces.
import weakref

class Leafy:
    alive = []
    def __init__(self, data, _from=None):
        self._data = data
        self._g = 0.0
        Leafy.alive.append(weakref.ref(self))
        self._from = _from
    @property
    def data(self): return self._data
    @property
    def grad(self): return self._g
    @grad.setter
    def grad(self, g): self._g = g
    def __add__(self, o): return Leafy(self.data + o.data, ("+", self, o))
    def __mul__(self, o): return Leafy(self.data * o.data, ("*", self, o))
    def backward(self):
        self.grad = 1.0
        for ref in reversed(Leafy.alive):
            n = ref()
            if n is None or n._from is None:
                continue
            op, a, b = n._from
            if op == "+":
                a.grad = n.grad  # <- overwritten-gradient
                b.grad += n.grad
            else:
                a.grad += b.data * n.grad
                b.grad += a.data * n.grad

x, y = Leafy(2.0), Leafy(0.25)
z = x * y + x
t = z * z
t.backward()
print(x.grad, y.grad)
