# verdict: wrong
# Uses are counted with repeats and counted down without.
class N:
    def __init__(self, data, parents=(), op=''):
        self.data = data
        self.parents = parents
        self.op = op
        self.grad = 0.0
        self._backward = lambda: None
    def __add__(self, o):
        out = N(self.data + o.data, (self, o), '+')
        def _backward():
            self.grad += out.grad
            o.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, o):
        out = N(self.data * o.data, (self, o), '*')
        def _backward():
            self.grad += o.data * out.grad
            o.grad += self.data * out.grad
        out._backward = _backward
        return out
    def backward(self):
        indeg = {}
        stack, seen = [self], {id(self)}
        while stack:
            n = stack.pop()
            for p in n.parents:
                indeg[id(p)] = indeg.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    stack.append(p)
        self.grad = 1.0
        ready = [self]
        while ready:
            n = ready.pop()
            n._backward()
            for p in set(n.parents):  # <- ~unvisited-node
                indeg[id(p)] -= 1
                if indeg[id(p)] == 0:
                    ready.append(p)  # <- ~unvisited-node
a = N(2.0); b = N(3.0)
c = a + b
d = c * c
e = d + a
e.backward()
print(a.grad, b.grad)
