# The expression from micrograd's README: g = 24.7041, da = 138.8338, db = 645.5773
# Source: github.com/karpathy/micrograd, "Example usage".
from gradviz import Value

a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f

g.backward()
