# verdict: correct
# notes: stale-gradient
# The driver has a name that nobody gives one, its caller sets the gradient of the result, and
# what isn't meant to be done is refused on purpose.


class Quantity:
    def __init__(self, amount, _inputs=(), _made_by=None):
        self.amount = amount
        self.grad = 0.0
        self.inputs = _inputs
        self.made_by = _made_by
        self._hand_gradient_to_inputs = None

    def __add__(self, other):
        if not isinstance(other, Quantity):
            other = Quantity(other)
        result = Quantity(self.amount + other.amount, (self, other), "+")

        def hand():
            self.grad += result.grad
            other.grad += result.grad

        result._hand_gradient_to_inputs = hand
        return result

    def __mul__(self, other):
        if not isinstance(other, Quantity):
            other = Quantity(other)
        result = Quantity(self.amount * other.amount, (self, other), "*")

        def hand():
            self.grad += other.amount * result.grad
            other.grad += self.amount * result.grad

        result._hand_gradient_to_inputs = hand
        return result

    def __pow__(self, other):
        if not (isinstance(other, int) or isinstance(other, float)):
            raise Exception("expected an integer or a float as power")
        result = Quantity(self.amount**other, (self,), f"**{other}")

        def hand():
            self.grad += other * self.amount ** (other - 1) * result.grad

        result._hand_gradient_to_inputs = hand
        return result

    def __rtruediv__(self, other):
        raise ValueError("a number can't be divided by a quantity")

    def hand_gradients_to_everything_below(self):
        waiting, count = [self], {}
        for x in waiting:
            for below in x.inputs:
                count[below] = count.get(below, 0) + 1
                if count[below] == 1:
                    waiting.append(below)
        ready = [self]
        while ready:
            x = ready.pop()
            if x._hand_gradient_to_inputs is not None:
                x._hand_gradient_to_inputs()
            for below in x.inputs:
                count[below] -= 1
                if not count[below]:
                    ready.append(below)


a, b = Quantity(0.6), Quantity(-1.7)
c = a * b
d = c**2 + c * a
d.grad = 1.0
d.hand_gradients_to_everything_below()
