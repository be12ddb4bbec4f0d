# verdict: wrong
# root: none
# The driver carries gradients on a stack and leaves a value alone once it has been there.


class Node:
    def __init__(self, value):
        self.value = value
        self.gradient = 0.0
        self.parents = []

    def __add__(self, other):
        out = Node(self.value + other.value)
        out.parents = [(self, 1.0), (other, 1.0)]
        return out

    def __mul__(self, other):
        out = Node(self.value * other.value)
        out.parents = [(self, other.value), (other, self.value)]
        return out

    def backward(self):
        stack, visited = [(self, 1.0)], set()
        while stack:
            node, grad = stack.pop()
            if node in visited:  # <- missing-contribution
                continue
            visited.add(node)
            node.gradient += grad
            for parent, slope in node.parents:
                stack.append((parent, grad * slope))
