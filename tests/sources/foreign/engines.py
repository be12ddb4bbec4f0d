"""Engines written for the tests, as texts: each is run as a program of its own."""

from __future__ import annotations

import linecache
import types
from itertools import count

from gradviz.sources.foreign import ProgramObserver, examine
from gradviz.sources.report import Report
from gradviz.sources.request import Request

_number = count()

LECTURE = """
import math

class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other), "+")
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other), "*")
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), "tanh")
        def _backward():
            self.grad += (1 - t**2) * out.grad
        out._backward = _backward
        return out

    def backward(self):
        topo, seen = [], set()
        def build(v):
            if v not in seen:
                seen.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for node in reversed(topo):
            node._backward()
"""

NEURON = """
x1, x2 = Value(2.0, label="x1"), Value(0.0, label="x2")
w1, w2 = Value(-3.0, label="w1"), Value(1.0, label="w2")
b = Value(6.8813735870195432, label="b")
n = x1 * w1 + x2 * w2 + b
o = n.tanh()
o.backward()
"""


def run(
    text: str, observer: ProgramObserver | None = None
) -> tuple[ProgramObserver, types.ModuleType]:
    """Run a program under observation, as the child process does."""
    file = f"/nowhere/program_{next(_number)}.py"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    module = types.ModuleType("__main__")
    observer = observer or ProgramObserver()
    with observer:
        exec(compile(text, file, "exec"), module.__dict__)
    return observer, module


def check(text: str, root: str | None = None) -> Report:
    observer, module = run(text)
    return examine(observer, module.__dict__, [], Request(file="program.py", root=root))


def line_of(text: str, part: str) -> int:
    """The line of a program in which a text first appears."""
    return next(i for i, line in enumerate(text.splitlines(), 1) if part in line)
