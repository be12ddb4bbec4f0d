# verdict: wrong
# A graph lists its values as they are made, and runs their rules in that order.
class Graph:
    def __init__(self):
        self.values = []

    def number(self, x):
        return Value(self, x)

    def backward(self, result):
        for v in self.values:
            v.grad = 0.0
        result.grad = 1.0
        for v in self.values:  # <- wrong-order
            v.pass_on()


class Value:
    def __init__(self, graph, x, wires=(), slopes=()):
        self.graph = graph
        self.x = x
        self.wires = wires
        self.slopes = slopes
        self.grad = 0.0
        graph.values.append(self)

    def pass_on(self):
        for wire, slope in zip(self.wires, self.slopes):
            wire.grad += slope * self.grad

    def __add__(self, other):
        return Value(self.graph, self.x + other.x, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.graph, self.x * other.x, (self, other), (other.x, self.x))


graph = Graph()
a, b = graph.number(2.0), graph.number(-1.5)
c = a * b
d = c * c + c
graph.backward(d)
print(a.grad)
