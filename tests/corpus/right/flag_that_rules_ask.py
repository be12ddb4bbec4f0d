# verdict: correct
# A number may be told to stay as it is, by a flag that the rules ask before they add.
class Numero:
    def __init__(self, valor, partes=(), deriva=True):
        self.valor = valor
        self.partes = partes
        self.deriva = deriva
        self.gradiente = 0
        self.repartir = lambda: None

    def __add__(self, otro):
        suma = Numero(self.valor + otro.valor, (self, otro))

        def repartir():
            self.gradiente += suma.gradiente if self.deriva else 0
            otro.gradiente += suma.gradiente if otro.deriva else 0

        suma.repartir = repartir
        return suma

    def __mul__(self, otro):
        producto = Numero(self.valor * otro.valor, (self, otro))

        def repartir():
            self.gradiente += producto.gradiente * otro.valor if self.deriva else 0
            otro.gradiente += producto.gradiente * self.valor if otro.deriva else 0

        producto.repartir = repartir
        return producto

    def derivar(self):
        orden, vistos = [], set()

        def visitar(n):
            if n not in vistos:
                vistos.add(n)
                for parte in n.partes:
                    visitar(parte)
                orden.append(n)

        visitar(self)
        self.gradiente = 1
        for n in reversed(orden):
            n.repartir()


peso, dato = Numero(0.5), Numero(2.0, deriva=False)
y = peso * dato + peso
y.derivar()
print(peso.gradiente, dato.gradiente)
