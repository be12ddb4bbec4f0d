"""The operators on plain numbers, against Python's own, reflected forms included.

`__rsub__` returning `self - other` makes a self-consistent graph with a wrong value: no test
of gradients sees it, only the number does. The fault is in the innermost call that returns a
wrong number: a wrong `__neg__` shows in every subtraction.
"""

from __future__ import annotations

import inspect
from types import CodeType
from typing import Any

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench, error_place, room_for, user_files
from gradviz.sources.foreign.blame import (
    ARITHMETIC,
    blame,
    trace,
)
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity
from gradviz.sources.foreign.known_ops import meaning
from gradviz.sources.foreign.log import place_of
from gradviz.sources.foreign.patience import TookTooLong
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.uses import (
    Use,
    below,
    binary_uses,
    power_uses,
    unary_uses,
)
from gradviz.sources.foreign.wording import error_text, instead, with_advice
from gradviz.sources.foreign.working import Working
from gradviz.sources.user_code import Place


def try_operators(bench: Bench) -> Working:
    working = Working()
    for use in [*binary_uses(bench), *power_uses(bench), *unary_uses(bench, working)]:
        _check(bench, use, working)
    for method, (use, error) in working.refused.items():
        if method not in working.answered and _is_slip(bench, error):
            _raises(bench, use, error, working, Severity.ERROR)
    return working


def _is_slip(bench: Bench, error: BaseException) -> bool:
    """Whether an op that raises for every number does so by mistake: on a line of its own that
    doesn't raise on purpose."""
    if isinstance(error, (NotImplementedError, AssertionError, TookTooLong, ImportError)):
        return False
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    files = user_files(bench.engine)
    if step is None or step.tb_frame.f_code.co_filename not in files:
        return False
    place = Place(step.tb_frame.f_code.co_filename, step.tb_lineno)
    if isinstance(error, TypeError) and "unsupported operand" in str(error):
        return False
    return not lines.source_line(place).startswith(("raise", "assert"))


# --- one use ----------------------------------------------------------------------------


def _check(bench: Bench, use: Use, working: Working) -> None:
    bench.leaves.clear()
    with room_for(1000):
        made, error = bench.attempt(use.act)
    key = use.method
    if error is not None:
        if not _refused(bench, use, error, working):
            working.refused.setdefault(key, (use, error))
        return
    working.answered.add(key)
    if not bench.engine.is_value(made):
        if use.method in ARITHMETIC and made is not NotImplemented:
            _no_value(bench, use, made, working)
        return
    found = bench.engine.data(made)
    if found is None:
        return
    if close(found, use.truth, 1e-5, 1e-9):
        copies = meaning(use.method) == "identity"  # which may be meant to stand alone
        if not copies and _loses_operand(bench, made) and _breaks_the_way(bench, use):
            _lost_edge(bench, use, working)
            return
        if copies and _loses_operand(bench, made):
            working.unary.pop(key, None)
            return
        working.samples.append(made)
        working.right.add(key)
        if "**" in use.text and use.text.rpartition(" ")[2] not in ("a", "b"):
            exponent = float(use.text.rpartition(" ")[2])
            if exponent not in working.powers:
                working.powers.append(exponent)
        elif use.text.endswith("b") or use.text.endswith("b)"):
            working.binary.add(key)
        elif use.optional and use.text[-1].isdigit():
            working.constants.add(key)
        return
    wrong = blame(bench, use)
    if wrong is None:
        return
    place, code, name = wrong
    if code is not None:
        working.tainted.add(id(code))
    if name != use.method and any(f.place == place for f in working.findings):
        return
    working.findings.append(
        Finding(
            "wrong-forward",
            Severity.ERROR,
            FoundIn.EXERCISE,
            with_advice(
                "wrong-forward",
                f"{use.text} gives {instead(found, use.truth)}"
                + (f", since {name} is wrong." if name != use.method else "."),
            ),
            place,
            op=name.strip("_"),
            found=found,
            expected=use.truth,
        )
    )


def _no_value(bench: Bench, use: Use, made: Any, working: Working) -> None:
    """An arithmetic operator that returns a plain number, or nothing."""
    wrong = blame(bench, use)
    if wrong is None:
        return
    place, code, name = wrong
    if code is not None:
        working.tainted.add(id(code))
    what = "nothing" if made is None else f"a {type(made).__name__}"
    working.findings.append(
        Finding(
            "operator-error",
            Severity.ERROR,
            FoundIn.EXERCISE,
            with_advice("operator-error", f"{use.text} gives {what} instead of a value."),
            place,
            op=name.strip("_"),
        )
    )


def _loses_operand(bench: Bench, made: Any) -> bool:
    """Whether an operand can't be reached from the result."""
    if not bench.engine.roles.operands:
        return False
    reached = {id(x) for x in below(bench, made)}
    return any(id(leaf) not in reached for leaf in bench.leaves)


def _breaks_the_way(bench: Bench, use: Use) -> bool:
    """Whether a gradient really doesn't get past an operand that isn't recorded: some engines
    record operands for drawing alone."""
    bench.inner_leaves = True
    bench.leaves.clear()
    try:
        made, error = bench.attempt(use.act)
    finally:
        bench.inner_leaves = False
    if error is not None or not bench.engine.is_value(made):
        return True
    seen = bench.backward(made)
    if not bench.engine.grad(made):
        bench.backward(made, seed=1.0)
    deep = [x for inner in bench.leaves for x in bench.engine.operands(inner)]
    return seen.error is not None or any(not bench.engine.grad(x) for x in deep)


def _lost_edge(bench: Bench, use: Use, working: Working) -> None:
    tracer = trace(bench, use)
    lost = tracer.lost
    if lost is None:
        return
    birth = bench.engine.births.get(id(lost.result))
    code = lost.code
    if birth is not None and id(birth.code) in bench.watch.engine_codes:
        code = birth.code
        place = place_of(code, birth.lasti)
    else:
        place = Place(code.co_filename, lost.line)
    working.tainted.add(id(code))
    working.findings.append(
        Finding(
            "lost-edge",
            Severity.ERROR,
            FoundIn.EXERCISE,
            with_advice(
                "lost-edge",
                f"The result of {use.text} doesn't record all of its "
                "operands, so that backward never reaches one of them.",
            ),
            place,
            op=lost.code.co_name.strip("_"),
        )
    )
    _misplaced(bench, use, code, working)


def _misplaced(bench: Bench, use: Use, code: CodeType, working: Working) -> None:
    """Beside the lost operand, its backward may sit on the operand instead of the result."""
    assigned = bench.watch.assigned.values()
    operands = {id(leaf) for leaf in bench.leaves}
    own = [entry for entry in assigned if entry[2] is code]
    if not own or any(id(target) not in operands for target, *_ in own[-1:]):
        return
    _, _, where, lasti = own[-1]
    working.findings.append(
        Finding(
            "closure-on-wrong-node",
            Severity.ERROR,
            FoundIn.EXERCISE,
            with_advice(
                "closure-on-wrong-node",
                f"The backward of {use.text} is stored on its operand, so that the result has "
                "none.",
            ),
            place_of(where, lasti),
            op=code.co_name.strip("_"),
        )
    )


def _refused(bench: Bench, use: Use, error: BaseException, working: Working) -> bool:
    """An operator that raises: a fault, unless it says that it doesn't do this. Whether it is
    reported."""
    if isinstance(error, (NotImplementedError, AssertionError, TookTooLong)):
        return False
    if isinstance(error, TypeError) and not _is_accident(bench, use, error):
        return False
    if isinstance(error, (ValueError, OverflowError, ZeroDivisionError)) and use.optional:
        return False
    lacks_wrapping = isinstance(error, AttributeError) and (
        "'int' object" in str(error) or "'float' object" in str(error)
    )
    with_number = use.text[-1].isdigit() or use.text[0].isdigit()
    severity = Severity.NOTE if lacks_wrapping or (use.optional and with_number) else Severity.ERROR
    if use.optional and lacks_wrapping:
        return False  # the class is for values alone
    _raises(bench, use, error, working, severity)
    return severity is Severity.ERROR


def _raises(
    bench: Bench, use: Use, error: BaseException, working: Working, severity: Severity
) -> None:
    place = error_place(error, user_files(bench.engine))
    code = inspect.unwrap(getattr(bench.engine.cls, use.method)).__code__
    if isinstance(error, RecursionError):
        place = Place(code.co_filename, lines.return_line(code))
    working.findings.append(
        Finding(
            "operator-error",
            severity,
            FoundIn.EXERCISE,
            with_advice("operator-error", f"{use.text} raises {error_text(error)}."),
            place,
            op=use.method.strip("_"),
        )
    )


def _is_accident(bench: Bench, use: Use, error: TypeError) -> bool:
    """Whether a TypeError came from inside the operator itself, rather than from Python or
    from the class refusing this kind of operand."""
    place = error_place(error, user_files(bench.engine))
    if place is None or use.text[-1].isdigit() or use.text == "a ** b":
        return False
    if any(words in str(error) for words in ("unsupported operand", "must be real", "bad operand")):
        return False
    return not lines.source_line(place).startswith(("raise", "assert"))


# --- which call is to blame ----------------------------------------------------------------
