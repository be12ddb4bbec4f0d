"""Ops as people's engines have them: what each computes and its exact local derivatives.

The rows of the op table, and the ones that engines have beside them: subtraction and
division as ops of their own, negation, and the activations people add. An op is recognised
by its name *and* confirmed by its value; a name that lies loses to a value that fits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from gradviz.model.ieee import ieee_div, ieee_pow
from gradviz.model.ops import BY_NAME
from gradviz.sources.foreign.scalars import close

Number = Callable[..., float]


@dataclass(frozen=True)
class KnownOp:
    """`forward(*operands)` and `local(*operands)`, one derivative for each operand.

    `constant` ops take one more number, which isn't an operand (the exponent of `**k`).
    `kink(*operands)` tells where the derivative jumps.
    """

    name: str
    arity: int
    forward: Number
    local: Callable[..., tuple[float, ...]]
    constant: bool = False
    kink: Callable[..., bool] | None = None


def _row(name: str) -> KnownOp:
    op = BY_NAME[name]
    if name == "**k":
        return KnownOp(
            name, 1, ieee_pow, lambda x, k: op.local(x, k, ieee_pow(x, k))[:1], constant=True
        )
    if op.arity == 1:
        kink = op.kink
        return KnownOp(
            name, 1, lambda x: op.forward(x, 0.0),
            lambda x: op.local(x, 0.0, op.forward(x, 0.0))[:1],
            kink=None if kink is None else lambda x: abs(x) < 1e-12,
        )  # fmt: skip
    return KnownOp(
        name, 2, op.forward, lambda x, y: op.local(x, y, op.forward(x, y)),
        kink=None if op.kink is None else lambda x, y: close(x, y),
    )  # fmt: skip


def _smooth(name: str, forward: Number, slope: Number) -> KnownOp:
    return KnownOp(name, 1, forward, lambda x: (slope(x),))


def _kinked(name: str, forward: Number, slope: Number, *kinks: float) -> KnownOp:
    return KnownOp(
        name, 1, forward, lambda x: (slope(x),),
        kink=lambda x: any(abs(x - k) < 1e-9 for k in kinks),
    )  # fmt: skip


def _sigmoid(x: float) -> float:
    return BY_NAME["sigmoid"].forward(x, 0.0)


def _phi(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def _cdf(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


_C = math.sqrt(2 / math.pi)


def _gelu_tanh(x: float) -> float:
    return 0.5 * x * (1 + math.tanh(_C * (x + 0.044715 * x**3)))


def _gelu_tanh_slope(x: float) -> float:
    t = math.tanh(_C * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * _C * (1 + 3 * 0.044715 * x * x)


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _mish_slope(x: float) -> float:
    t = math.tanh(_softplus(x))
    return t + x * (1 - t * t) * _sigmoid(x)


_SELU_A, _SELU_S = 1.6732632423543772, 1.0507009873554805


def _positive(f: Number) -> Number:
    return lambda x: f(x) if x > 0 else math.nan


def _leaky(name: str, c: float) -> KnownOp:
    return _kinked(name, lambda x: x if x > 0 else c * x, lambda x: 1.0 if x > 0 else c, 0.0)


_ROWS: tuple[KnownOp, ...] = (
    _row("+"), _row("*"),
    KnownOp("-", 2, lambda x, y: x - y, lambda x, y: (1.0, -1.0)),
    KnownOp("/", 2, ieee_div, lambda x, y: (ieee_div(1.0, y), ieee_div(-x, y * y))),
    _row("**"), _row("**k"), _row("ReLU"), _row("tanh"), _row("exp"), _row("log"),
    _row("sigmoid"), _row("sin"), _row("cos"), _row("sqrt"), _row("abs"), _row("max"), _row("min"),
    _smooth("neg", lambda x: -x, lambda x: -1.0),
    _smooth("identity", lambda x: x, lambda x: 1.0),
    _smooth("square", lambda x: x * x, lambda x: 2 * x),
    _smooth("cube", lambda x: x**3, lambda x: 3 * x * x),
    _smooth("reciprocal", lambda x: ieee_div(1.0, x), lambda x: ieee_div(-1.0, x * x)),
    _smooth("softplus", _softplus, _sigmoid),
    _smooth("silu", lambda x: x * _sigmoid(x),
            lambda x: _sigmoid(x) * (1 + x * (1 - _sigmoid(x)))),
    _smooth("gelu", lambda x: x * _cdf(x), lambda x: _cdf(x) + x * _phi(x)),
    _smooth("gelu (tanh)", _gelu_tanh, _gelu_tanh_slope),
    _smooth("gelu (sigmoid)", lambda x: x * _sigmoid(1.702 * x),
            lambda x: _sigmoid(1.702 * x) * (1 + 1.702 * x * (1 - _sigmoid(1.702 * x)))),
    _smooth("mish", lambda x: x * math.tanh(_softplus(x)), _mish_slope),
    _smooth("tan", math.tan, lambda x: 1 + math.tan(x) ** 2),
    _smooth("sinh", math.sinh, math.cosh),
    _smooth("cosh", math.cosh, math.sinh),
    _smooth("atan", math.atan, lambda x: 1 / (1 + x * x)),
    _smooth("asin", lambda x: math.asin(x) if abs(x) < 1 else math.nan,
            lambda x: 1 / math.sqrt(1 - x * x)),
    _smooth("acos", lambda x: math.acos(x) if abs(x) < 1 else math.nan,
            lambda x: -1 / math.sqrt(1 - x * x)),
    _smooth("log2", _positive(math.log2), lambda x: 1 / (x * math.log(2))),
    _smooth("log10", _positive(math.log10), lambda x: 1 / (x * math.log(10))),
    _smooth("log1p", lambda x: math.log1p(x) if x > -1 else math.nan, lambda x: 1 / (1 + x)),
    _smooth("expm1", math.expm1, math.exp),
    _smooth("exp2", lambda x: 2.0**x, lambda x: 2.0**x * math.log(2)),
    _smooth("logsigmoid", lambda x: -_softplus(-x), lambda x: _sigmoid(-x)),
    _smooth("softsign", lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2),
    _smooth("erf", math.erf, lambda x: 2 / math.sqrt(math.pi) * math.exp(-x * x)),
    _leaky("leaky_relu", 0.01),
    _leaky("leaky_relu 0.1", 0.1),
    _leaky("leaky_relu 0.2", 0.2),
    _leaky("leaky_relu 0.001", 0.001),
    _kinked("elu", lambda x: x if x > 0 else math.expm1(x),
            lambda x: 1.0 if x > 0 else math.exp(x)),
    _kinked("selu", lambda x: _SELU_S * (x if x > 0 else _SELU_A * math.expm1(x)),
            lambda x: _SELU_S * (1.0 if x > 0 else _SELU_A * math.exp(x)), 0.0),
    _kinked("relu6", lambda x: min(max(x, 0.0), 6.0), lambda x: float(0 < x < 6), 0.0, 6.0),
    _kinked("hardtanh", lambda x: min(max(x, -1.0), 1.0), lambda x: float(-1 < x < 1), -1.0, 1.0),
    _kinked("step", lambda x: float(x > 0), lambda x: 0.0, 0.0),
    _kinked("sign", lambda x: float((x > 0) - (x < 0)), lambda x: 0.0, 0.0),
)  # fmt: skip

KNOWN: dict[str, KnownOp] = {row.name: row for row in _ROWS}

_ALIASES: dict[str, tuple[str, ...]] = {
    "+": ("+", "add", "radd", "plus", "sum", "addition", "iadd"),
    "*": ("*", "mul", "rmul", "multiply", "times", "prod", "product", "mult", "multiplication",
          "×", "·", "imul"),
    "-": ("-", "sub", "rsub", "subtract", "minus", "difference", "subtraction", "isub"),
    "/": ("/", "div", "truediv", "rtruediv", "divide", "division", "rdiv", "÷"),
    "**": ("**", "pow", "power", "^", "rpow", "exponent", "exponentiation", "ipow"),
    "ReLU": ("relu", "rectifiedlinearunit", "rectify"),
    "tanh": ("tanh", "th", "hyperbolictangent"),
    "exp": ("exp", "e^", "e", "exponential", "e^x", "e**"),
    "log": ("log", "ln", "logn", "naturallog"),
    "sigmoid": ("sigmoid", "σ", "logistic", "sigm", "sig", "expit"),
    "sin": ("sin", "sine"),
    "cos": ("cos", "cosine"),
    "sqrt": ("sqrt", "√", "squareroot"),
    "abs": ("abs", "absolute", "|x|", "fabs"),
    "max": ("max", "maximum"),
    "min": ("min", "minimum"),
    "neg": ("neg", "negative", "negate", "-1", "usub", "negation"),
    "square": ("square", "sq", "squared", "^2", "**2"),
    "cube": ("cube", "cubed"),
    "reciprocal": ("reciprocal", "inv", "inverse", "recip", "1/x", "invert"),
    "softplus": ("softplus",),
    "silu": ("silu", "swish"),
    "gelu": ("gelu",),
    "mish": ("mish",),
    "tan": ("tan", "tangent"),
    "sinh": ("sinh",), "cosh": ("cosh",),
    "atan": ("atan", "arctan"), "asin": ("asin", "arcsin"), "acos": ("acos", "arccos"),
    "log2": ("log2",), "log10": ("log10",), "log1p": ("log1p",), "expm1": ("expm1",),
    "exp2": ("exp2",),
    "logsigmoid": ("logsigmoid",), "softsign": ("softsign",), "erf": ("erf",),
    "leaky_relu": ("leakyrelu", "lrelu", "leaky"),
    "elu": ("elu",), "selu": ("selu",), "relu6": ("relu6",), "hardtanh": ("hardtanh",),
    "identity": ("identity", "linear", "pos", "clone", "copy"),
    "step": ("step", "heaviside"), "sign": ("sign", "sgn"),
}  # fmt: skip
_BY_ALIAS = {alias: name for name, aliases in _ALIASES.items() for alias in aliases}

# What a name may also mean without being wrong; the value decides.
VARIANTS: dict[str, tuple[str, ...]] = {
    "-": ("neg",),
    "log": ("log2", "log10", "log1p"),
    "gelu": ("gelu (tanh)", "gelu (sigmoid)", "silu"),
    "ReLU": ("leaky_relu", "leaky_relu 0.1", "leaky_relu 0.2", "leaky_relu 0.001", "relu6"),
    "leaky_relu": ("leaky_relu 0.1", "leaky_relu 0.2", "leaky_relu 0.001"),
}


@lru_cache(maxsize=4096)
def meaning(name: str) -> str | None:
    """The known op a method's or an op's name stands for: '__radd__' is '+', 'Mul' is '*'."""
    text = name.strip().lower()
    for candidate in (text, text.strip("_").replace("_", "")):
        if candidate in _BY_ALIAS:
            return _BY_ALIAS[candidate]
    text = text.strip("_").replace("_", "")
    for suffix in (
        "backward",
        "op",
        "node",
        "function",
        "value",
        "operation",
        "fn",
        "grad",
        "func",
        "gate",
        "expr",
        "expression",
    ):
        if text.endswith(suffix) and text[: -len(suffix)] in _BY_ALIAS:
            return _BY_ALIAS[text[: -len(suffix)]]
    for prefix in ("binary", "unary"):
        if text.startswith(prefix) and text[len(prefix) :] in _BY_ALIAS:
            return _BY_ALIAS[text[len(prefix) :]]
    if text.startswith(("**", "^", "pow")) and text.lstrip("*^pow(")[:1].lstrip("-").isdigit():
        return "**"
    return None


def called_by_name(name: str) -> str | None:
    """The known op that a method of two values computes when it is called: none where the name
    is a hidden one, or `rsub`, which people write either way round."""
    if name.startswith("_") or name.lower() in ("rsub", "rdiv", "rtruediv", "rpow"):
        return None
    return meaning(name)


def is_exact(name: str) -> bool:
    """Whether a name is one of an op's own: `add`, where `add_node` may be anything."""
    text = name.strip().lower()
    return text in _BY_ALIAS or text.strip("_").replace("_", "") in _BY_ALIAS


# In the order they are tried when no name helps: the common ones first.
UNARY = [row for row in _ROWS if row.arity == 1 and not row.constant]
BINARY = [KNOWN[name] for name in ("+", "*", "-", "/", "**", "max", "min")]
