"""A reflected operator that answers no number, though the operator itself takes one.

`other.__mul__(…)` with a plain number gives NotImplemented instead of asking the other side:
`a / 2` works, and `2 / a` raises in spite of its `__rtruediv__`.
"""

from __future__ import annotations

from functools import partial

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench
from gradviz.sources.foreign.callables import code_of
from gradviz.sources.foreign.finding import Finding, exercise_finding
from gradviz.sources.foreign.working import Working
from gradviz.sources.user_code import Place


def unanswering(bench: Bench, working: Working) -> list[Finding]:
    out = []
    for (method, _), (use, error) in working.refused.items():
        forward = method.replace("__r", "__", 1)
        if not method.startswith("__r") or forward not in working.constants:
            continue
        code = code_of(getattr(bench.engine.cls, method))
        if code is None or not isinstance(error, TypeError):
            continue
        answers = []
        for number in (2, 2.5):
            reflect = getattr(bench.leaf(1.5), method)
            asked, refusal = bench.attempt(partial(reflect, number))
            answers.append(refusal is None and asked is NotImplemented)
        says_so = "NotImplemented" in (*code.co_names, *map(str, code.co_consts))
        if all(answers) and not says_so:  # on purpose, then
            text = f"{use.text} raises TypeError, since {method} returns NotImplemented."
            out.append(
                exercise_finding(
                    "operator-error",
                    text,
                    Place(code.co_filename, lines.return_line(code)),
                    op=method.strip("_"),
                )
            )
    return out
