# verdict: correct
# Rules in a dictionary by Enum; the gradient is called der, the driver differentiate.
import enum
import math


class Kind(str, enum.Enum):
    PLUS = "plus"
    TIMES = "times"
    EXP = "exp"
    POWER = "power"


class Num:
    __slots__ = ("val", "der", "kids", "kind", "extra")

    def __init__(self, val, kids=(), kind=None, extra=None):
        self.val, self.kids, self.kind, self.extra = val, kids, kind, extra
        self.der = 0.0

    def __add__(self, o):
        o = o if isinstance(o, Num) else Num(o)
        return Num(self.val + o.val, (self, o), Kind.PLUS)

    def __mul__(self, o):
        o = o if isinstance(o, Num) else Num(o)
        return Num(self.val * o.val, (self, o), Kind.TIMES)

    def __pow__(self, k):
        return Num(self.val**k, (self,), Kind.POWER, k)

    def exp(self):
        return Num(math.exp(self.val), (self,), Kind.EXP)

    def __sub__(self, o):
        return self + o * -1 if isinstance(o, Num) else self + (-o)

    def __truediv__(self, o):
        return self * o**-1

    def differentiate(self):
        marks, line = set(), []

        def put(n):
            marks.add(id(n))
            for k in n.kids:
                if id(k) not in marks:
                    put(k)
            line.append(n)

        put(self)
        self.der = 1.0
        while line:
            n = line.pop()
            if n.kind is not None:
                RULES[n.kind](n)


def _plus(n):
    for k in n.kids:
        k.der += n.der


def _times(n):
    a, b = n.kids
    a.der += n.der * b.val
    b.der += n.der * a.val


def _exp(n):
    n.kids[0].der += n.der * n.val


def _power(n):
    (a,) = n.kids
    a.der += n.der * n.extra * a.val ** (n.extra - 1)


RULES = {Kind.PLUS: _plus, Kind.TIMES: _times, Kind.EXP: _exp, Kind.POWER: _power}

a, b = Num(1.25), Num(0.5)
c = a * b
d = c * c + c - a / b + (a - b).exp()
d.differentiate()
print(a.der, b.der)
