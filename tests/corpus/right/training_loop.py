# verdict: correct
# A loop with modules. After the last backward() the parameters move once more, so the
# leaves no longer hold the numbers the gradients were computed from.
import random


class Value:
    def __init__(self, data, _prev=(), _op=""):
        self.data = data
        self.grad = 0.0
        self._prev = set(_prev)
        self._op = _op
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def relu(self):
        out = Value(max(0.0, self.data), (self,), "ReLU")

        def _backward():
            self.grad += out.grad if out.data > 0 else 0.0

        out._backward = _backward
        return out

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        topo, seen = [], set()

        def build(v):
            if v not in seen:
                seen.add(v)
                for c in v._prev:
                    build(c)
                topo.append(v)

        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()


class Module:
    def parameters(self):
        return []

    def zero_grad(self):
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):
    def __init__(self, width, active=True):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(width)]
        self.b = Value(0.1)
        self.active = active

    def __call__(self, x):
        out = sum((w * xi for w, xi in zip(self.w, x)), self.b)
        return out.relu() if self.active else out

    def parameters(self):
        return [*self.w, self.b]


class Net(Module):
    def __init__(self):
        self.hidden = [Neuron(2) for _ in range(3)]
        self.out = Neuron(3, active=False)

    def __call__(self, x):
        return self.out([h(x) for h in self.hidden])

    def parameters(self):
        return [p for n in [*self.hidden, self.out] for p in n.parameters()]


def main():
    random.seed(2)
    net = Net()
    data = [((0.0, 1.0), 1.0), ((1.0, 0.0), -1.0), ((1.0, 1.0), 0.5)]
    for step in range(5):
        errors = [net(x) + -1 * y for x, y in data]
        loss = sum(e * e for e in errors)
        net.zero_grad()
        loss.backward()
        for p in net.parameters():
            p.data -= 0.05 * p.grad
        print(f"step {step}: loss {loss.data:.4f}")


if __name__ == "__main__":
    main()
