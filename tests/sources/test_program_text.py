"""Reading a program's file: any encoding that Python takes, and words for what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradviz.sources.program_text import Unreadable, decode_program, read_program


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é = 1\n".encode(), "é = 1\n"),
        (b"\xef\xbb\xbfx = 1\r\ny = 2\r", "x = 1\ny = 2\n"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'", "# -*- coding: latin-1 -*-\nx = 'é'"),
        (b"", ""),
    ],
)
def test_a_program_is_read_as_python_would(data: bytes, text: str) -> None:
    assert decode_program(data, "mine.py") == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "mine.py, line 3: this isn't a Python program or a notebook"),
        (b"x = '\xff\xfe'\n", "mine.py, line 1: this isn't text in UTF-8;"),
        (b"x = 1\n\ny = '\xe9'\n", "mine.py, line 3: this isn't text in UTF-8;"),
        (b"# coding: nonsense\n", "mine.py, line 1: this isn't text in nonsense;"),
    ],
)
def test_what_is_no_text_is_said_with_its_line(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode_program(data, "mine.py")
    assert words in str(caught.value)


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"none\.py: there is no such file\."):
        read_program(str(tmp_path / "none.py"))
    with pytest.raises(Unreadable, match="this is a folder"):
        read_program(str(tmp_path))
