# The lecture's neuron: o = tanh(x1·w1 + x2·w2 + b)
# Source: the micrograd lecture, "The spelled-out intro to neural networks and
# backpropagation" (Andrej Karpathy, 2022). b is chosen so that o is 0.7071 = 1/√2,
# which makes the slope of the tanh exactly one half.
from gradviz import Value

x1 = Value(2.0, label="x1")
x2 = Value(0.0, label="x2")
w1 = Value(-3.0, label="w1")
w2 = Value(1.0, label="w2")
b = Value(6.8813735870195432, label="b")

x1w1 = x1 * w1
x2w2 = x2 * w2
s = x1w1 + x2w2
n = s + b
o = n.tanh()

o.backward()
