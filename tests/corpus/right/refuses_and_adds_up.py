# verdict: correct
# Gradients add up over passes, the result's too; asked for too little, backward() refuses.
class Term:
    def __init__(self, data, ch=(), shares=None):
        self.data = data
        self.ch = ch
        self.shares = shares
        self.grad = 0.0

    def __add__(self, other):
        return Term(self.data + other.data, (self, other), lambda g: (g, g))

    def __mul__(self, other):
        return Term(self.data * other.data, (self, other), lambda g: (g * other.data, g * self.data))

    def nodes(self):
        found, waiting = {}, [self]
        while waiting:
            node = waiting.pop()
            found[id(node)] = node
            waiting += node.ch
        return list(found.values())

    def depth(self):
        return 1 + max((c.depth() for c in self.ch), default=0)

    def backward(self, most=None):
        nodes = sorted(self.nodes(), key=Term.depth, reverse=True)
        owed = {id(node): 0.0 for node in nodes}
        owed[id(self)] = 1.0
        for count, node in enumerate(nodes):
            if count == most: raise OverflowError("more values than allowed")
            node.grad += owed[id(node)]
            if node.shares:
                for c, share in zip(node.ch, node.shares(owed[id(node)])):
                    owed[id(c)] += share


a, b = Term(2.0), Term(3.0)
c = a * b + a
c.backward()
c.backward()
print(a.grad)
try:
    (c * c).backward(most=2)
except OverflowError as error:
    print("refused:", error)
