# verdict: unverified, error
# root: none
# Operators and a number called dx make no engine.
class Body:
    def __init__(self, x, v=0.0):
        self.x = x
        self.dx = 0.0
        self.v = v
    def __add__(self, other): return Body(self.x + other.x, self.v + other.v)
    def __mul__(self, k): return Body(self.x * k, self.v * k)

def step(body, dt):
    body.dx = body.v * dt
    body.x += body.dx

a = Body(1.0, 2.0) + Body(0.5, -1.0)
step(a, 0.1)
print(a.x)
