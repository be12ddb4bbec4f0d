# Two values, each used by two ops: f = (a·b)·(a+b)
# Source: the lecture note gradviz comes from. The gradients are -3 and -8. With "overwrite"
# the second path to a and b replaces what the first one left.
from gradviz import Value

a = Value(-2.0, label="a")
b = Value(3.0, label="b")
d = a * b
e = a + b
f = d * e

f.backward()
