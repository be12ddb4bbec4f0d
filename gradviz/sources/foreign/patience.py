"""A limit to how long an experiment with a user's code may take, in whatever thread it runs.

Signals only reach the main thread, which isn't where experiments run; so a watchdog thread
raises the exception in theirs.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
from collections.abc import Iterator


class TookTooLong(BaseException):
    """An experiment didn't end. Not an Exception, so that an engine can't swallow it."""


class _Watchdog:
    """One thread for all limits. Limits inside one another: the inner one counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._deadline = 0.0  # none
        self._target = 0
        self._raised = False
        self._started = False

    @contextlib.contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        with self._lock:
            outer = self._deadline, self._target
            self._deadline = time.monotonic() + seconds
            self._target = threading.get_ident()
            if not self._started:
                self._started = True
                threading.Thread(target=self._run, daemon=True).start()
        arrived = False
        try:
            yield
        except TookTooLong:
            arrived = True
            raise
        finally:
            with self._lock:
                pending = self._raised and not arrived
                self._raised = False
                self._deadline, self._target = outer
            if pending:  # it is on its way: let it arrive here, not in what comes next
                with contextlib.suppress(TookTooLong):
                    time.sleep(0.05)

    def _run(self) -> None:
        while True:
            time.sleep(0.1)
            with self._lock:
                if self._deadline and time.monotonic() > self._deadline:
                    self._raised = True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self._target), ctypes.py_object(TookTooLong)
                    )
                    self._deadline = time.monotonic() + 0.5  # again, if it was swallowed


time_limit = _Watchdog().limit
