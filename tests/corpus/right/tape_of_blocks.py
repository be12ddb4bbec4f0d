# verdict: correct
# root: none
"""Every operation leaves a block on the module's tape, which backward() runs from its end.
"""

import math

TAPE = []


class AdNumber:
    def __init__(self, val, adj):
        self.val = val
        self.adj = adj

    def backward(self):
        for block in TAPE:
            block.out.adj = 0
            for x in block.inputs:
                x.adj = 0
        self.adj = 1
        for block in reversed(TAPE):
            block.pull()

    def __add__(self, other):
        return note(AddBlock, self.val + other.val, self, other)

    def __mul__(self, other):
        return note(MulBlock, self.val * other.val, self, other)

    def __truediv__(self, other):
        return note(DivBlock, self.val / other.val, self, other)

    def __pow__(self, other):
        return note(PowBlock, self.val**other.val, self, other)


def note(kind, val, *inputs):
    out = AdNumber(val, 0)
    TAPE.append(kind(out, inputs))
    return out


class Block:
    def __init__(self, out, inputs):
        self.out = out
        self.inputs = inputs


class AddBlock(Block):
    def pull(self):
        for x in self.inputs:
            x.adj += self.out.adj


class MulBlock(Block):
    def pull(self):
        a, b = self.inputs
        a.adj += b.val * self.out.adj
        b.adj += a.val * self.out.adj


class DivBlock(Block):
    def pull(self):
        a, b = self.inputs
        a.adj += self.out.adj / b.val
        b.adj -= self.out.val * self.out.adj / b.val


class PowBlock(Block):
    def pull(self):
        a, b = self.inputs
        a.adj += b.val * a.val ** (b.val - 1) * self.out.adj
        b.adj += math.log(a.val) * self.out.val * self.out.adj
