"""Every program of the corpus gets the verdict it deserves, with the right cause and line."""

from __future__ import annotations

import pytest

from tests.check.corpus import CORPUS, Case, quick_cases
from tests.check.judging import complaints
from tests.check.verdict import Verdict, check_command

CASES = quick_cases()

ALL_CAUSES = {
    "overwritten-gradient", "wrong-local-derivative", "missing-adjoint", "missing-contribution",
    "wrong-operand", "data-gradient-mixup", "closure-on-wrong-node", "lost-edge",
    "merged-by-equality", "wrong-order", "double-visit", "unvisited-node", "missing-seed",
    "wrong-forward", "operator-error", "backward-error",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_program_gets_its_verdict(case: Case, corpus_verdicts: dict[str, Verdict | str]) -> None:
    verdict = corpus_verdicts[case.name]
    assert isinstance(verdict, Verdict), verdict
    assert not complaints(case, verdict)


def test_the_corpus_has_every_cause() -> None:
    marked = {cause for case in CASES for mark in case.marks for cause in mark.causes}
    assert marked >= ALL_CAUSES


def test_the_command_says_the_same_for_several_files_at_once() -> None:
    names = ["lecture/overwrite_twice.py", "right/closures.py", "odd/no_graph.py"]
    wrong, right, none = check_command(*(CORPUS / name for name in names))
    assert (wrong.status, right.status, none.status) == ("wrong", "correct", "error")
    assert wrong.errors[0].cause == "overwritten-gradient"
