# verdict: correct, unverified
# None of the names are English ones.
import math


class Valor:
    def __init__(self, dato, hijos=(), oper=""):
        self.dato = dato
        self.gradiente = 0.0
        self.hijos = set(hijos)
        self.oper = oper
        self._atras = lambda: None

    def __add__(self, otro):
        otro = otro if isinstance(otro, Valor) else Valor(otro)
        sal = Valor(self.dato + otro.dato, (self, otro), "+")

        def _atras():
            self.gradiente += sal.gradiente
            otro.gradiente += sal.gradiente

        sal._atras = _atras
        return sal

    def __mul__(self, otro):
        otro = otro if isinstance(otro, Valor) else Valor(otro)
        sal = Valor(self.dato * otro.dato, (self, otro), "*")

        def _atras():
            self.gradiente += otro.dato * sal.gradiente
            otro.gradiente += self.dato * sal.gradiente

        sal._atras = _atras
        return sal

    def tanh(self):
        t = math.tanh(self.dato)
        sal = Valor(t, (self,), "tanh")

        def _atras():
            self.gradiente += (1 - t * t) * sal.gradiente

        sal._atras = _atras
        return sal

    def retropropagar(self):
        orden, vistos = [], set()

        def construir(v):
            if v not in vistos:
                vistos.add(v)
                for h in v.hijos:
                    construir(h)
                orden.append(v)

        construir(self)
        self.gradiente = 1.0
        for v in reversed(orden):
            v._atras()


a, b = Valor(2.0), Valor(-1.0)
c = (a * b + a).tanh() * b + a * a
c.retropropagar()
print(a.gradiente, b.gradiente)
