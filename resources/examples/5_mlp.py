# A two-layer network, MLP(3, [4, 1]), and its squared error on one point
# Source: our own, with micrograd's nn. Weights are random with a fixed seed.
import random

from gradviz import MLP, Value

random.seed(5)
net = MLP(3, [4, 1])
x = [Value(2.0, label="x0"), Value(3.0, label="x1"), Value(-1.0, label="x2")]
target = 1.0

out = net(x)
loss = (out - target) ** 2

loss.backward()
