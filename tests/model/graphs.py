"""Random programs, as data: the same one can be run on any engine.

A `Program` is a few leaf numbers and a list of lines such as "a * b", each applied to
nodes made before it. Operands repeat, nodes go unused, plain numbers stand on either side.
Programs are kept inside the domains of their ops by running each line on the closure
engine first and dropping it where Python raises or the number leaves a modest range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st

from gradviz.model.ops import POWER_CONST
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.model.value import Value
from tests.model.closures import ClosureValue

Engine = TypeVar("Engine")

# Every operator and function of a Value, smooth or not. a and b are nodes, k is a float,
# i a small whole number.
ANY_LINES = (
    "a + b", "a + a", "a + k", "k + a", "a - b", "a - a", "a - k", "k - a", "-a",
    "a * b", "a * a", "a * k", "k * a", "a / b", "a / k", "k / a",
    "a ** i", "a ** -i", "a ** k", "a ** b", "i ** a", "a ** float(i)", "i + a", "i - a", "a / i",
    "a.relu()", "a.tanh()", "a.exp()", "a.log()", "a.sigmoid()", "a.sin()", "a.cos()",
    "a.sqrt()", "a.abs()", "abs(a)", "a.max(b)", "a.min(b)", "a.max(a)", "a.max(k)", "a.min(k)",
)  # fmt: skip

# The same without kinks, each line defined for all operands.
SMOOTH_LINES = (
    "a + b", "a + a", "a + k", "a - b", "k - a", "-a", "a * b", "a * a", "k * a",
    "a / (b * b + 1)", "k / (a * a + 1)", "a ** i", "(a * a + 1) ** -i", "(a * a + 1) ** k",
    "(a.sin() + 2) ** b.tanh()", "a.tanh()", "a.tanh().exp()", "(a * a + 1).log()", "a.sigmoid()",
    "a.sin()", "a.cos()", "(a * a + 0.5).sqrt()",
)  # fmt: skip

Line = Callable[..., Any]
_COMPILED: dict[str, Line] = {
    text: eval(f"lambda a, b, k, i: {text}") for text in (*ANY_LINES, *SMOOTH_LINES)
}


def constant_of(value: Value) -> float:
    """The fixed exponent of a power; no other value holds one."""
    return value._constant if value._operation is POWER_CONST else 0.0


@dataclass(frozen=True)
class Instruction:
    """One line: `text` with two earlier nodes, a float and a whole number put in."""

    text: str
    a: int
    b: int
    k: float
    i: int

    def run(self, nodes: list[Any]) -> Any:
        return _COMPILED[self.text](nodes[self.a], nodes[self.b], self.k, self.i)


@dataclass(frozen=True)
class Program:
    leaves: tuple[float, ...]
    lines: tuple[Instruction, ...]

    def run(self, make: Callable[[float], Engine]) -> list[Engine]:
        """Every named node, the leaves first; the last one is the root."""
        nodes: list[Engine] = [make(x) for x in self.leaves]
        for line in self.lines:
            nodes.append(line.run(nodes))
        return nodes

    def root(self) -> Value:
        return self.run(Value)[-1]

    def recording(self, rule: Rule = Rule.ACCUMULATE) -> Recording:
        return Recording.of(self.root(), rule)


def within_bounds(leaves: list[float], lines: list[Instruction], bound: float) -> Program:
    """The program without the lines that can't be computed or whose result grows too large.

    Node numbers are taken modulo what exists, so any list of lines makes a program.
    """
    nodes = [ClosureValue(x) for x in leaves]
    kept: list[Instruction] = []
    for line in lines:
        n = len(nodes)
        # The first operand counts back from the newest node, which keeps most of them used.
        line = Instruction(line.text, n - 1 - line.a % n, line.b % n, line.k, line.i)
        try:
            result = line.run(nodes)
            if not _computable(result, bound):
                continue
        except (ArithmeticError, ValueError):
            continue
        nodes.append(result)
        kept.append(line)
    return Program(tuple(leaves), tuple(kept))


def _computable(result: ClosureValue, bound: float) -> bool:
    """Whether a line's numbers stay real and in range, its gradients too."""
    if isinstance(result.data, complex):  # Python's answer to (-8.0) ** 0.5
        return False
    result.backward()
    reached = [result, *result._prev]
    return all(abs(v.data) <= bound and abs(v.grad) <= bound for v in reached)


def programs(
    texts: tuple[str, ...] = ANY_LINES, *, most: int = 24, bound: float = 1e6
) -> st.SearchStrategy[Program]:
    """Random programs of up to `most` lines over these texts."""
    numbers = st.one_of(
        st.sampled_from([0.0, 1.0, -1.0, 2.0, -3.0, 0.5]),
        st.floats(-4.0, 4.0, allow_subnormal=False).filter(lambda x: abs(x) > 1e-6),
    )
    lines = st.builds(
        Instruction,
        text=st.sampled_from(texts),
        a=st.integers(0, 3),
        b=st.integers(0, most),
        k=numbers,
        i=st.integers(1, 4),
    )
    return st.builds(
        within_bounds,
        st.lists(numbers, min_size=1, max_size=4),
        # The length first: left to itself, hypothesis favours lists of one or two.
        st.integers(1, most).flatmap(lambda n: st.lists(lines, min_size=n, max_size=n)),
        st.just(bound),
    )


def smooth_programs(most: int = 12) -> st.SearchStrategy[Program]:
    """Programs without kinks whose numbers and slopes stay moderate."""
    return programs(SMOOTH_LINES, most=most, bound=50.0)
