# verdict: correct
# A file that ends with its own tests, and with unittest leaving by SystemExit.
import unittest


class Value:
    def __init__(self, data, prev=(), op=""):
        self.data = data
        self.grad = 0.0
        self.prev = prev
        self.op = op
        self.backward_step = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")

        def step():
            self.grad += out.grad
            other.grad += out.grad

        out.backward_step = step
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")

        def step():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.backward_step = step
        return out

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if v not in seen:
                seen.add(v)
                for p in v.prev:
                    visit(p)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.backward_step()


class Gradients(unittest.TestCase):
    def test_product(self):
        a, b = Value(2.0), Value(5.0)
        (a * b).backward()
        self.assertEqual((a.grad, b.grad), (5.0, 2.0))

    def test_reuse(self):
        a = Value(2.0)
        (a + a).backward()
        self.assertEqual(a.grad, 2.0)


if __name__ == "__main__":
    unittest.main()
