"""The op table: for each op its forward, its local derivatives and its words.

Everything that computes or speaks about an op reads its row here, so adding an op is
adding a row to `OPS` (and one to the tests).

Every row has the same two signatures, whatever its number of operands::

    forward(x, y) -> z                 the result
    local(x, y, z) -> (dz/dx, dz/dy)   the local derivatives, z being the result

An op of one operand gets `y = 0.0` and ignores it, except `**k`, whose fixed exponent k
arrives as y. Results follow IEEE 754 where Python's `math` would raise: a division by zero
is an infinity, a logarithm of a negative number is nan. `math` rather than numpy, because
its results are the ones a compiled loop gives too, to the last bit. numba compiles the rows as
they stand (see `compiled`): they catch no exceptions, and a power is `ieee_pow`.

Kinks follow PyTorch: relu'(0) = 0, abs'(0) = 0, and two equal operands of max or min share
the gradient half and half.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass

from gradviz.model.ieee import ieee_div, ieee_log, ieee_pow

Forward = Callable[[float, float], float]
Local = Callable[[float, float, float], "tuple[float, float]"]

INF = math.inf
NAN = math.nan
_LARGEST_EXPONENT = math.log(sys.float_info.max)
"""Above it, math.exp raises."""


# --- forward and local derivatives -----------------------------------------------------


def _leaf(x: float, y: float) -> float:
    raise AssertionError("a leaf is not computed")


def _leaf_local(x: float, y: float, z: float) -> tuple[float, float]:
    return 0.0, 0.0


def _unknown(x: float, y: float) -> float:
    raise AssertionError("an op of the program's own is not computed")


def _unknown_local(x: float, y: float, z: float) -> tuple[float, float]:
    raise NotImplementedError(
        "This value was made by an op that gradviz's Value doesn't know. "
        "Set `_backward` on it yourself, as micrograd does."
    )


def _add(x: float, y: float) -> float:
    return x + y


def _add_local(x: float, y: float, z: float) -> tuple[float, float]:
    return 1.0, 1.0


def _mul(x: float, y: float) -> float:
    return x * y


def _mul_local(x: float, y: float, z: float) -> tuple[float, float]:
    return y, x


def _pow_const_local(x: float, k: float, z: float) -> tuple[float, float]:
    return (0.0 if k == 0.0 else k * ieee_pow(x, k - 1.0)), 0.0


def _pow_local(x: float, y: float, z: float) -> tuple[float, float]:
    # 0 ** y is flat in y for y >= 0, as in PyTorch; elsewhere d(x**y)/dy = x**y * log(x)
    by_exponent = 0.0 if x == 0.0 and y >= 0.0 else z * ieee_log(x)
    return (0.0 if y == 0.0 else y * ieee_pow(x, y - 1.0)), by_exponent


def _relu(x: float, y: float) -> float:
    return 0.0 if x < 0.0 else x


def _relu_local(x: float, y: float, z: float) -> tuple[float, float]:
    return (1.0 if z > 0.0 else 0.0), 0.0


def _tanh(x: float, y: float) -> float:
    return math.tanh(x)


def _tanh_local(x: float, y: float, z: float) -> tuple[float, float]:
    # A power, not z * z: the two differ in the last bit once in a thousand, and the
    # lecture's `1 - t**2` is the one to agree with.
    return 1.0 - ieee_pow(z, 2.0), 0.0


def _exp(x: float, y: float) -> float:
    return INF if x > _LARGEST_EXPONENT else math.exp(x)


def _exp_local(x: float, y: float, z: float) -> tuple[float, float]:
    return z, 0.0


def _log_forward(x: float, y: float) -> float:
    return ieee_log(x)


def _log_local(x: float, y: float, z: float) -> tuple[float, float]:
    return ieee_div(1.0, x), 0.0


def _sigmoid(x: float, y: float) -> float:
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)  # the mirrored form: exp(-x) would overflow below -709
    return e / (1.0 + e)


def _sigmoid_local(x: float, y: float, z: float) -> tuple[float, float]:
    return z * (1.0 - z), 0.0


def _sin(x: float, y: float) -> float:
    return NAN if math.isinf(x) else math.sin(x)


def _cos(x: float, y: float) -> float:
    return NAN if math.isinf(x) else math.cos(x)


def _sin_local(x: float, y: float, z: float) -> tuple[float, float]:
    return _cos(x, 0.0), 0.0


def _cos_local(x: float, y: float, z: float) -> tuple[float, float]:
    return -_sin(x, 0.0), 0.0


def _sqrt(x: float, y: float) -> float:
    return NAN if x < 0.0 else math.sqrt(x)


def _sqrt_local(x: float, y: float, z: float) -> tuple[float, float]:
    return ieee_div(0.5, z), 0.0


def _abs(x: float, y: float) -> float:
    return math.fabs(x)


def _abs_local(x: float, y: float, z: float) -> tuple[float, float]:
    if x > 0.0:
        return 1.0, 0.0
    return (-1.0 if x < 0.0 else x * 0.0), 0.0  # 0 at the kink, nan for nan


def _max(x: float, y: float) -> float:
    if x != x or y != y:
        return NAN
    return max(x, y)


def _min(x: float, y: float) -> float:
    if x != x or y != y:
        return NAN
    return min(x, y)


def _max_local(x: float, y: float, z: float) -> tuple[float, float]:
    if x > y:
        return 1.0, 0.0
    if x < y:
        return 0.0, 1.0
    return (0.5, 0.5) if x == y else (1.0, 1.0)  # a tie; a nan, which PyTorch lets through


def _min_local(x: float, y: float, z: float) -> tuple[float, float]:
    return _max_local(-x, -y, z)


# --- where a derivative jumps ----------------------------------------------------------


def _at_zero(x: float, y: float) -> bool:
    return x == 0.0


def _at_tie(x: float, y: float) -> bool:
    return x == y


# --- the table -------------------------------------------------------------------------


@dataclass(frozen=True)
class Op:
    """One row of the op table.

    `name` is micrograd's `_op`, `title` what the op is called in words, `symbol` what its
    circle shows.
    `formula` and `factors` are templates over the names `{x}`, `{y}` (operands, or the
    fixed exponent) and `{z}` (the result); `factors` names the local derivative by each
    operand. `passes` completes the sentence "d passes its gradient 1 to a and b, …".
    `rule` says the same for any use of the op.
    """

    name: str
    title: str
    symbol: str
    arity: int
    forward: Forward
    local: Local
    formula: str
    factors: tuple[str, ...]
    passes: str
    rule: str
    kink: Callable[[float, float], bool] | None = None
    kink_words: str = ""

    @property
    def is_leaf(self) -> bool:
        return self.arity == 0

    @property
    def is_nonlinear(self) -> bool:
        """A function of one value, such as a neuron ends with; a fixed power is not."""
        return self.arity == 1 and self.name != "**k"


OPS: tuple[Op, ...] = (
    Op(
        "", "none (leaf)", "", 0, _leaf, _leaf_local,
        "{z}", (),
        "",
        "A leaf has no operands: nothing to pass on.",
    ),
    Op(
        "+", "addition", "+", 2, _add, _add_local,
        "{x} + {y}", ("1", "1"),
        "unchanged",
        "For +, each operand receives the gradient of the result unchanged.",
    ),
    Op(
        "*", "multiplication", "×", 2, _mul, _mul_local,
        "{x} × {y}", ("{y}", "{x}"),
        "times the other operand's value",
        "For ×, each operand receives the other operand's value times the gradient of the result.",
    ),
    Op(
        "**k", "fixed power", "xᵏ", 1, ieee_pow, _pow_const_local,
        "{x}^{y}", ("{y}·{x}^({y}-1)",),
        "times the power's slope",
        "For a fixed power k, the operand receives k · x^(k-1) times the gradient of the result.",
    ),
    Op(
        "**", "power", "xʸ", 2, ieee_pow, _pow_local,
        "{x} ^ {y}", ("{y}·{x}^({y}-1)", "{z}·log {x}"),
        "times the power's slope in each",
        "For x^y, the base receives y · x^(y-1) and the exponent x^y · log x, each times the "
        "gradient of the result.",
    ),
    Op(
        "ReLU", "rectifier", "ReLU", 1, _relu, _relu_local,
        "relu({x})", ("[{x} > 0]",),
        "where the operand is above 0",
        "For ReLU, the operand receives the gradient of the result if it is above 0, else 0.",
        _at_zero, "ReLU has a kink at 0; the slope there is taken as 0.",
    ),
    Op(
        "tanh", "hyperbolic tangent", "tanh", 1, _tanh, _tanh_local,
        "tanh({x})", ("(1 - {z}²)",),
        "times 1 - tanh²",
        "For tanh, the operand receives (1 - t²) times the gradient of the result t.",
    ),
    Op(
        "exp", "exponential", "exp", 1, _exp, _exp_local,
        "exp({x})", ("{z}",),
        "times the result itself",
        "For exp, the operand receives the result times the gradient of the result.",
    ),
    Op(
        "log", "natural logarithm", "log", 1, _log_forward, _log_local,
        "log({x})", ("1/{x}",),
        "divided by the operand",
        "For log, the operand receives the gradient of the result divided by the operand.",
    ),
    Op(
        "sigmoid", "logistic sigmoid", "σ", 1, _sigmoid, _sigmoid_local,
        "sigmoid({x})", ("{z}·(1 - {z})",),
        "times s · (1 - s)",
        "For sigmoid, the operand receives s · (1 - s) times the gradient of the result s.",
    ),
    Op(
        "sin", "sine", "sin", 1, _sin, _sin_local,
        "sin({x})", ("cos {x}",),
        "times the cosine of the operand",
        "For sin, the operand receives its cosine times the gradient of the result.",
    ),
    Op(
        "cos", "cosine", "cos", 1, _cos, _cos_local,
        "cos({x})", ("-sin {x}",),
        "times minus the sine of the operand",
        "For cos, the operand receives minus its sine times the gradient of the result.",
    ),
    Op(
        "sqrt", "square root", "√", 1, _sqrt, _sqrt_local,
        "sqrt({x})", ("1/(2·{z})",),
        "divided by twice the root",
        "For a square root, the operand receives the gradient of the result divided by twice "
        "the result.",
    ),
    Op(
        "abs", "absolute value", "|x|", 1, _abs, _abs_local,
        "|{x}|", ("sign {x}",),
        "times the sign of the operand",
        "For |x|, the operand receives its sign times the gradient of the result.",
        _at_zero, "|x| has a kink at 0; the slope there is taken as 0.",
    ),
    Op(
        "max", "larger of two", "max", 2, _max, _max_local,
        "max({x}, {y})", ("[{x} is the larger]", "[{y} is the larger]"),
        "only to the larger one",
        "For max, the larger operand receives the gradient of the result, the other one 0.",
        _at_tie, "The two operands of max are equal; each takes half of the gradient.",
    ),
    Op(
        "min", "smaller of two", "min", 2, _min, _min_local,
        "min({x}, {y})", ("[{x} is the smaller]", "[{y} is the smaller]"),
        "only to the smaller one",
        "For min, the smaller operand receives the gradient of the result, the other one 0.",
        _at_tie, "The two operands of min are equal; each takes half of the gradient.",
    ),
)  # fmt: skip

UNKNOWN = Op(
    "?",
    "an op of the program's own",
    "?",
    -1,
    _unknown,
    _unknown_local,
    "",
    (),
    "as its own backward says",
    "This op is the program's own: gradviz has no rule for it.",
)
"""What stands for an op that a program brings itself: it can be shown, not computed."""

BY_NAME: dict[str, Op] = {op.name: op for op in OPS}
CODE: dict[str, int] = {op.name: code for code, op in enumerate(OPS)}

LEAF = BY_NAME[""]
ADD = BY_NAME["+"]
MUL = BY_NAME["*"]
POWER_CONST = BY_NAME["**k"]
POWER = BY_NAME["**"]
