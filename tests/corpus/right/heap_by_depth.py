# verdict: correct
# A function of a name of its own takes values from a heap, the deepest first.
import heapq

class Q:
    def __init__(self, x, srcs=(), depth=0):
        self.x, self.srcs, self.depth = x, srcs, depth
        self.adj = 0.0
    def __add__(self, o):
        return Q(self.x + o.x, [(self, 1.0), (o, 1.0)], 1 + max(self.depth, o.depth))
    def __mul__(self, o):
        return Q(self.x * o.x, [(self, o.x), (o, self.x)], 1 + max(self.depth, o.depth))
    def __neg__(self):
        return Q(-self.x, [(self, -1.0)], 1 + self.depth)

def sweep(q):
    q.adj = 1.0
    heap, queued = [(-q.depth, id(q), q)], {id(q)}
    while heap:
        _, _, n = heapq.heappop(heap)
        for s, w in n.srcs:
            s.adj += w * n.adj
            if id(s) not in queued:
                queued.add(id(s))
                heapq.heappush(heap, (-s.depth, id(s), s))

a, b = Q(1.5), Q(-2.0)
c = a * b + -a
d = c * b
sweep(d)
print(a.adj, b.adj)
