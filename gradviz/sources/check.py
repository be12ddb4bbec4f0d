"""`gradviz check FILE...`: are these programs' gradients right? For a terminal, CI, pre-commit.

Exit code 0: every gradient verified. 1: at least one problem that makes a number wrong.
2: a file could not be run, has no graph, or could not be verified.
"""

from __future__ import annotations

import json
import linecache
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gradviz.sources.child import Child
from gradviz.sources.notebook import read_notebook
from gradviz.sources.place import in_words
from gradviz.sources.program_text import Unreadable, read_program
from gradviz.sources.report import ProblemInfo, Report
from gradviz.sources.request import Limits, Request

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

DEFAULT_SECONDS = 30.0
_MOST_NOTES = 8  # lines of what was skipped or replaced, a file


def add_check_command(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """`check` among the commands; its `run` takes the parsed arguments and gives the code."""
    parser = subparsers.add_parser(
        "check",
        help="tell whether programs' gradients are right, and which line is wrong",
        description="Run each program (.py or .ipynb), watch its engine, and check every "
        "gradient. The programs run with your rights. Exit code 0: every gradient is verified; "
        "1: there is a problem; 2: a program could not be run or has no graph.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a file, one a line")
    parser.add_argument("--root", metavar="NAME", help="check the graph under this value")
    parser.add_argument(
        "--timeout", metavar="S", type=_seconds, default=DEFAULT_SECONDS,
        help=f"seconds that a program may run (default: {DEFAULT_SECONDS:g})",
    )  # fmt: skip
    parser.set_defaults(
        run=lambda arguments: run_check(
            arguments.files, arguments.json, arguments.root, arguments.timeout
        )
    )
    return parser


def run_check(
    files: Sequence[str], json: bool, root: str | None = None, timeout: float = DEFAULT_SECONDS
) -> int:
    """Check the files, several at once, print what was found in their order."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    worst = 0
    for i, report in enumerate(_reports(files, root, timeout)):
        worst = max(worst, exit_code(report))
        said = json_line(report) if json else ("\n" if i else "") + readable(report)
        try:
            print(said, flush=True)
        except BrokenPipeError:  # who reads has read enough, as `head` has
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            break
    return worst


def exit_code(report: Report) -> int:
    return {"correct": 0, "wrong": 1}.get(report.status, 2)


def json_line(report: Report) -> str:
    return json.dumps(report.check_json(), allow_nan=False, ensure_ascii=False)


def check_file(child: Child) -> Report:
    return from_here(child.run())


# --- several at once ----------------------------------------------------------------------


def _reports(files: Sequence[str], root: str | None, timeout: float) -> Iterator[Report]:
    children = [Child(_request(file, root, timeout)) for file in files]
    pool = ThreadPoolExecutor(max_workers=max(1, min(len(files), os.cpu_count() or 1)))
    try:
        yield from pool.map(check_file, children)
    finally:  # also on Ctrl+C: no child stays
        for child in children:
            child.cancel()
        pool.shutdown(wait=True, cancel_futures=True)


def _request(file: str, root: str | None, timeout: float) -> Request:
    notebook = file.lower().endswith(".ipynb")
    return Request(
        file,
        cwd=None if notebook else os.getcwd(),  # noqa: PTH109  as Jupyter and as Python do
        root=root,
        limits=Limits(seconds=timeout),
    )


# --- readable -----------------------------------------------------------------------------


def readable(report: Report) -> str:
    """The report as text: the verdict, then each problem with its line quoted."""
    lines = [f"{report.file}: {_headline(report)}"]
    for problem in report.problems:
        lines += ["", *_problem_lines(problem)]
    failed_first = sorted(report.troubles, key=lambda trouble: trouble.kind != "failed")
    notes = [t.message for t in failed_first if t.message not in report.message]
    shown = notes[:_MOST_NOTES]
    if shown:
        lines.append("")
        lines += [f"  note: {note}" for note in shown]
        if len(notes) > len(shown):
            lines.append(f"  … and {len(notes) - len(shown)} more such notes")
    new = [text for text in report.limitations if text not in report.message]
    lines += [f"  note: {limitation}" for limitation in new]
    return "\n".join(lines)


def _headline(report: Report) -> str:
    """The report's message, or where that only is the first problem's, how many there are."""
    errors = sum(problem.severity == "error" for problem in report.problems)
    first = report.problems[0].message if report.problems else ""
    if not errors or not first or first not in report.message:
        return report.message
    return "1 problem." if errors == 1 else f"{errors} problems."


def _problem_lines(problem: ProblemInfo) -> Iterator[str]:
    where = in_words(problem.file or "", problem.line or 0, problem.cell)
    yield f"  {problem.severity}: {problem.cause}" + (f" at {where}" if where else "")
    text = source_line(problem.file, problem.line, problem.cell)
    if text:
        yield f"    {problem.line} | {text}"
    yield f"    {problem.message}"
    if problem.advice:
        yield f"    {problem.advice}"


def source_line(file: str | None, line: int | None, cell: int | None) -> str:
    """The text of a line without its indentation; '' where it can't be had."""
    if not file or not line:
        return ""
    if cell is None:
        return linecache.getline(file, line).strip()
    try:
        cells = read_notebook(read_program(file), file)
    except Unreadable:
        return ""
    lines = next((each.text.split("\n") for each in cells if each.number == cell), [])
    return lines[line - 1].strip() if line <= len(lines) else ""


def from_here(report: Report) -> Report:
    """The same with every file as one would write it here: 'engine.py', not its full path."""
    problems = tuple(
        replace(problem, file=shorter(problem.file)) if problem.file else problem
        for problem in report.problems
    )
    engine = report.engine
    if engine is not None:
        engine = replace(engine, file=shorter(engine.file))
    return replace(report, engine=engine, problems=problems)


def shorter(file: str) -> str:
    """Relative to the present folder, for what is in it."""
    here = Path.cwd()
    path = Path(file)
    return str(path.relative_to(here)) if path.is_relative_to(here) else file


def _seconds(text: str) -> float:
    import argparse

    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds
