"""A tone: the handful of colours that give a chip, a badge or a strip its meaning."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtGui import QColor

from gradviz.look.theme import Theme

ToneName = Literal["neutral", "backward", "forward", "error", "success", "warning", "accent"]


@dataclass(frozen=True)
class Tone:
    """Shared and cached: read the colours, don't change them in place."""

    name: ToneName
    fill: QColor
    border: QColor
    line: QColor
    """Stronger than `border`: for what is active now."""
    text: QColor


@cache
def tone(theme: Theme, name: ToneName) -> Tone:
    """The colours of a tone in a theme."""
    if name == "neutral":
        fill, border, line, text = "bg.raised", "border.node", "edge.data", "text.secondary"
    else:
        fill, border, text = f"{name}.soft", f"{name}.border", f"{name}.text"
        # Success, warning and the accent are never a line on the canvas and have no own role.
        line = f"{name}.line" if f"{name}.line" in theme.roles else text
    return Tone(name, *(theme.color(role) for role in (fill, border, line, text)))
