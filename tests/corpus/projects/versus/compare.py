# verdict: wrong
# modules: mine.py
# Two engines with classes of one name side by side; the last backward() is mine's.
import mine
import theirs


def build(module):
    x, y = module.Value(0.4), module.Value(-1.2)
    z = (x * y + x).tanh()
    out = z * z
    out.backward()
    return x.grad, y.grad


print("theirs", build(theirs))
print("mine", build(mine))
