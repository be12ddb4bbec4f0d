"""Stopping a thread that runs a person's program, whatever it catches.

An exception put into a thread can be caught by the program (`except:` in an endless loop
does). This one's constructor never returns: as soon as anything in that thread looks at it,
the thread stands still for good, and its objects stay as they are.
"""

from __future__ import annotations

import ctypes
import threading
import time
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

STACK_MB = 512
_frozen: set[int] = set()
_never = threading.Lock()
_never.acquire()


class Frozen(BaseException):
    """See above; never seen alive."""

    def __init__(self, *_: object) -> None:
        freeze()


def freeze() -> NoReturn:
    """Stand still for good, in the calling thread."""
    _frozen.add(threading.get_ident())
    while True:
        _never.acquire()


def freeze_thread(thread: threading.Thread, seconds: float = 0.5) -> bool:
    """True once the thread stands still or is over; False if it is busy within C, which it
    still may be for long, but when it comes back it stands still too."""
    end = time.monotonic() + seconds
    while thread.is_alive() and thread.ident not in _frozen:
        if time.monotonic() > end:
            return False
        if thread.ident is not None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident), ctypes.py_object(Frozen)
            )
        thread.join(0.02)
    return True


def deep_thread(target: Callable[[], None], name: str) -> threading.Thread:
    """A started thread with room for deep recursion. Not a daemon, for the threads that a
    program starts from it would be too, and not be waited for."""
    before = threading.stack_size()
    try:
        for megabytes in (STACK_MB, STACK_MB // 4, 0):
            try:
                threading.stack_size(megabytes * 2**20)
                thread = threading.Thread(target=target, name=name, daemon=False)
                thread.start()
            except (RuntimeError, ValueError, MemoryError):
                if not megabytes:
                    raise
            else:
                return thread
    finally:
        threading.stack_size(before)
    raise AssertionError("the smallest stack either started or raised")
