"""What is remembered between starts: the theme, motion, and where the window was."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings


class Settings:
    """A person's settings; with `persistent=False` nothing is read or written."""

    def __init__(self, persistent: bool) -> None:
        self._store = QSettings("gradviz", "gradviz") if persistent else None

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
        return self._store.value(key) if self._store is not None else None

    def _set(self, key: str, value: object) -> None:
        if self._store is not None:
            self._store.setValue(key, value)
