"""Tasks: work beside the window's thread, whose results come back into it.

A task returns an immutable result. Starting a task of a kind makes the earlier one of that
kind stale: its result is dropped when it comes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

Result = TypeVar("Result")


class Tasks(QObject):
    """Runs tasks in threads of its own; `close()` waits for them to end."""

    _finished = Signal(str, int, object)
    idle = Signal()
    """No task is under way any more."""

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="gradviz")
        self._generation: dict[str, int] = {}
        self._waiting: dict[str, tuple[Callable[[Any], None], Callable[[Exception], None]]] = {}
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def is_running(self, kind: str) -> bool:
        return kind in self._waiting

    def run(
        self,
        kind: str,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do `work` in a thread, then `done(result)` or `failed(error)` here."""
        generation = self._generation.get(kind, 0) + 1
        self._generation[kind] = generation
        self._waiting[kind] = (done, failed)

        def report(future: Future[Result]) -> None:
            if not future.cancelled():
                self._finished.emit(kind, generation, future)

        self._threads.submit(work).add_done_callback(report)

    def drop(self, kind: str) -> None:
        """Forget the task of that kind: its result is no longer wanted."""
        self._generation[kind] = self._generation.get(kind, 0) + 1
        self._waiting.pop(kind, None)

    def close(self) -> None:
        for kind in list(self._waiting):
            self.drop(kind)
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, kind: str, generation: int, future: Future[Any]) -> None:
        if generation != self._generation[kind]:
            return
        done, failed = self._waiting.pop(kind)
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, Exception):
            failed(error)
        if not self._waiting:
            self.idle.emit()
