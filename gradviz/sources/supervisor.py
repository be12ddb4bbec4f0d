"""The process between gradviz and a person's program, whose only work is to end it.

It starts before anything of the program is loaded, holds no thread and no lock, and so is
there when the program has crashed, hangs within C, or has left processes behind:

    gradviz ── supervisor ── program ── whatever the program starts
                         └── snapshot (see `snapshot`)

When gradviz closes the pipe to it, or is killed, it kills every descendant and ends. A byte
on that pipe is passed on as SIGUSR1: the program's process stops the program and reports.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from dataclasses import dataclass
from typing import Literal

from gradviz.sources import processes
from gradviz.sources.fork_limit import ForkLimit
from gradviz.sources.protocol import Ended, encode
from gradviz.sources.request import Limits
from gradviz.sources.snapshot import Line

_LOOK = 0.1  # seconds between two looks at memory and processes
_CRASH_CHARS = 20_000


@dataclass(frozen=True)
class Pipes:
    """The file descriptors that the processes share."""

    control: int  # from gradviz: a byte is the order to stop, its end the order to end
    messages: int  # to gradviz
    crash: int  # a file for the last words of Python


def supervise(pipes: Pipes, limits: Limits) -> Line:
    """Fork. The child returns, as the program's process; the supervisor never does."""
    processes.adopt_orphans()
    forks = ForkLimit(limits.processes)
    line = Line.open()
    wake, told = os.pipe()
    for end in (wake, told):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # so that it wakes the poll
    supervisor = os.getpid()
    program = os.fork()
    if program == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(wake)
        os.close(told)
        os.close(pipes.control)
        os.setpgid(0, 0)
        processes.die_with_parent(supervisor)
        line.keep_programs_end()
        forks.install()
        return line
    with contextlib.suppress(OSError):  # whoever is first
        os.setpgid(program, program)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.close(1)
    os.close(2)
    line.keep_supervisors_end()
    try:
        _Watch(pipes, limits, line, forks, program, wake).run()
    finally:
        os._exit(0)


class _Watch:
    """One program from its start to the end of its last descendant."""

    def __init__(
        self,
        pipes: Pipes,
        limits: Limits,
        line: Line,
        forks: ForkLimit,
        program: int,
        wake: int,
    ) -> None:
        self._pipes = pipes
        self._limits = limits
        self._line = line
        self._forks = forks
        self._program = program
        self._wake = wake
        self._poll = select.poll()
        self._poll.register(pipes.control, select.POLLIN | select.POLLHUP)
        self._poll.register(wake, select.POLLIN)
        self._orphaned = False  # gradviz no longer listens

    def run(self) -> None:
        status, reason = self._wait_for(self._program, look=True)
        snapshot = self._line.newest_snapshot()
        self._end_all(spare=snapshot)
        if status is not None and not self._orphaned and status != 0:
            ended = Ended(
                signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
                code=os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0,
                reason=reason,
                crash=self._last_words(),
            )
            self._send(encode(ended))
            if snapshot and self._line.wake(ended):
                self._wait_for(snapshot, look=False, seconds=self._limits.examination_seconds)
        self._end_all()

    def _wait_for(
        self, process: int, *, look: bool, seconds: float = float("inf")
    ) -> tuple[int | None, Literal["", "memory", "processes"]]:
        """Until it ends, or gradviz wants it to; its status and why it was ended, if it was."""
        end = time.monotonic() + seconds
        next_look = time.monotonic() + _LOOK
        reason: Literal["", "memory", "processes"] = ""
        while time.monotonic() < end:
            for number, _ in self._poll.poll(1000.0 * _LOOK):
                if number == self._pipes.control:
                    if os.read(self._pipes.control, 100):  # to stop, and to report
                        os.kill(self._program, signal.SIGUSR1)
                        continue
                    self._orphaned = True
                    return None, reason
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake, 1000)
            status = processes.collect().get(process)
            if status is not None:
                return status, reason
            if look and not reason and time.monotonic() >= next_look:
                reason = self._excess()
                if reason:
                    os.kill(self._program, signal.SIGKILL)
                next_look = time.monotonic() + _LOOK
        return None, reason

    def _excess(self) -> Literal["", "memory", "processes"]:
        snapshots = self._line.snapshots()
        left = [p for p in processes.descendants(os.getpid()) if p not in snapshots]
        self._forks.set(len(left))
        if len(left) > 2 * self._limits.processes:  # forks are few already; these are others
            return "processes"
        if processes.memory_mb(left) > 1.25 * self._limits.memory_mb + 200:
            return "memory"
        return ""

    def _end_all(self, spare: int = 0) -> None:
        if not spare:
            processes.end_group(self._program)
        processes.end_descendants(spare)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            os.lseek(self._pipes.crash, 0, os.SEEK_SET)
            return os.read(self._pipes.crash, _CRASH_CHARS).decode(errors="replace")
        return ""

    def _send(self, message: bytes) -> None:
        """On a line of its own: what died may have left half a message."""
        with contextlib.suppress(OSError):
            _write_all(self._pipes.messages, b"\n" + message)


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]
