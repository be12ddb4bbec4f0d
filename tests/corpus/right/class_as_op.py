# verdict: correct
# The op is a class, never made into an object.
class Sum:
    sign = "+"

    def pass_down(out):
        for a in out._previous_nodes:
            a.gradient += out.gradient


class Product:
    sign = "*"

    def pass_down(out):
        a, b = out._previous_nodes
        a.gradient += b.value * out.gradient
        b.gradient += a.value * out.gradient


class Square:
    sign = "²"

    def pass_down(out):
        (a,) = out._previous_nodes
        a.gradient += 2 * a.value * out.gradient


class GraphNode:
    def __init__(self, value, _previous_nodes=(), _oper=None):
        self.value = value
        self.gradient = 0
        self._previous_nodes = _previous_nodes
        self._oper = _oper

    def __add__(self, other):
        return GraphNode(self.value + other.value, (self, other), Sum)

    def __mul__(self, other):
        return GraphNode(self.value * other.value, (self, other), Product)

    def square(self):
        return GraphNode(self.value**2, (self,), Square)

    def backpropagation(self):
        order = []

        def visit(n):
            if n not in order:
                for p in n._previous_nodes:
                    visit(p)
                order.append(n)

        visit(self)
        self.gradient = 1
        for n in reversed(order):
            if n._oper is not None:
                n._oper.pass_down(n)


u = GraphNode(3)
v = GraphNode(-2)
w = (u * v + u).square() + u * u
w.backpropagation()
print(u.gradient, v.gradient)
