"""The child process: runs one program under observation and reports.

Started by `child`. Its standard input brings one request, and then stays open: when it
closes, all ends (see `supervisor`). Its standard output takes the messages. What the program
prints goes to the standard error pipe, both its streams in their order; it reads nothing.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import sys
import tempfile
import threading
import traceback
from typing import TYPE_CHECKING

from gradviz.sources import processes
from gradviz.sources.protocol import Failed, encode
from gradviz.sources.request import Request
from gradviz.sources.wire import from_json

if TYPE_CHECKING:
    from gradviz.sources.protocol import Message
    from gradviz.sources.snapshot import Line


class Messages:
    """The pipe to gradviz. Closed in processes that the program forks."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        data = encode(message)
        with self._lock, contextlib.suppress(OSError):  # nobody listens any more
            while data:
                data = data[os.write(self.fd, data) :]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self.fd)
        self.fd = -1

    def renew_lock(self) -> None:
        """In a forked copy, where the thread that held it isn't."""
        self._lock = threading.Lock()


def main() -> None:
    control, messages = os.dup(0), Messages(os.dup(1))
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    with os.fdopen(os.dup(control), "rb") as pipe:
        request = from_json(Request, json.loads(pipe.readline()))
    crash = tempfile.TemporaryFile()  # noqa: SIM115  until the process ends
    line = _supervised(control, messages, crash.fileno(), request)
    try:
        _prepare(request, crash.fileno())
        from gradviz.sources.work import Work

        Work(request, messages, line, crash.fileno()).do()
    except BaseException as error:  # noqa: BLE001  gradviz's own fault: told, never hidden
        details = "".join(traceback.format_exception(error))
        messages.send(Failed(f"gradviz failed while it worked on the program: {error!r}.", details))
    os._exit(0)


def _supervised(control: int, messages: Messages, crash: int, request: Request) -> Line | None:
    if os.name == "posix":
        from gradviz.sources.supervisor import Pipes, supervise

        return supervise(Pipes(control, messages.fd, crash), request.limits)
    threading.Thread(target=_end_with, args=[control], daemon=True).start()
    return None


def _end_with(control: int) -> None:
    """Where there is no supervisor, a thread waits for gradviz's end."""
    os.read(control, 1)
    os._exit(1)


def _prepare(request: Request, crash: int) -> None:
    faulthandler.enable(crash, all_threads=False)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(  # type: ignore[union-attr]
            encoding="utf-8", errors="backslashreplace", line_buffering=True
        )
    os.environ.setdefault("MPLBACKEND", "Agg")
    os.environ.setdefault("PYTHONUNBUFFERED", "1")  # for what the program starts
    processes.no_core_dumps()


if __name__ == "__main__":
    main()
