# verdict: wrong
# One walk serves the picture and the pass, and lists a value before what it is made from.


class Node:
    def __init__(self, val, children=()):
        self.val = val
        self.children = children
        self.grad = 0
        self.backward_prop = lambda: None

    def __add__(self, other):
        out = Node(self.val + other.val, [self, other])

        def backward_prop():
            self.grad += out.grad
            other.grad += out.grad

        out.backward_prop = backward_prop
        return out

    def __mul__(self, other):
        out = Node(self.val * other.val, [self, other])

        def backward_prop():
            self.grad += out.grad * other.val
            other.grad += out.grad * self.val

        out.backward_prop = backward_prop
        return out

    def walk(self, with_edges=False):
        found, edges, been = [], [], set()

        def visit(node):
            if node not in been:
                been.add(node)
                for child in node.children:
                    if with_edges:
                        edges.append((child, node))
                names.append(node.val)
                found.append(node)  # <- wrong-order
                for child in node.children:
                    visit(child)

        names = []
        visit(self)
        return (found, edges) if with_edges else found

    def backward(self):
        self.grad = 1
        for node in self.walk():
            node.backward_prop()


a, b = Node(0.7), Node(-1.2)
s = a * b
loss = s + (s * a) * b
loss.backward()
