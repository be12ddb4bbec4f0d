"""Text on its way to disk: a window that is ended asks nothing and loses nothing."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradviz.app import program_desk
from gradviz.app.keeping import write_whole
from gradviz.app.window import MainWindow

OpenWindow = Callable[..., MainWindow]


def test_a_window_that_is_ended_keeps_what_is_not_saved_and_asks_nothing(
    qtbot: QtBot,
    open_window: OpenWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(program_desk, "kept_folder", lambda: tmp_path / "unsaved")
    window = open_window()
    window.source.code.insertPlainText("# mine\n")
    text = window.source.text
    window.end()
    assert QApplication.activeModalWidget() is None
    assert not window.isVisible()
    (kept,) = (tmp_path / "unsaved").iterdir()
    assert kept.read_text(encoding="utf-8") == text
    assert window.settings.recent == [str(kept)]
    assert str(kept) in capsys.readouterr().err


def test_a_file_is_replaced_whole_and_a_link_stays_one(tmp_path: Path) -> None:
    file, link = tmp_path / "mine.py", tmp_path / "link.py"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, "new ä")
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "new ä"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(tmp_path.iterdir()) == [link, file]


def test_a_file_that_can_not_be_written_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.py"
    file.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gradviz.app.keeping.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
