# verdict: correct
# root: none
# notes: recursion-limit
# Each value keeps its gradients in a mapping, by the number of the result they are of.
class Amount:
    def __init__(self, x, shares=()):
        self.x = x
        self.shares = shares
        self.found = {}

    def __add__(self, other):
        return Amount(self.x + other.x, ((self, 1.0), (other, 1.0)))

    def __sub__(self, other):
        return Amount(self.x - other.x, ((self, 1.0), (other, -1.0)))

    def __mul__(self, other):
        return Amount(self.x * other.x, ((self, other.x), (other, self.x)))

    def backward(self, result=None, upstream=1.0):
        result = id(self) if result is None else result
        self.found[result] = self.found.get(result, 0.0) + upstream
        for part, slope in self.shares:
            part.backward(result, upstream * slope)
