"""The work of the child process: run the program, see to its end, examine what it left."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from gradviz.sources import processes
from gradviz.sources.foreign import ProgramObserver, examine
from gradviz.sources.freezing import deep_thread, freeze, freeze_thread
from gradviz.sources.protocol import Ended, Progress, Sketch
from gradviz.sources.report import Report, Trouble
from gradviz.sources.running import RECURSION_LIMIT, Running
from gradviz.sources.snapshot import Line, Snapshots
from gradviz.sources.troubles import (
    ended_trouble,
    exit_trouble,
    stopped_trouble,
    trial_trouble,
)
from gradviz.sources.user_code import innermost
from gradviz.sources.verdict import finished_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from gradviz.sources.request import Request
    from gradviz.sources.worker import Messages

_LOOK = 0.05  # seconds between two looks at whether it is to stop
_HANGING = 1.5  # seconds after the time limit, when no Python thread gets to run any more


class Work:
    """One request. The program has a thread of its own, with a deep stack, so that this one
    can look at it, stop it, and report what it did, whatever state it is in."""

    def __init__(self, request: Request, messages: Messages, line: Line | None, crash: int) -> None:
        self._request = request
        self._messages = messages
        self._line = line
        self._crash = crash
        self._process = os.getpid()
        self._snapshots: Snapshots | None = None
        self._is_snapshot = False
        self._is_to_stop = False
        self._over = threading.Event()
        self._ended: Trouble | None = None
        self._running = Running(request, self._say)
        self._observer = ProgramObserver(request.leaves, request.pass_number)

    def do(self) -> None:
        if self._line is not None:
            self._snapshots = Snapshots(self._line, self._report_for_the_dead)
            self._observer.on_pass = self._running.on_cell = self._keep
            os.register_at_fork(after_in_child=self._after_fork)
        if hasattr(signal, "SIGUSR1"):
            signal.signal(signal.SIGUSR1, self._stop)
        self._exit = os._exit
        os._exit = self._exit_instead  # type: ignore[assignment]
        self._run()
        self._examine()

    # --- the program --------------------------------------------------------------------

    def _run(self) -> None:
        seconds = self._request.limits.seconds
        # A thread of faulthandler's ends the process when it hangs within C, where no Python
        # runs, and writes where.
        faulthandler.dump_traceback_later(seconds + _HANGING, exit=True, file=self._crash)
        thread = deep_thread(self._run_program, "program")
        if not self._wait_for_end(seconds):
            frame = sys._current_frames().get(thread.ident or 0)
            place = innermost(frame)
            freeze_thread(thread)
            self._observer.stopped_at(frame)
            given = None if self._is_to_stop else seconds
            self._ended = stopped_trouble(given, place)
        elif self._ended is not None:
            freeze_thread(thread)
        faulthandler.cancel_dump_traceback_later()

    def _wait_for_end(self, seconds: float) -> bool:
        """Whether the program ended by itself, in time and before it was told to stop."""
        end = time.monotonic() + seconds
        while not self._over.wait(min(_LOOK, max(0.0, end - time.monotonic()))):
            if self._is_to_stop or time.monotonic() >= end:
                return False
        return True

    def _stop(self, *_: object) -> None:
        self._is_to_stop = True

    def _run_program(self) -> None:
        processes.limit_memory(self._request.limits.memory_mb)
        with self._observer:
            self._running.run()
        if os.getpid() != self._process:  # a fork of the program's came all the way here
            self._exit(0)
        self._over.set()

    def _exit_instead(self, code: int) -> NoReturn:
        """`os._exit` in the program: the program is over, its process goes on to report."""
        if os.getpid() != self._process:
            self._exit(code)
        self._ended = exit_trouble(code, innermost(sys._getframe(1)), "os._exit")
        self._observer.stopped_at(sys._getframe(1))
        self._over.set()
        freeze()

    # --- snapshots ----------------------------------------------------------------------

    def _keep(self, report: Callable[[Ended], None] | None = None) -> None:
        if self._snapshots is None:
            return
        self._is_snapshot = True
        try:
            self._snapshots.take(report)
        finally:
            self._is_snapshot = False

    def _after_fork(self) -> None:
        """In a copy of the process: only a snapshot may speak to gradviz."""
        if self._is_snapshot:
            self._messages.renew_lock()
            return
        self._messages.close()
        if self._line is not None:
            self._line.close_programs_end()

    def _report_for_the_dead(self, ended: Ended) -> None:
        """In a snapshot, once the process it was taken of is gone."""
        self._process = os.getpid()
        os._exit = self._exit
        self._ended = ended_trouble(ended, self._running.file, self._request.limits)
        processes.limit_memory(0)
        self._messages.send(self._finished(self._examined()))

    def _report_untried(self, ended: Ended) -> None:
        """The same, of a process that the examination crashed: what was recorded, and where."""
        self._process = os.getpid()
        os._exit = self._exit
        crash = trial_trouble(ended)
        self._messages.send(self._finished(self._examined(crash.message)))

    # --- the report ---------------------------------------------------------------------

    def _examine(self) -> None:
        self._say("Examining the gradients")
        processes.limit_memory(0)
        sys.setrecursionlimit(RECURSION_LIMIT)
        self._keep(self._report_untried)
        report: list[Report] = []
        error: list[BaseException] = []

        def work() -> None:
            try:
                report.append(self._examined())
            except BaseException as problem:  # noqa: BLE001  raised again below
                error.append(problem)

        seconds = self._request.limits.examination_seconds
        thread = deep_thread(work, "examination")
        thread.join(seconds)
        if error:
            raise error[0]
        if not report:
            freeze_thread(thread)
            what = f"Its gradients could not be verified within {seconds:g} seconds."
            report.append(Report("", "unverified", what))
        self._messages.send(self._finished(report[0]))

    def _examined(self, crash: str | None = None) -> Report:
        return examine(
            self._observer,
            self._running.namespace,
            self._running.shown.objects,
            self._request,
            self._send_sketch if self._request.sketch else None,
            crash,
        )

    def _send_sketch(self, report: Report) -> None:
        sketched = replace(report, status="unverified", message="Examining the gradients…")
        self._messages.send(Sketch(self._finished(sketched)))

    def _finished(self, report: Report) -> Report:
        troubles = tuple(self._running.troubles)
        if self._ended is not None:
            troubles += (self._ended,)
        failed = self._running.failed or self._ended is not None
        return finished_report(
            replace(report, file=self._request.file, troubles=troubles),
            failed=failed,
            notebook=self._running.is_notebook,
        )

    def _say(self, text: str) -> None:
        self._messages.send(Progress(text))
