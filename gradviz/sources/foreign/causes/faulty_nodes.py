"""Faulty nodes: those already found wrong alone may account for a whole that is wrong."""

from __future__ import annotations

from gradviz.sources.foreign.causes.case import Case
from gradviz.sources.foreign.causes.told import Answer, Elsewhere
from gradviz.sources.foreign.composites import method_of_rule


def account_for_it(case: Case) -> Answer:
    """They were there, and the driver ran each node once, in a right order."""
    captured, verdicts = case.trying.captured, case.whole.verdicts
    if verdicts.misplaced and any(method_of_rule(captured, i) for i in range(len(captured))):
        return Elsewhere.TOLD  # a rule in the wrong place makes any order look wrong
    kinds = {kind[:2] for kind in case.trying.op_kinds()}
    guilty = {kind[:2] for kind in verdicts.bad_kinds}
    if verdicts.pending:  # what raises alone and not in a pass explains nothing
        raised = [p for p in verdicts.pending if p.fault.cause == "backward-error"]
        others = [p for p in verdicts.pending if p.fault.cause != "backward-error"]
        guilty -= {p.captured.kind(p.node)[:2] for p in raised}
        guilty |= {p.captured.kind(p.node)[:2] for p in others}
    if not kinds & guilty:
        return None
    lacks_backward = any(
        operands and not case.engine.rule.exists(captured.objects[i])
        for i, operands in enumerate(captured.operands)
    )
    # A closure that isn't there can't be run.
    if lacks_backward or case.visits.fault() is None:
        return Elsewhere.TOLD
    return None
