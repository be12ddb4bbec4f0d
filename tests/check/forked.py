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
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

from tests.check.verdict import ROOT, Verdict, from_json

SECONDS = 30


class ForkedCheck:
    """A check of many programs that has begun; meanwhile something else may be done."""

    def __init__(self, paths: list[Path], processes: int) -> None:
        self._count = len(paths)
        shares = [paths[part::processes] for part in range(min(processes, len(paths)))]
        self._shares = [_Share(share) for share in shares]

    def answers(self) -> list[Verdict | str]:
        """A verdict for each, or the words of the failure where the checker itself failed."""
        said: list[Verdict | str] = [""] * self._count
        for part, share in enumerate(self._shares):
            said[part :: len(self._shares)] = share.answers()
        return said

    def end(self) -> None:
        """Nobody waits for the answers any more."""
        for share in self._shares:
            share.end()


class _Share:
    """What one of the processes is to check."""

    def __init__(self, paths: list[Path]) -> None:
        self._said = TemporaryFile("w+")  # noqa: SIM115  a pipe would be full: nobody reads along
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.check.forked"],
            stdin=subprocess.PIPE, stdout=self._said, cwd=ROOT, start_new_session=True, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert self._process.stdin is not None
        with self._process.stdin as asked:
            asked.writelines(f"{path}\n" for path in paths)

    def answers(self) -> list[Verdict | str]:
        code = self._process.wait()
        assert code == 0, f"the checking process ended with {code}"
        self._said.seek(0)
        answers = [json.loads(line) for line in self._said]
        return [answer if isinstance(answer, str) else from_json(answer) for answer in answers]

    def end(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._said.close()


def check_forked(paths: list[Path]) -> list[Verdict | str]:
    """The answers for all of them, by as many processes as there are processors."""
    check = ForkedCheck(paths, os.cpu_count() or 1)
    try:
        return check.answers()
    finally:
        check.end()


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
