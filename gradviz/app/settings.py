"""What is remembered between starts: the theme, motion, and where the window was."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

_MOST_RECENT = 10


class Settings:
    """A person's settings; with `persistent=False` they end with the window."""

    def __init__(self, persistent: bool) -> None:
        self._store = QSettings("gradviz", "gradviz") if persistent else None
        self._here: dict[str, object] = {}

    @property
    def theme(self) -> str | None:
        """'dark', 'light', or None as long as the person hasn't chosen."""
        value = self._get("theme")
        return value if value in ("dark", "light") else None

    @theme.setter
    def theme(self, name: str) -> None:
        self._set("theme", name)

    @property
    def reduced_motion(self) -> bool:
        return self._get("reduced_motion") in (True, "true")

    @reduced_motion.setter
    def reduced_motion(self, on: bool) -> None:
        self._set("reduced_motion", on)

    @property
    def may_run(self) -> bool:
        """The person knows that a program runs with their own rights, and needn't be asked."""
        return self._get("may_run") in (True, "true")

    @may_run.setter
    def may_run(self, on: bool) -> None:
        self._set("may_run", on)

    @property
    def recent(self) -> list[str]:
        """The files last opened, the newest first."""
        value = self._get("recent")
        if isinstance(value, str):  # a list of one comes back as the one
            return [value]
        return [str(path) for path in value] if isinstance(value, list) else []

    def add_recent(self, path: str) -> None:
        others = [other for other in self.recent if other != path]
        self._set("recent", [path, *others][:_MOST_RECENT])

    def forget_recent(self, path: str) -> None:
        """A file that can't be opened any more."""
        self._set("recent", [other for other in self.recent if other != path])

    @property
    def geometry(self) -> QByteArray | None:
        return self._bytes("window/geometry")

    @property
    def docks(self) -> QByteArray | None:
        return self._bytes("window/docks")

    def remember_window(self, geometry: QByteArray, docks: QByteArray) -> None:
        self._set("window/geometry", geometry)
        self._set("window/docks", docks)

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._get(key)
        return value if isinstance(value, QByteArray) else None

    def _get(self, key: str) -> object:
        return self._here.get(key) if self._store is None else self._store.value(key)

    def _set(self, key: str, value: object) -> None:
        if self._store is None:
            self._here[key] = value
        else:
            self._store.setValue(key, value)
