# verdict: wrong
# The tape is played in the order it was recorded.
TAPE = []


class T:
    def __init__(self, val):
        self.val = val
        self.grad = 0.0

    def __add__(self, other):
        out = T(self.val + other.val)

        def back():
            self.grad += out.grad
            other.grad += out.grad

        TAPE.append(back)
        return out

    def __mul__(self, other):
        out = T(self.val * other.val)

        def back():
            self.grad += other.val * out.grad
            other.grad += self.val * out.grad

        TAPE.append(back)
        return out

    def backward(self):  # <- ~wrong-order
        self.grad = 1.0
        for back in TAPE:  # <- ~wrong-order
            back()  # <- ~wrong-order
        TAPE.clear()


a, b = T(0.5), T(-1.5)
c = a * b
d = (c + a) * c
d.backward()
print(a.grad, b.grad)
