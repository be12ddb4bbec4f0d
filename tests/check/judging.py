"""What is wrong with a verdict on a program of the corpus, in words; nothing if nothing is."""

from __future__ import annotations

from tests.check.corpus import Case, Mark
from tests.check.verdict import Said, Verdict


def complaints(case: Case, verdict: Verdict) -> list[str]:
    found = []
    if verdict.status not in case.verdicts:
        found.append(f"status {verdict.status}, not {'/'.join(case.verdicts)}: {verdict.message}")
    if not case.has_root and verdict.has_root:
        found.append("a root, where the program makes no graph")
    noted = {note.cause for note in verdict.notes}
    found += [f"no note {cause}" for cause in case.notes if cause not in noted]
    if case.marks and "wrong" in case.verdicts and verdict.status == "wrong":
        found += _about_problems(case, verdict)
    if not case.marks and verdict.errors and "wrong" not in case.verdicts:
        found += [f"false alarm: {problem}" for problem in verdict.errors]
    return found


def first_is_right(case: Case, verdict: Verdict) -> bool:
    """Whether the first error has a cause and a line that are marked together."""
    return bool(verdict.errors) and any(_fits(mark, verdict.errors[0]) for mark in case.marks)


def _about_problems(case: Case, verdict: Verdict) -> list[str]:
    found = []
    if not first_is_right(case, verdict):
        first = verdict.errors[0] if verdict.errors else "no error at all"
        found.append(f"first {first}; expected {' or '.join(map(_words, case.marks))}")
    found += [
        f"not found: {_words(mark)}"
        for mark in case.marks
        if mark.required and not any(_fits(mark, problem) for problem in verdict.errors)
    ]
    found += [
        f"a false problem beside the real one: {problem}"
        for problem in verdict.errors[1:]
        if not any(_fits(mark, problem) for mark in case.marks)
    ]
    return found


def _fits(mark: Mark, problem: Said) -> bool:
    return mark.cell == problem.cell and mark.fits(problem.cause, problem.file, problem.line)


def _words(mark: Mark) -> str:
    cell = "" if mark.cell is None else f" cell {mark.cell}"
    return f"{'/'.join(mark.causes)} at {mark.file}{cell}:{mark.line}"
