# verdict: wrong
# The driver has a name that nobody gives one and runs a value again for each way that leads to
# it; and 0.5 is refused as a power, though the message says it is expected.


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
        if not isinstance(other, int) or isinstance(other, float):  # <- operator-error
            raise Exception("expected an integer or a float as power")
        result = Quantity(self.amount**other, (self,), f"**{other}")

        def hand():
            self.grad += other * self.amount ** (other - 1) * result.grad

        result._hand_gradient_to_inputs = hand
        return result

    def __rtruediv__(self, other):
        raise ValueError("a number can't be divided by a quantity")

    def hand_gradients_to_everything_below(self):
        if self._hand_gradient_to_inputs is not None:
            self._hand_gradient_to_inputs()  # <- ~double-visit
            for below in self.inputs:  # <- ~double-visit
                below.hand_gradients_to_everything_below()  # <- ~double-visit


a, b = Quantity(0.6), Quantity(-1.7)
c = a * b
d = c**2 + c * a
d.grad = 1.0
d.hand_gradients_to_everything_below()
