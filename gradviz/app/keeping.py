"""Keeping: a program's text on its way to disk, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths


def write_whole(path: Path, text: str) -> None:
    """Into another file first, which then takes the place of the one that was there: a full disk
    leaves that one as it is. A link stays one, and who may read the file may still."""
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, new)
        else:
            new.chmod(0o666 & ~_mask())
        new.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise


def _mask() -> int:
    """What new files are not allowed here; there is no way to ask but to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def kept_folder() -> Path:
    """Where text is kept that nobody could be asked about."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "unsaved"


def keep_unsaved(folder: Path, name: str, text: str) -> Path:
    """A copy of a text under its program's name and the time: no other copy is in its way."""
    folder.mkdir(parents=True, exist_ok=True)
    stem, when = Path(name).stem, datetime.now().astimezone().strftime("%Y-%m-%d %H.%M.%S")
    path = folder / f"{stem} {when}.py"
    write_whole(path, text)
    return path
