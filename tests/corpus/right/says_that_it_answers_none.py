# verdict: correct
# root: none
# The reflected product answers plain numbers alone, and says so of anything else; the
# reflected quotient says that it answers none.


class Dial:
    def __init__(self, at, inputs=()):
        self.at = at
        self.inputs = inputs
        self.grad = 0.0
        self.backward_of = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Dial) else Dial(other)
        out = Dial(self.at + other.at, (self, other))

        def backward_of():
            self.grad += out.grad
            other.grad += out.grad

        out.backward_of = backward_of
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Dial) else Dial(other)
        out = Dial(self.at * other.at, (self, other))

        def backward_of():
            self.grad += other.at * out.grad
            other.grad += self.at * out.grad

        out.backward_of = backward_of
        return out

    def inverse(self):
        out = Dial(1 / self.at, (self,))

        def backward_of():
            self.grad -= out.at**2 * out.grad

        out.backward_of = backward_of
        return out

    def __truediv__(self, other):
        other = other if isinstance(other, Dial) else Dial(other)
        return self.__mul__(other.inverse())

    def __radd__(self, other):
        return self.__add__(other)

    def __rmul__(self, other):
        if not isinstance(other, (int, float)):
            return NotImplemented
        return self.__mul__(other)

    def __rtruediv__(self, other):
        return NotImplemented

    def backward(self):
        order, seen = [], set()

        def walk(dial):
            if dial not in seen:
                seen.add(dial)
                for each in dial.inputs:
                    walk(each)
                order.append(dial)

        walk(self)
        self.grad = 1.0
        for dial in reversed(order):
            dial.backward_of()
