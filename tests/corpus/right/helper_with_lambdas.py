# verdict: correct
# Every operator is one call of a helper with three lambdas.
import math


class Scalar:
    requires_grad = True

    def __init__(self, value, name=""):
        self.value = value
        self.grad = 0.0
        self.name = name
        self.parents = ()
        self.grad_fn = None

    def item(self):
        return self.value

    def detach(self):
        return Scalar(self.value)

    def _binary(self, other, forward, by_self, by_other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        out = Scalar(forward(self.value, other.value))
        out.parents = (self, other)

        def grad_fn():
            self.grad += by_self(self.value, other.value) * out.grad
            other.grad += by_other(self.value, other.value) * out.grad

        out.grad_fn = grad_fn
        return out

    def _unary(self, forward, by_self):
        out = Scalar(forward(self.value))
        out.parents = (self,)

        def grad_fn():
            self.grad += by_self(self.value) * out.grad

        out.grad_fn = grad_fn
        return out

    def __add__(self, o):
        return self._binary(o, lambda x, y: x + y, lambda x, y: 1, lambda x, y: 1)

    def __sub__(self, o):
        return self._binary(o, lambda x, y: x - y, lambda x, y: 1, lambda x, y: -1)

    def __mul__(self, o):
        return self._binary(o, lambda x, y: x * y, lambda x, y: y, lambda x, y: x)

    def __truediv__(self, o):
        return self._binary(o, lambda x, y: x / y, lambda x, y: 1 / y, lambda x, y: -x / y / y)

    def __pow__(self, o):
        return self._binary(
            o,
            lambda x, y: x**y,
            lambda x, y: y * x ** (y - 1),
            lambda x, y: x**y * math.log(x) if x > 0 else 0.0,
        )

    def exp(self):
        return self._unary(math.exp, math.exp)

    def sqrt(self):
        return self._unary(math.sqrt, lambda x: 0.5 / math.sqrt(x))

    def backward(self):
        done, order = set(), []
        stack = [(self, iter(self.parents))]
        done.add(self)
        while stack:
            node, rest = stack[-1]
            for p in rest:
                if p not in done:
                    done.add(p)
                    stack.append((p, iter(p.parents)))
                    break
            else:
                order.append(node)
                stack.pop()
        self.grad = 1.0
        while order:
            node = order.pop()
            if node.grad_fn:
                node.grad_fn()


x = Scalar(1.3, "x")
y = Scalar(0.4, "y")
frozen = (x * y).detach()
z = (x**y / (x - y)).exp() + (x * x + y).sqrt() * frozen + x**2
z.backward()
print(x.grad, y.grad)
