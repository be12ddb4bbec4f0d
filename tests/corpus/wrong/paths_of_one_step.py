# verdict: wrong
# Every path is followed, and each step forgets the way to it.
class Term:
    def __init__(self, value, slopes=()):
        self.value = value
        self.slopes = slopes

    def __add__(self, other):
        slopes = ((self, 1.0), (other, 1.0))
        return Term(self.value + other.value, slopes)

    def __sub__(self, other):
        slopes = ((self, 1.0), (other, -1.0))
        return Term(self.value - other.value, slopes)

    def __mul__(self, other):
        slopes = ((self, other.value), (other, self.value))
        return Term(self.value * other.value, slopes)


def get_gradients(result):
    gradients = {}

    def go_on(term, path):
        for x, slope in term.slopes:
            gradients.setdefault(x, 0.0)
            gradients[x] += path * slope
            go_on(x, slope)  # <- missing-adjoint

    go_on(result, 1.0)
    return gradients


a, b = Term(2.0), Term(-3.0)
c = a * b - a
d = (c + b) * c
gradients = get_gradients(d)
print(gradients[a], gradients[b])
