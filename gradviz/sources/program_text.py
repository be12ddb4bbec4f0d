"""A program's file as text, with the words for a file that isn't one."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

from gradviz.sources.report import Trouble
from gradviz.sources.troubles import trouble
from gradviz.sources.user_code import Place


class Unreadable(Exception):
    """A file can't be read as a program; `trouble` says why."""

    def __init__(self, why: str, file: str, line: int = 0) -> None:
        self.trouble: Trouble = trouble("failed", why, Place(file, line))
        super().__init__(self.trouble.message)


def read_program(file: str) -> str:
    """The text, in the encoding that Python would take it for."""
    path = Path(file)
    if path.is_dir():
        raise Unreadable("this is a folder; choose the program within it", file)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable("there is no such file", file) from None
    except OSError as error:
        raise Unreadable(f"it can't be read: {error.strerror}", file) from error
    return decode_program(data, file)


def decode_program(data: bytes, file: str) -> str:
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise Unreadable(
            "this isn't a Python program or a notebook: it holds bytes that are no text, as a "
            "picture, an archive or a compiled file does",
            file,
            line,
        )
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return io.TextIOWrapper(io.BytesIO(data), encoding, newline=None).read()
    except (UnicodeDecodeError, SyntaxError) as error:
        # SyntaxError: the first lines aren't UTF-8, or name an encoding that Python lacks.
        named = re.search(rb"coding[:=]\s*([-\w.]+)", b"".join(data.splitlines(True)[:2]))
        encoding = named[1].decode("ascii", "replace") if named else "UTF-8"
        raise Unreadable(
            f"this isn't text in {encoding}; save it as UTF-8, or name its encoding in the "
            "first line",
            file,
            _first_bad_line(data),
        ) from error


def _first_bad_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    return 1
