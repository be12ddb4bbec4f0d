"""The harness itself: it makes the changes it says it makes, and scores as it should."""

from __future__ import annotations

from tests.check.corpus import CORPUS
from tests.check.effect import effect, usable_graphs
from tests.check.mutants import Mutant, make_mutants
from tests.check.score import Judged, Scores
from tests.check.verdict import Said, Verdict

SOURCE = (CORPUS / "right" / "closures.py").read_text(encoding="utf-8")
MUTANTS = make_mutants("closures", SOURCE)
GRAPHS = usable_graphs("closures", SOURCE)


def _mutant(change: str) -> Mutant:
    return next(mutant for mutant in MUTANTS if mutant.change == change)


def _effect(change: str) -> str:
    return effect("closures", _mutant(change).source, GRAPHS)


def test_a_mutant_differs_in_its_own_line_alone() -> None:
    for mutant in MUTANTS:
        lines = list(zip(SOURCE.splitlines(), mutant.source.splitlines(), strict=True))
        changed = [number for number, (old, new) in enumerate(lines, 1) if old != new]
        assert len(changed) == 1
        assert mutant.first <= changed[0] <= mutant.last


def test_an_overwritten_gradient_changes_gradients() -> None:
    assert _effect("other.grad += out.grad -> other.grad = out.grad") == "gradients"


def test_a_swapped_pair_of_operands_changes_nothing() -> None:
    assert _effect("(self, other) -> (other, self)") == "none"


def test_the_brackets_of_the_lecture_slip_are_among_the_changes() -> None:
    slip = _mutant("(1 - t ** 2) * out.grad -> (1 - t ** 2 * (out.grad))")
    assert effect("closures", slip.source, GRAPHS) == "gradients"
    assert "tanh" not in SOURCE.splitlines()[slip.first - 1]


def test_scores_count_lines_and_alarms() -> None:
    mutant = _mutant("other.grad += out.grad -> other.grad = out.grad")

    def said(line: int) -> Verdict:
        problem = Said("overwritten-gradient", "error", "program", "x.py", line, None, "")
        return Verdict("wrong", "", has_root=True, problems=(problem,))

    scores = Scores(
        [
            Judged(mutant, "gradients", said(mutant.first)),
            Judged(mutant, "gradients", said(mutant.first + 1)),
            Judged(mutant, "none", said(1)),
            Judged(mutant, "none", Verdict("correct", "", has_root=True, problems=())),
        ]
    )
    assert scores.hit_rate == 0.5
    assert len(scores.alarms) == 1
