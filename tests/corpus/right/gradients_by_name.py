# verdict: correct
# Gradients are known by the names of the values.
class Symbol:
    def __init__(self, name, value, deps=()):
        self.name = name
        self.value = value
        self.deps = deps

    def __add__(self, other):
        return Symbol(f"({self.name}+{other.name})", self.value + other.value,
                      [(self, 1.0), (other, 1.0)])

    def __sub__(self, other):
        return Symbol(f"({self.name}-{other.name})", self.value - other.value,
                      [(self, 1.0), (other, -1.0)])

    def __mul__(self, other):
        return Symbol(f"({self.name}*{other.name})", self.value * other.value,
                      [(self, other.value), (other, self.value)])

def get_gradients(root):
    grads = {}
    def spread(node, amount):
        grads[node.name] = grads.get(node.name, 0.0) + amount
        for dep, local in node.deps:
            spread(dep, amount * local)
    spread(root, 1.0)
    return grads

x = Symbol("x", 3.0)
y = Symbol("y", -2.0)
z = x * y - x
w = z * z + y
grads = get_gradients(w)
print(grads["x"], grads["y"])
