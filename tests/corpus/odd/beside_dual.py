# verdict: correct
# A forward-mode class stands beside the engine, and a class with value and grad that is
# nothing of the kind.
class N:
    def __init__(self, x, c=()):
        self.x = x
        self.d = 0.0
        self.c = c
        self.f = lambda: None

    def __add__(self, o):
        r = N(self.x + o.x, (self, o))

        def f():
            self.d += r.d
            o.d += r.d

        r.f = f
        return r

    def __mul__(self, o):
        r = N(self.x * o.x, (self, o))

        def f():
            self.d += o.x * r.d
            o.d += self.x * r.d

        r.f = f
        return r

    def go(self):
        s, t = set(), []

        def b(n):
            if n in s:
                return
            s.add(n)
            for k in n.c:
                b(k)
            t.append(n)

        b(self)
        self.d = 1.0
        for n in t[::-1]:
            n.f()




class Dual:
    def __init__(self, value, grad=0.0):
        self.value = value
        self.grad = grad

    def __add__(self, other):
        return Dual(self.value + other.value, self.grad + other.grad)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.value * other.grad + self.grad * other.value)


class Student:
    def __init__(self, value, grade):
        self.value = value
        self.grade = grade
        self.children = ()

    def backward(self):
        self.grade -= 1


p = N(2.0)
q = p * p + p
q.go()
d = Dual(2.0, 1.0)
e = d * d + d
student = Student(1, 2)
student.backward()
print(p.d, e.grad)
