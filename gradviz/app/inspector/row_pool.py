"""Rows made when first needed and kept: stepping changes what they say, never what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

RowT = TypeVar("RowT", bound=QWidget)


class RowPool(Generic[RowT]):
    """As many rows as asked for, in a column of their own."""

    def __init__(self, make: Callable[[], RowT]) -> None:
        self.layout = QVBoxLayout()
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.layout.setSpacing(0)
        self._make = make
        self._rows: list[RowT] = []
        self._shown = 0

    def take(self, count: int) -> Sequence[RowT]:
        """That many rows, shown; the others hidden."""
        while len(self._rows) < count:
            row = self._make()
            self.layout.addWidget(row)
            self._rows.append(row)
        for row in self._rows[self._shown : count]:
            row.show()
        for row in self._rows[count : self._shown]:
            row.hide()
        self._shown = count
        return self._rows[:count]

    @property
    def shown(self) -> Sequence[RowT]:
        return self._rows[: self._shown]
