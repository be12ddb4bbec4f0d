"""Checks many programs in a warm process for each processor: each in a fork of its own, so that
none leaves a trace for the next, without starting Python and importing gradviz each time.

What the forks do is what the worker does, minus its pipes and its supervision:
`python -m tests.check.forked` reads paths, one a line, and answers each with a line of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.check.verdict import ROOT, Verdict, from_json

SECONDS = 30


def check_forked(paths: list[Path]) -> list[Verdict | str]:
    """A verdict for each, or the words of the failure where the checker itself failed."""
    parts = min(os.cpu_count() or 1, len(paths))
    said: list[Verdict | str] = [""] * len(paths)
    with ThreadPoolExecutor() as threads:
        shares = [paths[part::parts] for part in range(parts)]
        for part, answers in enumerate(threads.map(_check_in_one_process, shares)):
            said[part::parts] = answers
    return said


def _check_in_one_process(paths: list[Path]) -> list[Verdict | str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.check.forked"],
        input="".join(f"{path}\n" for path in paths),
        stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [answer if isinstance(answer, str) else from_json(answer) for answer in answers]


def main() -> None:
    from gradviz.sources import foreign, running, verdict  # noqa: F401  warm before forking

    sys.set_int_max_str_digits(0)
    answers = os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    paths = sys.stdin.read().splitlines()
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    for path in paths:
        answers.write(_in_a_fork(path) + "\n")
        answers.flush()


def _in_a_fork(path: str) -> str:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        signal.alarm(SECONDS)
        with contextlib.suppress(OSError), os.fdopen(write, "w") as pipe:
            pipe.write(_answer(path))
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(pid, 0)
    return answer or json.dumps(f"the checker ended early, with status {status}")


def _answer(path: str) -> str:
    """In a thread with a deep stack, as in the worker: engines recurse."""
    answer: list[str] = []

    def work() -> None:
        try:
            answer.append(json.dumps(_check(path)))
        except BaseException:  # noqa: BLE001  the checker's own failure is a result here
            answer.append(json.dumps("the checker raised: " + traceback.format_exc(limit=-4)))

    threading.stack_size(256 * 1024 * 1024)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return answer[0]


def _check(path: str) -> dict[str, object]:
    from gradviz.sources.foreign import ProgramObserver, examine
    from gradviz.sources.request import Request
    from gradviz.sources.running import RECURSION_LIMIT, Running
    from gradviz.sources.verdict import finished_report

    request = Request(file=path)
    running = Running(request, lambda text: None)
    observer = ProgramObserver()
    with observer:
        running.run()
    sys.setrecursionlimit(RECURSION_LIMIT)
    report = examine(observer, running.namespace, running.shown.objects, request)
    report = replace(report, file=path, troubles=tuple(running.troubles))
    report = finished_report(report, failed=running.failed, notebook=running.is_notebook)
    return report.check_json()


if __name__ == "__main__":
    main()
