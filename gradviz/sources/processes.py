"""Ending processes for good: a group, and on Linux every descendant however it hid.

A process that starts a session of its own leaves its group, and one whose parent ends is
given to another. On Linux `adopt_orphans` makes this process the one that gets them, so that
`end_descendants` finds them all; elsewhere those that left the group are out of reach.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36

LINUX = sys.platform == "linux"


def adopt_orphans() -> None:
    """From now on a descendant whose own parent ends becomes a child of this process."""
    if LINUX:
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent(parent: int) -> None:
    """Have the system end this process when its parent ends. Only for a parent with one
    thread: what counts is the end of the thread that made us."""
    if LINUX:
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != parent:  # it ended before we asked
                os._exit(1)


def end_group(group: int) -> None:
    """Kill every process of a group. Nothing for 0, which would be our own."""
    if group > 0 and group != os.getpgid(0):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def end_marked(mark: str) -> None:
    """Kill every process that was started with this text in its environment, or is a fork of
    one (Linux). For when who should have ended them is gone."""
    for process in _all_processes():
        with contextlib.suppress(OSError):
            if process != os.getpid() and mark.encode() in _environment(process):
                os.kill(process, signal.SIGKILL)


def descendants(process: int) -> list[int]:
    """Every process that came from this one and still exists, zombies too (Linux)."""
    children: dict[int, list[int]] = {}
    for other in _all_processes():
        with contextlib.suppress(OSError, ValueError, IndexError):
            # "pid (name) state parent …", where the name may have spaces and parentheses
            stat = Path(f"/proc/{other}/stat").read_text(errors="replace")
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(other)
    found: list[int] = []
    waiting = [process]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.append(child)
            waiting.append(child)
    return found


def end_descendants(spare: int, seconds: float = 2.0) -> None:
    """Kill and collect all descendants but one, until there are none or the time is up.

    They are stopped before they are killed: what forks in a loop would else be faster.
    """
    end = time.monotonic() + seconds
    while True:
        left = [process for process in descendants(os.getpid()) if process != spare]
        for sign in (signal.SIGSTOP, signal.SIGKILL):
            for process in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(process, sign)
        collect(spare)
        if not left or time.monotonic() > end:
            return
        time.sleep(0.002)


def collect(spare: int = 0) -> dict[int, int]:
    """Take leave of every child that has ended; returns their statuses."""
    ended: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while True:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                break
            ended[process] = status
    return ended


def memory_mb(processes: list[int]) -> float:
    """What these processes have in memory at this moment, without the files they share
    (Linux; else 0)."""
    pages = 0
    for process in processes:
        with contextlib.suppress(OSError, ValueError, IndexError):
            _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_text().split()
            pages += int(resident) - int(shared)
    return pages * (os.sysconf("SC_PAGE_SIZE") / 2**20 if LINUX else 0.0)


def _environment(process: int) -> list[bytes]:
    return Path(f"/proc/{process}/environ").read_bytes().split(b"\0")


def _all_processes() -> list[int]:
    if not LINUX:
        return []
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def limit_memory(megabytes: int) -> None:
    """What this process may allocate beyond what it has; 0 lifts the limit. Asking for more
    is a MemoryError. Counts what is written to and not what is only mapped (Linux);
    elsewhere there may be no limit."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = hard
    if megabytes:
        with contextlib.suppress(OSError, IndexError, ValueError):
            _, has = Path("/proc/self/status").read_text().split("VmData:")
            soft = int(has.split()[0]) * 1024 + megabytes * 2**20
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def no_core_dumps() -> None:
    """A crash leaves no file as large as the process."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
