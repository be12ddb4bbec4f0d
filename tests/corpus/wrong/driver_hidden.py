# verdict: wrong
# The constructor gives every number a `backward` of its own, in whose shade the method stands.


class Number:
    def __init__(self, value, sources=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.backward = lambda: None  # <- unvisited-node

    def __add__(self, other):
        result = Number(self.value + other.value, (self, other))

        def hand_down():
            self.grad += result.grad
            other.grad += result.grad

        result.hand_down = hand_down
        return result

    def __mul__(self, other):
        result = Number(self.value * other.value, (self, other))

        def hand_down():
            self.grad += other.value * result.grad
            other.grad += self.value * result.grad

        result.hand_down = hand_down
        return result

    def backward(self):
        order = []

        def list_up(number):
            if number not in order:
                for source in number.sources:
                    list_up(source)
                order.append(number)

        list_up(self)
        self.grad = 1.0
        for number in order[::-1]:
            if number.sources:
                number.hand_down()


a, b = Number(4.0), Number(0.5)
c = a * b + b
c.backward()
print(a.grad, b.grad)
