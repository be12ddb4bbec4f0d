# verdict: wrong
# modules: engine.py
from engine import Value

if __name__ == "__main__":
    a = Value(1.0, label="a")
    b = Value(2.0, label="b")
    c = a * b + b
    c.backward()
    print(a.grad, b.grad)
