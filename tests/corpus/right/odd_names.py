# verdict: correct
# Words of its own for everything.
class Zahl:
    def __init__(self, wert, roots=None, how=None):
        self.wert = wert
        self.steigung = 0.0
        self.roots = roots or []
        self.how = how
        self.pass_the_grad = lambda: None

    def __add__(self, other):
        output = Zahl(self.wert + other.wert)
        output.roots.append(self)
        output.roots.append(other)
        output.how = "plus"

        def pass_the_gradient():
            self.steigung += output.steigung
            other.steigung += output.steigung

        output.pass_the_grad = pass_the_gradient
        return output

    def __mul__(self, other):
        output = Zahl(self.wert * other.wert)
        output.roots.append(self)
        output.roots.append(other)
        output.how = "mal"

        def pass_the_gradient():
            self.steigung += other.wert * output.steigung
            other.steigung += self.wert * output.steigung

        output.pass_the_grad = pass_the_gradient
        return output

    def ableiten(self):
        reihe, gesehen = [], set()

        def besuche(z):
            if z in gesehen:
                return
            gesehen.add(z)
            for r in z.roots:
                besuche(r)
            reihe.append(z)

        besuche(self)
        self.steigung = 1.0
        for z in reversed(reihe):
            z.pass_the_grad()


a = Zahl(2.5)
b = Zahl(-1.5)
c = a * b + a
d = c * c + b
d.ableiten()
print(a.steigung, b.steigung)
