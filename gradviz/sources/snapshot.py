"""What a program had done a moment ago, kept by a sleeping copy of its process.

`fork` copies a process in a few milliseconds. After each backward pass, and before its gradients
are examined, the program's process forks, and the copy sleeps. If the process then crashes so
hard that no Python runs any more (a segfault, a loop within C, the memory's end), the supervisor
wakes the copy, which examines what had been recorded and reports that. Only where there is
`fork`; elsewhere that is lost.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import struct
import time
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gradviz.sources.fork_limit import real_fork
from gradviz.sources.protocol import Ended
from gradviz.sources.wire import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

_PID = struct.Struct("=q")
_FREE = 0.05  # seconds that snapshots may cost however short the program is
_SHARE = 0.1  # and of each second that it runs
_COPYING = 5
"""A snapshot costs the program so many times what `fork` takes: each page of memory that it
writes to from then on, and with reference counts it writes to all, is copied first."""


@dataclass
class Line:
    """Two pipes: by one the snapshots tell the supervisor that they are there, by the other
    it wakes one of them."""

    there_read: int
    there_write: int
    wake_read: int
    wake_write: int
    _known: list[int] = field(default_factory=list)

    @classmethod
    def open(cls) -> Line:
        return cls(*os.pipe(), *os.pipe())

    def keep_programs_end(self) -> None:
        os.close(self.there_read)
        os.close(self.wake_write)

    def keep_supervisors_end(self) -> None:
        os.close(self.there_write)
        os.close(self.wake_read)

    def close_programs_end(self) -> None:
        """In a process that the program forked."""
        for end in (self.there_write, self.wake_read):
            with contextlib.suppress(OSError):
                os.close(end)

    # --- the supervisor's side ----------------------------------------------------------

    def snapshots(self) -> list[int]:
        """Every snapshot there ever was, the newest last."""
        while select.select([self.there_read], [], [], 0)[0]:
            told = os.read(self.there_read, _PID.size)
            if len(told) < _PID.size:
                break
            self._known.append(_PID.unpack(told)[0])
        return self._known

    def newest_snapshot(self) -> int:
        """Its process, or 0 for none."""
        known = self.snapshots()
        return known[-1] if known else 0

    def wake(self, ended: Ended) -> bool:
        """Tell the one snapshot that is left how its program ended."""
        try:
            os.write(self.wake_write, json.dumps(to_json(ended)).encode() + b"\n")
            os.close(self.wake_write)
        except OSError:
            return False
        return True


class Snapshots:
    """The program's side: takes a snapshot when it is worth its time."""

    def __init__(self, line: Line, report: Callable[[Ended], None]) -> None:
        self._line = line
        self._report = report
        self._owner = os.getpid()
        self._newest = 0
        self._dying: list[int] = []
        self._started = time.monotonic()
        self._spent = 0.0

    def take(self, report: Callable[[Ended], None] | None = None) -> None:
        """Keep this moment in place of the one before. Called by the program's thread; a last
        time, whatever it costs, with what is to be done then in place of the usual `report`."""
        now = time.monotonic()
        too_dear = self._spent > _FREE + _SHARE * (now - self._started)
        if os.getpid() != self._owner or (too_dear and report is None):
            return
        process = _fork()
        if process < 0:
            return
        if process == 0:
            self._sleep(report or self._report)
        else:
            # Told from here: the program may be killed before the copy gets to run.
            os.write(self._line.there_write, _PID.pack(process))
            self._drop()
            self._newest = process
            self._spent += _COPYING * (time.monotonic() - now)

    def _drop(self) -> None:
        if self._newest > 0:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._newest, signal.SIGKILL)
            self._dying.append(self._newest)
        self._newest = 0
        # Not waited for: on a busy machine a large one takes its time.
        self._dying = [process for process in self._dying if not _is_over(process)]

    def _sleep(self, report: Callable[[Ended], None]) -> None:
        try:
            os.close(self._line.there_write)
            with os.fdopen(self._line.wake_read, "rb") as pipe:
                told = pipe.readline()
            if told:
                report(from_json(Ended, json.loads(told)))
        finally:
            os._exit(0)


def _is_over(process: int) -> bool:
    try:
        return os.waitpid(process, os.WNOHANG)[0] == process
    except ChildProcessError:  # the program itself waited for whatever there was
        return True


def _fork() -> int:
    """-1 where it can't. Python warns of forking while there are threads; the copy has
    only this one and starts none."""
    if real_fork is None:
        return -1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return int(real_fork())
    except OSError:
        return -1
