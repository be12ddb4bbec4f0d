"""What a trial says: right, or which fault and where.

For each operand the gradient after is fitted as

    after = s * before + k + m * adjoint

from three runs. A right backward has s = 1, k = 0 and m = the local derivative. s = 0 is an
overwrite, k ≠ 0 a contribution that forgets the adjoint, another m a wrong derivative.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.log import Write, place_of
from gradviz.sources.foreign.scalars import close
from gradviz.sources.foreign.trial import Run, Trial
from gradviz.sources.user_code import Place


@dataclass(frozen=True)
class Fault:
    """A cause with the write (or the lack of one) that shows it."""

    cause: str
    operand: int  # among the distinct operands; -1: the node as a whole
    write: Write | None
    found: float | None
    expected: float | None
    slope_found: float | None = None
    slope_expected: float | None = None
    at: Place | None = None  # where there is no write to a gradient
    run: int = 0  # the run of the trial whose numbers these are
    replaces: bool = False  # the contribution stands in the place of what was there
    skips: bool = False  # in this run nothing was written, in another something was
    stored_as: str = ""  # the wrong name that a closure was stored under
    is_bent: bool = False  # what is passed on isn't linear in the gradient of the result

    @property
    def place(self) -> Place | None:
        if self.at is not None:
            return self.at
        return None if self.write is None else self.write.place


@dataclass(frozen=True)
class _Fit:
    s: float
    k: float
    m: float


def faults(
    engine: Engine, trial: Trial, slopes: list[float], xs: list[float], z: float, loose: float
) -> list[Fault]:
    """Everything wrong with one node's backward. `slopes` and `xs` are the right total local
    derivative by, and the value of, each distinct operand; `z` is the node's value."""
    if trial.error is not None:
        return [Fault("backward-error", -1, None, None, None)]
    if trial.returns:
        return _returned_faults(trial, slopes, loose, engine.rule.gives_locals)
    first = trial.runs[0]
    if first.unreadable or not engine.roles.grad:
        return []  # the driver makes something of what it returns; whole expressions tell
    if first.data_changed:
        place = None
        if first.data_writes:
            _, code, lasti = first.data_writes[-1]
            place = place_of(code, lasti)
        write = _last_write(engine, first, None)
        return [Fault("data-gradient-mixup", first.data_changed[0], write, None, None, at=place)]
    if any(value is None for run in trial.runs for value in run.after):
        return [Fault("data-gradient-mixup", -1, _last_write(engine, first, None), None, None)]
    fits = [_fit(trial, i) for i in range(len(trial.operands))]
    if not any(run.writes for run in trial.runs) and _nothing(fits) and any(slopes):
        expected = first.before[0] + first.adjoint * slopes[0]
        return [Fault("missing-contribution", -1, None, first.before[0], expected)]
    found = _wrong_operand(engine, trial, fits, slopes, loose)
    if found:
        return found
    out: list[Fault] = []
    for i, (fit, slope) in enumerate(zip(fits, slopes, strict=True)):
        out += _operand_faults(engine, trial, i, fit, slope, xs, z, loose, fits)
    return out


def slopes_found(trial: Trial, locals_alone: bool) -> list[float]:
    """The local derivative that a trial shows by each distinct operand; nothing where it shows
    that something else is wrong."""
    if trial.error is not None:
        return []
    count = len(trial.operands)
    if trial.returns:
        first, second = (gathered(trial, run, count) for run in trial.runs[:2])
        if locals_alone or not len(first) == len(second) == count:
            return first if locals_alone else []
        by = trial.runs[0].adjoint - trial.runs[1].adjoint
        return [(x - y) / by for x, y in zip(first, second, strict=True)]
    if any(x is None for run in trial.runs for x in run.after):
        return []
    fits = [_fit(trial, i) for i in range(count)]
    added = all(close(f.s, 1.0, 1e-6) and abs(f.k) < 1e-6 * (1 + abs(f.m)) for f in fits)
    return [f.m for f in fits] if added else []


def _fit(trial: Trial, i: int) -> _Fit:
    r1, r2, r3 = trial.runs
    y1, y2, y3 = (run.after[i] or 0.0 for run in (r1, r2, r3))
    s = (y1 - y3) / (r1.before[i] - r3.before[i])
    m = (y1 - y2) / (r1.adjoint - r2.adjoint)
    return _Fit(s, y1 - s * r1.before[i] - m * r1.adjoint, m)


def _nothing(fits: list[_Fit]) -> bool:
    return all(close(f.s, 1.0, 1e-6) and abs(f.k) < 1e-9 and abs(f.m) < 1e-9 for f in fits)


def _same(x: float, y: float, loose: float) -> bool:
    return close(x, y, loose, loose) or (not math.isfinite(x) and not math.isfinite(y))


def _operand_faults(
    engine: Engine,
    trial: Trial,
    i: int,
    fit: _Fit,
    slope: float,
    xs: list[float],
    z: float,
    loose: float,
    fits: list[_Fit],
) -> list[Fault]:
    right = [
        _same(r.after[i] or 0.0, r.before[i] + r.adjoint * slope, loose * (1 + abs(slope)))
        for r in trial.runs
    ]
    if all(right):
        return []
    number = right.index(False)
    run = trial.runs[number]
    expected = run.before[i] + run.adjoint * slope
    found = run.after[i] or 0.0
    write = _last_write(engine, run, trial.operands[i])

    def fault(cause: str, at: Write | None = write) -> Fault:
        replaces = close(fit.s, 0.0, 0.0, 1e-6)
        return Fault(cause, i, at, found, expected, fit.m, slope, run=number, replaces=replaces)

    silent = [n for n, r in enumerate(trial.runs) if not _writes_to(engine, r, trial.operands[i])]
    if silent and len(silent) < len(trial.runs):  # whether it adds depends on the gradient
        return [replace(fault("data-gradient-mixup"), run=silent[0], skips=True)]
    nothing = [r.after[i] == r.before[i] for r in trial.runs]
    if slope and any(nothing) and any(ok for ok in right):  # `(out.grad > 0) * out.grad`
        return [replace(fault("data-gradient-mixup"), run=nothing.index(True))]
    if not math.isfinite(fit.m) and math.isfinite(slope):
        return [fault("wrong-local-derivative")]
    if _multiplies_a_gradient(engine, trial, i, slope):
        return [
            fault(
                "data-gradient-mixup", _worst_write(engine, run, trial.operands[i], slope) or write
            )
        ]
    out: list[Fault] = []
    repeated = len(_writes_to(engine, run, trial.operands[i])) > 1
    if close(fit.s, 0.0, 0.0, 1e-6):
        out.append(
            fault("overwritten-gradient", _clearing(engine, run, trial.operands[i]) or write)
        )
        if repeated:  # only the last of several contributions is left to judge
            return out
    elif not close(fit.s, 1.0, 1e-6):
        # What it adds follows the operands' gradients, not the result's.
        ignores = abs(fit.m) < 1e-12
        return [fault("data-gradient-mixup" if ignores else "wrong-local-derivative")]
    elif trial.slots.count(i) > 1 and abs(fit.k) < 1e-9 and _same(2 * fit.m, slope, loose):
        # One of two equal shares is left: replaced by the other, or never passed on.
        return [fault("overwritten-gradient" if repeated else "missing-contribution")]
    worst = _worst_write(engine, run, trial.operands[i], slope) or write
    k, m = fit.k, fit.m
    # An affine contribution, such as 1 - t**2 * out.grad, or one without the adjoint at all.
    if abs(k) > loose * (1 + abs(k) + abs(m)):
        mixed = abs(m) < 1e-9 and _same(k, slope * z, loose) and not _same(k, slope, loose)
        out.append(fault("data-gradient-mixup" if mixed else "missing-adjoint", worst))
    elif not _same(m, slope, loose * (1 + abs(slope))):
        if abs(m) < 1e-12 and worst is None:
            out.append(fault("missing-contribution"))
        else:
            out.append(fault("wrong-local-derivative", worst))
    return out


def _multiplies_a_gradient(engine: Engine, trial: Trial, i: int, slope: float) -> bool:
    """Whether a contribution is, in every run, the adjoint or the derivative times an operand's
    gradient as it was at that moment."""
    owner = engine.grad_owner(trial.operands[i])
    for run in trial.runs:
        now = {id(engine.grad_owner(x)): g for x, g in zip(trial.operands, run.before, strict=True)}
        hit = False
        for write in run.writes:
            after = engine.number_in(write.after)
            if after is None:
                return False
            before = now.get(id(write.target), 0.0)
            if write.target is owner and after != before:
                for change in (after - before, after):
                    products = [g * run.adjoint for g in now.values()]
                    if slope:  # the gradient of an operand in the place of the result's
                        others = [g for g in now.values() if not close(g, run.adjoint, 1e-9)]
                        products += [g * slope for g in others]
                    same = any(close(change, product, 1e-9) for product in products)
                    hit |= change != 0 and same  # 0 is also what a gradient is cleared to
            now[id(write.target)] = after
        if not hit:
            return False
    return True


def _wrong_operand(
    engine: Engine, trial: Trial, fits: list[_Fit], slopes: list[float], loose: float
) -> list[Fault]:
    """One operand got nothing, another what was meant for it."""
    run = trial.runs[0]
    for i, (fit, slope) in enumerate(zip(fits, slopes, strict=True)):
        untouched = close(fit.s, 1.0, 1e-6) and abs(fit.k) + abs(fit.m) < 1e-12 and slope
        if not untouched or _writes_to(engine, run, trial.operands[i]):
            continue
        for j in range(len(fits)):
            if j == i:
                continue
            for write in _writes_to(engine, run, trial.operands[j]):
                change = _change(engine, write)
                as_new = engine.number_in(write.after)
                wanted = run.adjoint * slope
                meant = [x for x in (change, as_new) if x is not None and _same(x, wanted, loose)]
                own = _same(wanted, run.adjoint * slopes[j], loose)
                twice = len(_writes_to(engine, run, trial.operands[j])) > 1
                if meant and (not own or twice):
                    if own and twice:
                        write = _writes_to(engine, run, trial.operands[j])[-1 if i > j else 0]
                    expected = run.before[i] + wanted
                    return [Fault("wrong-operand", i, write, run.before[i], expected)]
        foreign = [
            w
            for w in run.writes
            if all(w.target is not engine.grad_owner(x) for x in trial.operands)
        ]
        if foreign:
            expected = run.before[i] + run.adjoint * slope
            return [Fault("wrong-operand", i, foreign[-1], run.before[i], expected)]
    return []


def _returned_faults(
    trial: Trial, slopes: list[float], loose: float, locals_alone: bool
) -> list[Fault]:
    """For a backward that returns its contributions instead of adding them."""
    first, second = trial.runs[0], trial.runs[1]
    a, b = gathered(trial, first, len(slopes)), gathered(trial, second, len(slopes))
    out = []
    for i, slope in enumerate(slopes):
        if i >= len(a) or i >= len(b):
            out.append(Fault("missing-contribution", i, None, 0.0, first.adjoint * slope))
            continue
        m = (a[i] - b[i]) / (first.adjoint - second.adjoint)
        k = a[i] - m * first.adjoint
        due = [run.adjoint * slope for run in (first, second)]
        if slope and 0.0 in (a[i], b[i]) and any(map(_same, (a[i], b[i]), due, (loose, loose))):
            number = (a[i], b[i]).index(0.0)  # `out.grad if out.grad > 0 else 0`
            cause = "data-gradient-mixup"
            out.append(Fault(cause, i, None, 0.0, due[number], run=number))
            continue
        if locals_alone:
            if not m and _same(k, slope, loose * (1 + abs(slope))):
                continue
            cause = "wrong-local-derivative"
            out.append(Fault(cause, i, None, a[i], slope, a[i], slope))
            continue
        if abs(k) > loose * (1 + abs(m)):
            cause = "missing-adjoint"
        elif _same(m, slope, loose * (1 + abs(slope))):
            continue
        elif any(close(m, grad, 1e-9) for grad in first.before):
            cause = "data-gradient-mixup"  # `return g * b.grad`
        else:
            cause = "wrong-local-derivative"
        out.append(Fault(cause, i, None, a[i], first.adjoint * slope, m, slope))
    return out


def gathered(trial: Trial, run: Run, count: int) -> list[float]:
    """What is returned for each distinct operand: one number an operand as written, or one a
    distinct operand."""
    returned = run.returned or []
    if len(returned) != len(trial.slots):
        return returned
    out = [0.0] * count
    for slot, x in zip(trial.slots, returned, strict=True):
        out[slot] += x
    return out


# --- writes -----------------------------------------------------------------------------


def _writes_to(engine: Engine, run: Run, operand: Any) -> list[Write]:
    owner = engine.grad_owner(operand)
    return [w for w in run.writes if w.target is owner]


def _last_write(engine: Engine, run: Run, operand: Any) -> Write | None:
    writes = run.writes if operand is None else _writes_to(engine, run, operand)
    return writes[-1] if writes else None


def _clearing(engine: Engine, run: Run, operand: Any) -> Write | None:
    """The write that sets an operand's gradient to 0, before another adds to that."""
    writes = _writes_to(engine, run, operand)
    number = engine.number_in
    cleared = [w for w in writes[:-1] if number(w.after) == 0 and number(w.before)]
    return cleared[-1] if cleared else None


def _change(engine: Engine, write: Write) -> float | None:
    before, after = engine.number_in(write.before), engine.number_in(write.after)
    return None if before is None or after is None else after - before


def _worst_write(engine: Engine, run: Run, operand: Any, slope: float) -> Write | None:
    """Of several writes to one operand (`a * a`), the first whose change isn't its share."""
    writes = _writes_to(engine, run, operand)
    if len(writes) < 2:
        return writes[0] if writes else None
    share = run.adjoint * slope / len(writes)
    for write in writes:
        change = _change(engine, write)
        if change is not None and not close(change, share, 1e-6):
            return write
    return writes[-1]
