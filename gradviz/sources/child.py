"""Runs a person's program in a process of its own and brings back its report.

    child = Child(Request("neuron.py"), on_output=console.append)
    report = child.run()     # in a thread of the window; `child.cancel()` from any other

`run` comes back whatever the program does, and when it does no process is left of it.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import gradviz
from gradviz.sources import processes
from gradviz.sources.protocol import Ended, Failed, Progress, Sketch, messages_of
from gradviz.sources.report import Report
from gradviz.sources.request import Request
from gradviz.sources.troubles import ended_trouble
from gradviz.sources.wire import to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from gradviz.sources.protocol import Message

_START = (
    "import sys; sys.path.insert(0, sys.argv.pop()); "
    "from gradviz.sources.worker import main; main()"
)
_STARTING = 30.0  # seconds that a slow machine may need to start Python
_LEAVING = 2.0  # seconds for the supervisor to end everything


class RunCancelled(Exception):
    """`cancel` was called."""


def _ignore(_: str) -> None:
    pass


class Child:
    """One run of one program. `output` is what it has printed so far, capped."""

    def __init__(
        self,
        request: Request,
        *,
        on_output: Callable[[str], None] = _ignore,
        on_progress: Callable[[str], None] = _ignore,
        on_sketch: Callable[[Report], None] | None = None,
    ) -> None:
        """The callbacks are called in threads of the child's, or in the one that runs it, never
        after `run` is back. `on_sketch` gets a large graph before its examination."""
        if on_sketch is not None:
            request = replace(request, sketch=True)
        self._request = request
        self._on_output = on_output
        self._on_progress = on_progress
        self._on_sketch = on_sketch or (lambda report: None)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False
        self._output: list[str] = []
        self._mark = f"GRADVIZ_RUN={uuid.uuid4()}"

    @property
    def output(self) -> str:
        return "".join(self._output)

    def run(self) -> Report:
        """Blocks until the report is there; raises RunCancelled, and nothing else."""
        try:
            process = self._start()
        except OSError as error:
            return self._error(
                "The program could not be started: the system did not give it a process "
                f"({error.strerror or error}). Close some other programs and try again."
            )
        messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        assert process.stdout is not None
        assert process.stderr is not None
        readers = [
            threading.Thread(target=_read_messages, args=[process.stdout, messages]),
            threading.Thread(target=self._read_output, args=[process.stderr]),
        ]
        for reader in readers:
            reader.daemon = True
            reader.start()
        try:
            report = self._report(process, messages)
        finally:
            self._end(process)
            for reader in readers:
                reader.join(_LEAVING)
            for pipe in (process.stdout, process.stderr):
                with contextlib.suppress(OSError):
                    pipe.close()
        if self._cancelled:
            raise RunCancelled
        return report

    def stop(self) -> None:
        """Have the program stopped where it is; `run` then reports what it did until then.

        Returns at once. A program that hangs within C doesn't hear it: `cancel` ends that.
        """
        with self._lock, contextlib.suppress(OSError, ValueError):
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.write(b"s")
                self._process.stdin.flush()

    def cancel(self) -> None:
        """End the program and all that it started; returns at once, and `run` soon."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                _close(self._process.stdin)

    # --- the process --------------------------------------------------------------------

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(gradviz.__file__).parent.parent)
        with self._lock:
            if self._cancelled:
                raise RunCancelled
            process = subprocess.Popen(
                # -P: nothing in the present folder shall hide what gradviz imports.
                [sys.executable, "-P", "-X", "utf8", "-c", _START, root],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=os.environ | dict([self._mark.split("=")]),
                start_new_session=True,
            )
            self._process = process
            assert process.stdin is not None
            with contextlib.suppress(OSError):  # it is dead: no message will come
                process.stdin.write(json.dumps(to_json(self._request)).encode() + b"\n")
                process.stdin.flush()
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Leave no process. The supervisor does that when its pipe closes; if it can't, for
        it was killed or hangs, so do we as far as we reach."""
        with self._lock:
            self._process = None
        _close(process.stdin)
        try:
            process.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            process.kill()
        if process.returncode != 0 and process.pid > 0:
            if os.name == "posix":
                processes.end_group(process.pid)
                processes.end_marked(self._mark)
            elif sys.platform == "win32":
                subprocess.run(
                    ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                    capture_output=True,
                    check=False,
                )
        process.wait()

    # --- what it says -------------------------------------------------------------------

    def _report(
        self, process: subprocess.Popen[bytes], messages: queue.SimpleQueue[Message | None]
    ) -> Report:
        limits = self._request.limits
        end = time.monotonic() + _STARTING + limits.seconds + 2 * limits.examination_seconds
        ended: Ended | None = None
        while time.monotonic() < end:
            try:
                message = messages.get(timeout=0.5)
            except queue.Empty:
                if process.poll() is None:
                    continue
                message = None  # something it left behind still holds the pipe
            if isinstance(message, Report):
                return message
            if isinstance(message, Progress):
                self._on_progress(message.text)
            elif isinstance(message, Sketch):
                self._on_sketch(message.report)
            elif isinstance(message, Failed):
                self._output.append(message.details)
                return self._error(message.message)
            elif isinstance(message, Ended):
                ended = message
            elif message is None:
                trouble = ended_trouble(ended or Ended(code=1), self._request.file, limits)
                return Report(self._request.file, "error", trouble.message, troubles=(trouble,))
        return self._error("The program was ended: it did not come back from its examination.")

    def _error(self, message: str) -> Report:
        return Report(self._request.file, "error", message)

    def _read_output(self, pipe: IO[bytes]) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        left = self._request.limits.output_chars
        while True:
            data = os.read(pipe.fileno(), 1 << 16)
            text = decoder.decode(data, final=not data)
            if text and left > 0:
                self._say(text[:left])
                left -= len(text)
                if left <= 0:
                    kept = self._request.limits.output_chars
                    self._say(f"\n… it printed more than {kept:,} characters; the rest is lost.\n")
            if not data:
                return

    def _say(self, text: str) -> None:
        self._output.append(text)
        self._on_output(text)


def _read_messages(pipe: IO[bytes], messages: queue.SimpleQueue[Message | None]) -> None:
    for message in messages_of(pipe):
        messages.put(message)
    messages.put(None)


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        with contextlib.suppress(OSError):
            pipe.close()
