# verdict: unverified
# Only the forward half, in which a leaf has None where its operands would be.


class Number:
    def __init__(self, data, parents=None, how=""):
        self.data = data
        self.parents = parents
        self.how = how

    def __add__(self, other):
        return Number(self.data + other.data, (self, other), "+")

    def __mul__(self, other):
        return Number(self.data * other.data, (self, other), "*")


a, b = Number(2), Number(-4)
total = a * b + a
print(total.data)
