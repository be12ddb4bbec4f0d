# verdict: correct
# A node hands its gradient on once it has heard from all its users; a function beside the class runs it.
class Node:
    num_node = 0
    def __init__(self, val, p=(), partials=()):
        self.id = Node.num_node
        Node.num_node += 1
        self.val = val
        self.parent = p
        self.partial_val = partials
        self.child = []
        self.received = 0
        self.adjoint = None
        for q in p:
            q.child.append(self.id)
    def __add__(self, other):
        return Node(self.val + other.val, [self, other], [1.0, 1.0])
    def __sub__(self, other):
        return Node(self.val - other.val, [self, other], [1.0, -1.0])
    def __mul__(self, other):
        return Node(self.val * other.val, [self, other], [other.val, self.val])
    def notify(self, id, val):
        assert id in self.child, 'Informed by unknown child'
        if self.adjoint is None:
            self.adjoint = val
        else:
            self.adjoint += val
        self.received += 1
    def compute(self):
        if self.received == len(self.child):
            if self.adjoint is None:
                self.adjoint = 1.0
            for p, dp in zip(self.parent, self.partial_val):
                p.notify(self.id, dp * self.adjoint)
            for p in self.parent:
                if p.received == len(p.child):
                    p.received += 1
                    p.received -= 1
            return True
        return False
def backward(out):
    ready = [out]
    done = set()
    while ready:
        n = ready.pop()
        if n.id in done: continue
        if n.compute():
            done.add(n.id)
            for p in n.parent:
                if p.received == len(p.child): ready.append(p)
x = Node(2.0); y = Node(5.0)
z = x * y
f = z * z + z - x
backward(f)
print(x.adjoint, y.adjoint)
