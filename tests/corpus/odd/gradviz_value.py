# verdict: correct
# gradviz's own Value.
from gradviz import Value

a = Value(-2.0, label="a")
b = Value(3.0, label="b")
f = (a * b) * (a + b)
f.backward()
print(a.grad, b.grad)
