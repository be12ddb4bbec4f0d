# verdict: wrong
# Numbers without a single method; one of the functions notes a wrong share on the list.
import math

NOTES = []


class Num:
    def __init__(self, v):
        self.v = v
        self.g = None


def noted(v, wires, shares):
    made = Num(v)
    NOTES.append((made, wires, shares))
    return made


def plus(p, q):
    return noted(p.v + q.v, (p, q), lambda g: (g, g))


def times(p, q):
    return noted(p.v * q.v, (p, q), lambda g: (g * q.v, g * p.v))


def sigmoid(p):
    s = 1 / (1 + math.exp(-p.v))
    return noted(s, (p,), lambda g: (g * s * (1 + s),))  # <- wrong-local-derivative


def play_back(result):
    result.g = 1.0
    for made, wires, shares in reversed(NOTES):
        if made.g is None:
            continue
        for wire, share in zip(wires, shares(made.g)):
            wire.g = share if wire.g is None else wire.g + share


w, x, b = Num(-0.4), Num(1.5), Num(0.1)
p = sigmoid(plus(times(w, x), b))
loss = times(p, p)
play_back(loss)
print(w.g, b.g)
