# verdict: correct
# The driver takes the youngest first; neither name is usual.
class Node:
    count = 0
    def __init__(self, v=0.0, inputs=()):
        self.v = v
        self.inputs = inputs
        self.d = 0.0
        Node.count += 1
        self.nid = Node.count
    def __add__(self, o): return Plus(self, o)
    def __mul__(self, o): return Times(self, o)
    def __neg__(self): return Minus(self)
    def derive(self): pass
    def solve(self):
        todo = {self.nid: self}
        self.d = 1.0
        while todo:
            n = todo.pop(max(todo))
            n.derive()
            for i in n.inputs: todo[i.nid] = i
class Plus(Node):
    def __init__(self, a, b): super().__init__(a.v + b.v, (a, b))
    def derive(self):
        for i in self.inputs: i.d += self.d
class Times(Node):
    def __init__(self, a, b): super().__init__(a.v * b.v, (a, b))
    def derive(self):
        a, b = self.inputs
        a.d += b.v * self.d
        b.d += a.v * self.d
class Minus(Node):
    def __init__(self, a): super().__init__(-a.v, (a,))
    def derive(self): self.inputs[0].d -= self.d
a, b = Node(2.0), Node(3.0)
c = a * b
d = -(c * c) + c
d.solve()
print(a.d, b.d)
