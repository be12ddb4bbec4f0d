# verdict: wrong
# One value is never run, though what it is made from is.
class Value:
  def __init__(self, data, _children=(), _op='', label=''):
    self.data = data
    self.grad = 0.0
    self._backward = lambda: None
    self._prev = set(_children)
    self._op = _op
    self.label = label
  def __add__(self, other):
    out = Value(self.data + other.data, (self, other), '+')
    def _backward():
      self.grad += 1.0 * out.grad
      other.grad += 1.0 * out.grad
    out._backward = _backward
    return out
  def __mul__(self, other):
    out = Value(self.data * other.data, (self, other), '*')
    def _backward():
      self.grad += other.data * out.grad
      other.grad += self.data * out.grad
    out._backward = _backward
    return out
a = Value(2.0, label='a')
b = Value(-3.0, label='b')
e = a * b; e.label = 'e'
d = e + a; d.label = 'd'
f = d * e; f.label = 'f'
f.grad = 1.0
f._backward()
e._backward()  # <- unvisited-node
print(a.grad, b.grad)
