"""The names people give to the parts of a value, gathered from public engines.

A name is looked up without its underscores, without a class's mangling prefix and in lower
case, so `_prev`, `prev` and `_Value__prev` are one entry here. Earlier entries win.
"""

from __future__ import annotations

import re

DATA = (
    "data", "value", "val", "v", "scalar", "number", "num", "item", "x", "primal", "tensor",
    "dat", "output", "result", "raw", "n",
)  # fmt: skip
GRAD = (
    "grad", "gradient", "der", "derivative", "deriv", "grade", "adjoint", "adj", "gradvalue",
    "grads", "dgrad", "partial", "localgrad", "diff", "dldx", "dl", "bar", "sensitivity",
    "delta", "g", "dx", "d",
)  # fmt: skip
OPERANDS = (
    "prev", "children", "parents", "operands", "inputs", "kids", "previousnodes", "previous",
    "childs", "child", "parent", "args", "sources", "src", "srcs", "source", "deps",
    "dependencies", "dependson", "predecessors", "pred", "preds", "ancestors", "edges", "from",
    "createdfrom", "creators", "prevs", "prevnodes", "nodes", "in", "ins", "history", "ctx",
    "localgrads", "localgradients", "localderivatives", "depends", "terms", "prior", "precursors",
    "subs", "vars", "parentnodes",
    "childnodes", "ch", "input", "gradfn", "backwardfn", "context", "creator", "function",
)  # fmt: skip
PAIRS = (
    ("left", "right"), ("lhs", "rhs"), ("a", "b"), ("l", "r"), ("x", "y"), ("first", "second"),
    ("parent1", "parent2"), ("child1", "child2"), ("op1", "op2"), ("operand1", "operand2"),
    ("prev1", "prev2"), ("input1", "input2"), ("leftchild", "rightchild"), ("p1", "p2"),
    ("in1", "in2"), ("leftoperand", "rightoperand"), ("parenta", "parentb"), ("arg1", "arg2"),
)  # fmt: skip
OP = (
    "op", "oper", "operation", "operator", "opname", "optype", "opr", "kind", "fn", "func",
    "function", "opcode", "action", "operationtype", "creationop", "gradfn", "ctx", "creator",
    "type", "symbol", "backwardfn", "method", "history", "parentop", "ops", "prevop", "opsymbol",
)  # fmt: skip
BACKWARD = (
    "backward", "backwardfn", "gradfn", "backwardfunc", "backwardfunction", "back", "backprop",
    "backwardstep", "bwd", "vjp", "pullback", "propagate", "localbackward", "backfn",
    "calcgrad", "backpropagate", "backwardop", "gradientfn", "gradfunc", "propagatefn",
    "backwards", "gradientfunction", "bprop", "updategrads", "updategrad", "computegrad",
    "localbackprop", "backpropfn", "pass", "chain", "applychainrule", "stepback", "backwardone",
    "nodebackward", "derive", "backwardlocal", "propagategrad", "propagategradient",
    "selfbackward", "singlebackward", "backwardsingle", "dograd", "push", "accumulate",
    "distribute", "gradf", "backf", "rule", "gradrule", "backrule", "backwardrule", "bw", "bwdfn",
    "backfunc", "chainrule", "backpropfunc", "backpropfunction", "backpropagatefn", "adjointfn",
)  # fmt: skip
DRIVER = (
    "backward", "backprop", "backpropagate", "backpropagation", "runbackpropagation", "backwards",
    "backwardpass", "runbackward", "backpass", "fullbackward", "computegradients",
    "computegradient", "computegrads", "computegrad", "calculategradients", "calcgradients",
    "calcgrads", "bprop", "back", "dobackward", "dobackprop", "startbackward", "runbackprop",
    "autograd", "differentiate", "allbackward", "propagate", "backproprun", "gradients",
    "backwardall", "reverse", "reversemode", "performbackprop", "performbackward", "derive",
    "fullbackprop", "backwardprop", "backwardpropagation", "backwardpropagate",
    "globalbackward", "graphbackward", "bp", "gradpass", "findgrads", "getgrads", "getgradients",
    "traverse", "execbackward", "updategrads",
)  # fmt: skip
ASKER = (
    "grad", "gradient", "gradients", "grads", "autograd", "derivative", "derivatives", "backward",
    "backprop", "differentiate", "diff", "computegradients", "computegradient", "computegrads",
    "getgradients", "getgrads", "calcgradients", "calculategradients", "partials", "partial",
    "reverse", "reversemode", "vjp", "pullback", "d",
)  # fmt: skip
"""Functions of a result and of the values whose gradients are wanted."""
EVALUATE = (
    "evaluate", "forward", "eval", "compute", "calculate", "calc", "run", "update", "realize",
    "computevalue", "forwardpass", "fwd", "getvalue", "call",
)  # fmt: skip
SURROGATES = ("round", "floor", "ceil", "sign", "sgn", "quant", "binar", "ste", "spike")
"""Ops without a slope anywhere, to which people give a derivative all the same."""
LABEL = ("label", "name", "lbl", "tag", "title", "varname", "lab", "desc", "id")
PLACE = ("index", "idx", "position", "pos", "place", "slot")
"""Where a value is on a tape or in a list."""

OPERATORS = (
    "__add__", "__mul__", "__sub__", "__truediv__", "__pow__", "__neg__", "__radd__", "__rmul__",
)  # fmt: skip

_MANGLED = re.compile(r"^_+[A-Za-z0-9]\w*?__(?=[A-Za-z])")


def plain_name(name: str) -> str:
    """'prev' for `_prev`, `prev_` and `_Value__prev`; 'backwardfn' for `backward_fn`."""
    return _MANGLED.sub("", name).replace("_", "").lower()


def has_surrogate(name: str) -> bool:
    plain = plain_name(name)
    return any(plain == word if len(word) < 4 else word in plain for word in SURROGATES)


def is_grad(name: str) -> bool:
    """Whether a name can mean nothing but a gradient."""
    plain = plain_name(name)
    return ("grad" in plain or "deriv" in plain or "adjoint" in plain) and not any(
        word in plain for word in ("require", "fn", "func", "has", "need")
    )


def rank(name: str, known: tuple[str, ...]) -> int:
    """The place of a name in one of the tables; their length if it isn't there."""
    try:
        return known.index(plain_name(name))
    except ValueError:
        return len(known)


def best(names: list[str], known: tuple[str, ...]) -> str | None:
    """The one of `names` that comes first in a table, if any is in it."""
    found = [(rank(name, known), i, name) for i, name in enumerate(names)]
    found = [entry for entry in found if entry[0] < len(known)]
    return min(found)[2] if found else None
