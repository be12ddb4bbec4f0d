"""A program's verdict, once both are known: how its run ended, and what its engine does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradviz.sources.report import Report


def finished_report(report: Report, *, failed: bool, notebook: bool) -> Report:
    """The examination's report, told how the program ended.

    A program that fails after its graph was made is judged by its graph; one that fails
    before has not been run, unless its engine alone is already found wrong. In a notebook
    failed cells are nothing unusual, and what was found counts.
    """
    bad = [t.message for t in report.troubles if t.kind in ("failed", "ended")]
    status, message = report.status, report.message
    told = [_cells_failed(bad)] if notebook and bad else bad[:3]
    if report.engine is None and not report.values:
        status = "error"
        if failed and bad:  # why it has no engine
            message = " ".join(told)
            report = replace(report, limitations=())
        else:
            message = " ".join([*told, message])
    elif failed:
        message = " ".join([bad[0], _what_is_known(report)]) if bad else message
        if status != "wrong" and report.root is None:
            status = "error"
    elif bad and notebook:
        message = f"{message} {_cells_failed(bad)}"
    return replace(report, status=status, message=message).placed()


def _cells_failed(bad: list[str]) -> str:
    """What to say of failed cells: those after the first mostly lack what it should have
    made."""
    if len(bad) == 1:
        return f"1 cell failed: {bad[0]}"
    return f"{len(bad)} cells failed, the first: {bad[0]}"


def _what_is_known(report: Report) -> str:
    """What the examination of a program says that failed. Without a graph of the program's the
    figures are the exercise's, and are told as that."""
    if report.root is not None:
        return f"What it had done until then is kept. {report.message}"
    if report.status == "error":  # a graph, but not of the value that was asked for
        return report.message
    if not report.engine or not report.message:
        return "It had made no graph until then."
    said = report.message[0].lower() + report.message[1:]
    if report.status != "correct":
        said = report.message
    name = report.engine.class_name
    return f"It had made no graph until then. gradviz's own exercise of {name}: {said}"
