# verdict: wrong
# A graph makes the nodes and runs all of them; a sum replaces.
class GraphNode:
    def __init__(self, kind, srcs, value=None):
        self.kind = kind
        self.srcs = srcs
        self.value = value
        self.grad = 0.0

class Graph:
    def __init__(self):
        self.nodes = []
    def add_node(self, kind, *srcs, value=None):
        node = GraphNode(kind, srcs, value)
        self.nodes.append(node)
        return node
    def constant(self, x):
        return self.add_node("const", value=x)
    def add(self, a, b):
        return self.add_node("add", a, b)
    def mul(self, a, b):
        return self.add_node("mul", a, b)
    def forward(self):
        for n in self.nodes:
            if n.kind == "add":
                n.value = n.srcs[0].value + n.srcs[1].value
            elif n.kind == "mul":
                n.value = n.srcs[0].value * n.srcs[1].value
        return self.nodes[-1].value
    def backward(self):
        for n in self.nodes:
            n.grad = 0.0
        self.nodes[-1].grad = 1.0
        for n in reversed(self.nodes):
            if n.kind == "add":
                for s in n.srcs:
                    s.grad = n.grad  # <- overwritten-gradient
            elif n.kind == "mul":
                a, b = n.srcs
                a.grad += n.grad * b.value
                b.grad += n.grad * a.value

g = Graph()
x = g.constant(3.0)
y = g.constant(-4.0)
p = g.mul(x, y)
q = g.add(p, x)
r = g.mul(q, p)
print(g.forward())
g.backward()
print(x.grad, y.grad)
