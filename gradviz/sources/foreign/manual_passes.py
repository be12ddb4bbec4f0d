"""Manual passes: backward done by hand, value by value, found in what was written and called."""

from __future__ import annotations

from typing import Any

from gradviz.sources.foreign.engine import Engine
from gradviz.sources.foreign.log import Call, Pass, Write
from gradviz.sources.foreign.scalars import number
from gradviz.sources.foreign.watch import Watch


def manual_pass(watch: Watch, engines: list[Engine]) -> Pass | None:
    """The writes and calls made by hand since the last seed: a gradient set to 1 by the
    program itself, after which some node's backward was run or gradients were set."""
    loose = watch.loose
    called = _called_with_seed(watch, engines) if loose.writes else _called_without(watch, engines)
    if called is not None:
        return called
    starts = [
        i
        for i, w in enumerate(loose.writes)
        if w.running is None and _is_seed(w, engines) and not _is_inside(w, watch.engine_codes)
    ]
    for start in _outermost_first(starts, loose.writes, engines):
        seed = loose.writes[start]
        calls = [c for c in loose.calls if c.writes > start]
        is_seen_to_go_on = calls or (not loose.calls and _hands_on(loose.writes[start:], engines))
        if not is_seen_to_go_on and start != starts[0]:
            continue
        first = next((i for i, c in enumerate(loose.calls) if c.writes > start), len(loose.calls))
        return Pass(
            root=seed.target,
            code=seed.code,
            lasti=seed.lasti,
            manual=True,
            data=_before_edits(watch, watch.loose.dropped + start),
            complete=True,
            cut=loose.cut or id(seed.code) in watch.stopped_in,
        ).holding(
            [w._replace(calls=max(0, w.calls - first)) for w in loose.writes[start:]],
            [c._replace(writes=c.writes - start) for c in loose.calls[first:]],
        )
    return _called_without(watch, engines)


def _hands_on(writes: list[Write], engines: list[Engine]) -> bool:
    """Whether after a seed another value was given a gradient. Rules that only a tape holds are
    called unseen."""
    seed, *rest = writes
    return any(w.target is not seed.target and e.number_in(w.after) for w in rest for e in engines)


def _called_without(watch: Watch, engines: list[Engine]) -> Pass | None:
    """What a program did that ran values' backward by hand and never set a gradient before, so
    that nothing but 0 was passed on."""
    loose = watch.loose
    if watch.passes or any(e.number_in(w.after) for w in loose.writes for e in engines):
        return None
    for at, call in enumerate(loose.calls):
        engine = next((e for e in engines if e.is_value(call.owner)), None)
        by_hand = id(call.code) not in watch.engine_codes and not call.arguments
        if engine is not None and by_hand and engine.operands(call.owner):
            return Pass(
                root=call.owner,
                code=call.code,
                lasti=call.lasti,
                manual=True,
                data=_before_edits(watch, watch.loose.dropped + call.writes),
                complete=True,
                cut=loose.cut or id(call.code) in watch.stopped_in,
            ).holding(loose.writes[call.writes :], loose.calls[at:])
    return None


def _outermost_first(starts: list[int], writes: list[Write], engines: list[Engine]) -> list[int]:
    """The last seed first. A driver outside of the class hands a 1 on to values below the
    result too: then it is the result, made last, whose 1 is the seed."""
    if len(starts) < 2:
        return starts
    last = writes[starts[-1]].target
    engine = next(e for e in engines if e.is_value(last))
    latest = {id(writes[i].target): i for i in starts}
    young = sorted(latest.values(), key=lambda i: -engine.age(writes[i].target))
    for start in young[:5]:
        above = writes[start].target
        if above is not last and engine.is_value(above) and id(last) in engine.ids_below(above):
            return [start, *reversed(starts)]
    return starts[::-1]


def _called_with_seed(watch: Watch, engines: list[Engine]) -> Pass | None:
    """The last time that the program ran one value's backward with a number, `y.backward(1.0)`,
    in an engine without a driver, whose values run one another's. What the program was stopped
    in the midst of counts only if there is none before it."""
    loose = watch.loose
    cut: Pass | None = None
    end, last = len(loose.writes), len(loose.calls)

    def is_own(call: Call) -> bool:
        return id(call.code) not in watch.engine_codes and not call.code.co_freevars

    for at, call in reversed(list(enumerate(loose.calls[:-1]))):
        engine = next((e for e in engines if e.is_value(call.owner)), None)
        if (
            engine is None
            or engine.driver.exists
            or not is_own(call)
            or is_own(loose.calls[at + 1])
        ):
            continue
        if call.arguments and number(call.arguments[0]) is not None:
            written = loose.writes[call.writes : end]
            own = next((i for i, w in enumerate(written) if w.running is None), len(written))
            found = Pass(
                root=call.owner,
                code=call.code,
                lasti=call.lasti,
                manual=True,
                data=_before_edits(watch, watch.loose.dropped + call.writes),
                complete=True,
                cut=loose.cut and last == len(loose.calls),
                seed=number(call.arguments[0]) or 1.0,
            ).holding(
                [w._replace(calls=max(0, w.calls - at)) for w in written[:own]],
                [c._replace(writes=c.writes - call.writes) for c in loose.calls[at:last]],
            )
            if not found.cut:
                return found
            cut, end, last = found, call.writes, at
    return cut


def _before_edits(watch: Watch, since: int) -> dict[int, Any]:
    """By id, the numbers that were edited after so many writes outside of passes, as they were
    before."""
    later = {key: [e for e in edits if e.loose > since] for key, edits in watch.edits.items()}
    return {key: edits[0].before for key, edits in later.items() if edits}


def _is_inside(write: Write, engine_codes: set[int]) -> bool:
    """Whether a function that the engine called wrote this."""
    outer = write.outer_code
    if outer is None:
        return False
    closure = id(write.code) in engine_codes and bool(outer.co_freevars)
    return id(outer) in engine_codes or closure


def _is_seed(write: Write, engines: list[Engine]) -> bool:
    return any(
        e.is_value(write.target)
        and e.number_in(write.after) == 1.0
        and not e.number_in(write.before)
        for e in engines
    )
