"""Buttons in one frame: a transport bar, or a switch of which one segment is on."""

from typing import Literal

from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget

GroupKind = Literal["group", "segments"]


def button_group(
    kind: GroupKind, *buttons: QAbstractButton, parent: QWidget | None = None
) -> QFrame:
    """A frame of the height of one control around the buttons, in their order.

    The buttons' own `kind` gives their looks: "segment" or "segment-danger" in "segments".
    """
    frame = QFrame(parent)
    frame.setProperty("kind", kind)
    row = QHBoxLayout(frame)
    inset = 2 if kind == "segments" else 0  # plus the frame's border of 1 px
    row.setContentsMargins(inset, inset, inset, inset)
    row.setSpacing(0)
    for button in buttons:
        row.addWidget(button)
    return frame
