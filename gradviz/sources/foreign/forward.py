"""The operators on plain numbers, against Python's own, reflected forms included.

`__rsub__` returning `self - other` makes a self-consistent graph with a wrong value: no test
of gradients sees it, only the number does. The fault is in the innermost call that returns a
wrong number: a wrong `__neg__` shows in every subtraction.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from gradviz.sources.foreign import lines
from gradviz.sources.foreign.bench import Bench, room_for
from gradviz.sources.foreign.blame import ARITHMETIC, blame
from gradviz.sources.foreign.ending import EndsTheProgram, raised
from gradviz.sources.foreign.errors import error_place, raised_on_purpose
from gradviz.sources.foreign.finding import Finding, FoundIn, Severity, exercise_finding
from gradviz.sources.foreign.known_ops import meaning
from gradviz.sources.foreign.lost_edges import (
    breaks_the_way,
    constructor_loses,
    is_flat,
    loses_operand,
    lost_edge,
)
from gradviz.sources.foreign.patience import TookTooLong
from gradviz.sources.foreign.promises import broken_promise
from gradviz.sources.foreign.reflected import unanswering
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.shared_results import shares_results
from gradviz.sources.foreign.special import SpecialUse, is_suspect, special_uses
from gradviz.sources.foreign.unwrapping import unwrapped
from gradviz.sources.foreign.uses import Use, binary_uses, power_uses, unary_uses
from gradviz.sources.foreign.wording import instead
from gradviz.sources.foreign.working import Working
from gradviz.sources.user_code import Place, is_own

_ON_PURPOSE = (NotImplementedError, AssertionError, TookTooLong, EndsTheProgram, SystemExit)
"""What an operator that refuses to do something ends in."""


def try_operators(bench: Bench) -> Working:
    working = Working()
    for use in [*binary_uses(bench), *power_uses(bench), *unary_uses(bench, working)]:
        _check(bench, use, working)
    for special in special_uses(bench):
        if special.method in working.right:
            _check_special(bench, special, working)
    for way, (use, error) in working.refused.items():
        note = _refuses_numbers(use, error)
        if way in working.answered and _refuses_some(use, error):
            _raises(bench, use, error, working, Severity.ERROR)
        elif way not in working.answered and _is_slip(bench, error) and not (note and use.optional):
            _raises(bench, use, error, working, Severity.NOTE if note else Severity.ERROR)
    working.findings += unanswering(bench, working)
    constructor_loses(bench, working)
    return working


def _with_number(use: Use) -> bool:
    return use.text[-1].isdigit() or use.text[0].isdigit()


def _refuses_numbers(use: Use, error: BaseException) -> bool:
    """Whether an operator raises since it was given a plain number. Such a class gives no
    wrong gradient: it gives none."""
    lacks = any(f"'{kind}' object" in str(error) for kind in ("int", "float"))
    return _with_number(use) and (lacks or isinstance(error, TypeError))


def _refuses_some(use: Use, error: BaseException) -> bool:
    """Whether an operator that takes other numbers raises on purpose for one that it should take
    as well: dividing by a negative one, say."""
    other_kind = isinstance(error, (*_ON_PURPOSE, TypeError))
    return not use.optional and not other_kind and raised_on_purpose(error)


def _is_slip(bench: Bench, error: BaseException) -> bool:
    """Whether an op that raises for every number does so by mistake: on a line of its own that
    doesn't raise on purpose."""
    if isinstance(error, (*_ON_PURPOSE, ImportError)):
        return False
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if step is None or not is_own(step.tb_frame.f_code.co_filename):
        return False
    unsupported = isinstance(error, TypeError) and "unsupported operand" in str(error)
    if unsupported and f"'{bench.engine.name}'" not in str(error):
        return False  # what the values hold doesn't take it
    return not raised_on_purpose(error)


# --- one use ----------------------------------------------------------------------------


def _check(bench: Bench, use: Use, working: Working) -> None:
    bench.leaves.clear()
    with room_for(1000):
        made, error = bench.attempt(use.act)
    key = use.method
    # An exponent may well be meant to be a plain number always.
    way = key, _with_number(use) and meaning(key) != "**"
    if error is not None:
        if not _refused(bench, use, error, working):
            working.refused.setdefault(way, (use, error))
        return
    working.answered.add(way)
    if not bench.engine.is_value(made):
        if use.method in ARITHMETIC and made is not NotImplemented:
            _no_value(bench, use, made, working)
        return
    bench.attempt(partial(bench.engine.settle, made))
    if not _changes_operand(bench, use, made, working):
        _check_number(bench, use, made, working)


def _changes_operand(bench: Bench, use: Use, made: Any, working: Working) -> bool:
    """Whether an operator changes the number of what it is given, whose other uses then are
    another's. That is told."""
    engine = bench.engine
    for leaf in bench.leaves:
        began, now = bench.began.get(id(leaf)), engine.data(leaf)
        if leaf is made or began is None or now is None or now == began or began != began:
            continue
        code = unwrapped(getattr(engine.cls, use.method)).__code__
        line = lines.attribute_line(code, engine.roles.data.rpartition(".")[2])
        place = Place(code.co_filename, line or lines.return_line(code))
        working.tainted.add(id(code))
        if not any(f.place == place for f in working.findings):
            said = f"{use.text} changes the number of its operand: {instead(now, began)}. "
            said += "Put the number into the result alone."
            op = use.method.strip("_")
            found = Finding(
                "operator-error", Severity.ERROR, FoundIn.EXERCISE, said, place,
                op=op, found=now, expected=began,
            )  # fmt: skip
            working.findings.append(found)
        return True
    return False


def _check_special(bench: Bench, use: SpecialUse, working: Working) -> None:
    """What is given for a special constant, where the operator is right for others."""
    bench.leaves.clear()
    made, error = bench.attempt(use.act)
    if error is not None:
        _refused(bench, use, error, working)
        return
    if not bench.engine.is_value(made):
        if use.slope and made is not NotImplemented:
            _no_value(bench, use, made, working)
        return
    bench.attempt(partial(bench.engine.settle, made))
    found = bench.engine.data(made)
    if found is None or not close(found, use.truth, 1e-5, 1e-9):
        _check_number(bench, use, made, working)
    elif use.slope and loses_operand(bench, made):
        if breaks_the_way(bench, use):
            lost_edge(bench, use, working)
    elif is_suspect(bench, use):
        working.samples.append(made)
        working.special.append(use)


def _check_number(bench: Bench, use: Use, made: Any, working: Working) -> None:
    key = use.method
    found = bench.engine.data(made)
    if found is None:
        if bench.engine.raw(made, bench.engine.roles.data) is NotImplemented:
            _holds_no_number(bench, use, made, working)
        return
    if close(found, use.truth, 1e-5, 1e-9):
        asked = key in working.shared or key in working.right
        if key in working.shared or (not asked and shares_results(bench, use, working)):
            return
        copies = meaning(use.method) == "identity"  # which may be meant to stand alone
        copies |= is_flat(bench, use, made)
        if not copies and loses_operand(bench, made) and breaks_the_way(bench, use):
            lost_edge(bench, use, working)
            return
        if copies and loses_operand(bench, made):
            working.unary.pop(key, None)
            return
        working.samples.append(made)
        working.right.add(key)
        if "**" in use.text and use.text.rpartition(" ")[2] not in ("a", "b"):
            exponent = use.text.rpartition(" ")[2]
            if exponent not in map(str, working.powers):
                working.powers.append(float(exponent) if "." in exponent else int(exponent))
        elif use.text.endswith("b") or use.text.endswith("b)"):
            working.binary.add(key)
        elif use.optional and use.text[-1].isdigit():
            working.constants.add(key)
        return
    wrong = blame(bench, use, working.right)
    if wrong is None:
        return
    place, code, name = wrong
    if code is not None:
        working.tainted.add(id(code))
    if name != use.method and any(f.place == place for f in working.findings):
        return
    working.findings.append(
        exercise_finding(
            "wrong-forward",
            f"{use.text} gives {instead(found, use.truth)}"
            + (f", since {name} is wrong." if name != use.method else "."),
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
        exercise_finding(
            "operator-error",
            f"{use.text} gives {what} instead of a value.",
            place,
            op=name.strip("_"),
        )
    )


def _holds_no_number(bench: Bench, use: Use, made: Any, working: Working) -> None:
    """`self.val.__add__(other)` with a value for `other` gives the object NotImplemented."""
    birth = bench.engine.births.get(id(made))
    if birth is None:
        return
    what = f"{use.text} holds NotImplemented instead of a number."
    working.tainted.add(id(birth.code))
    place = Place(birth.code.co_filename, lines.data_line(birth.code, birth.lasti))
    finding = exercise_finding("wrong-forward", what, place, op=use.method.strip("_"))
    working.findings.append(finding)


def _refused(bench: Bench, use: Use, error: BaseException, working: Working) -> bool:
    """An operator that raises: a fault, unless it says that it doesn't do this. Whether it is
    reported."""
    if isinstance(error, _ON_PURPOSE):
        return False
    if raised_on_purpose(error):
        return _says_otherwise(use, error, working)
    if isinstance(error, TypeError) and not _is_accident(bench, use, error):
        return False
    if isinstance(error, (ValueError, OverflowError, ZeroDivisionError)) and use.optional:
        return False
    refuses = _refuses_numbers(use, error)
    if use.optional and refuses:
        return False  # the class is for values alone
    optional_number = use.optional and use.text[-1].isdigit()
    severity = Severity.NOTE if refuses or optional_number else Severity.ERROR
    _raises(bench, use, error, working, severity)
    return severity is Severity.ERROR


def _says_otherwise(use: Use, error: BaseException, working: Working) -> bool:
    """Whether an operator refuses what it says that it takes; which is reported."""
    place = broken_promise(error)
    if place is not None:
        said = f"{use.text} {raised(error)}, though that is what it was given."
        found = exercise_finding("operator-error", said, place, op=use.method.strip("_"))
        working.findings.append(found)
    return place is not None


def _raises(
    bench: Bench, use: Use, error: BaseException, working: Working, severity: Severity
) -> None:
    place = error_place(error)
    code = unwrapped(getattr(bench.engine.cls, use.method)).__code__
    if isinstance(error, RecursionError):
        place = Place(code.co_filename, lines.return_line(code))
    working.findings.append(
        exercise_finding(
            "operator-error",
            f"{use.text} {raised(error)}.",
            place,
            op=use.method.strip("_"),
            severity=severity,
        )
    )


def _is_accident(bench: Bench, use: Use, error: TypeError) -> bool:
    """Whether a TypeError came from inside the operator itself, rather than from Python or
    from the class refusing this kind of operand."""
    place = error_place(error)
    if place is None or use.text[-1].isdigit() or use.text == "a ** b":
        return False
    refusals = ("unsupported operand", "must be real", "bad operand")
    return not any(words in str(error) for words in refusals)


# --- which call is to blame ----------------------------------------------------------------
