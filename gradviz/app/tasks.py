"""Tasks: work beside the window's thread, whose results come back into it.

A task returns an immutable result. Starting a task of a kind makes the earlier one of that
kind stale: its result is dropped when it comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

Result = TypeVar("Result")


class _Waiting(NamedTuple):
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    title: str
    cancel: Callable[[], None] | None
    since: float


class Tasks(QObject):
    """Runs tasks in threads of its own; `close()` waits for them to end."""

    _finished = Signal(str, int, object)
    begun = Signal()
    """Another task is under way."""
    idle = Signal()
    """No task is under way any more."""

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="gradviz")
        self._generation: dict[str, int] = {}
        self._waiting: dict[str, _Waiting] = {}
        self.is_closed = False
        """No result is wanted any more: long work asks now and then."""
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
        title: str = "",
        cancel: Callable[[], None] | None = None,
    ) -> None:
        """Do `work` in a thread, then `done(result)` or `failed(error)` here.

        `title` says what it does, for when it takes long; `cancel` is what a person who
        doesn't want to wait for it calls.
        """
        generation = self._generation.get(kind, 0) + 1
        self._generation[kind] = generation
        self._waiting[kind] = _Waiting(done, failed, title, cancel, time.monotonic())

        def report(future: Future[Result]) -> None:
            if not future.cancelled():
                self._finished.emit(kind, generation, future)

        self._threads.submit(work).add_done_callback(report)
        self.begun.emit()

    def oldest(self) -> tuple[str, float, Callable[[], None] | None] | None:
        """Of the tasks with a title the one begun first: its title, for how many seconds it
        has been under way, and how to call it off."""
        told = [task for task in self._waiting.values() if task.title]
        if not told:
            return None
        first = min(told, key=lambda task: task.since)
        return first.title, time.monotonic() - first.since, first.cancel

    def drop(self, kind: str) -> None:
        """Forget the task of that kind: its result is no longer wanted."""
        self._generation[kind] = self._generation.get(kind, 0) + 1
        if self._waiting.pop(kind, None) is not None and not self._waiting:
            self.idle.emit()

    def close(self) -> None:
        self.is_closed = True
        for kind in list(self._waiting):
            self.drop(kind)
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, kind: str, generation: int, future: Future[Any]) -> None:
        if generation != self._generation[kind]:
            return
        done, failed, *_ = self._waiting.pop(kind)
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, Exception):
            failed(error)
        if not self._waiting:
            self.idle.emit()
