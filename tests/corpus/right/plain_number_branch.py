# verdict: correct
# A plain number never becomes a Value: it stays inside the op, which has one operand then.
class Value:
    def __init__(self, data, children=None, op=""):
        self.data = data
        self.grad = 0
        self.children = children if children is not None else []
        self.op = op
        self._back = lambda: None

    def __add__(self, other):
        if isinstance(other, (int, float)):
            out = Value(self.data + other, [self], f"+{other}")

            def _back():
                self.grad += out.grad

        else:
            out = Value(self.data + other.data, [self, other], "+")

            def _back():
                self.grad += out.grad
                other.grad += out.grad

        out._back = _back
        return out

    def __mul__(self, other):
        if isinstance(other, (int, float)):
            out = Value(self.data * other, [self], f"*{other}")

            def _back():
                self.grad += other * out.grad

        else:
            out = Value(self.data * other.data, [self, other], "*")

            def _back():
                self.grad += other.data * out.grad
                other.grad += self.data * out.grad

        out._back = _back
        return out

    def __rsub__(self, other):
        out = Value(other - self.data, [self], f"{other}-")

        def _back():
            self.grad -= out.grad

        out._back = _back
        return out

    def __rpow__(self, base):
        import math

        out = Value(base**self.data, [self], f"{base}**")

        def _back():
            self.grad += math.log(base) * out.data * out.grad

        out._back = _back
        return out

    def __lt__(self, other):
        return self.data < (other.data if isinstance(other, Value) else other)

    def __gt__(self, other):
        return self.data > (other.data if isinstance(other, Value) else other)

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if id(v) in seen:
                return
            seen.add(id(v))
            for c in v.children:
                build(c)
            topo.insert(0, v)

        build(self)
        for v in topo:
            v.grad = 0
        self.grad = 1
        for v in topo:
            v._back()


a = Value(3)
b = Value(-2)
big = max(a * b, a + 1, b * 2 + 10)
y = (1 - a) * big + 2**b * 3
y.backward()
print(a.grad, b.grad)
