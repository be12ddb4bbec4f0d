"""Colours by role.

Code never names a colour, only what it is for: `theme.color("backward.line")`. Both themes
have the same roles, so switching is asking again with another theme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from PySide6.QtGui import QColor

from gradviz.look.tokens import load_tokens

THEME_NAMES = ("dark", "light")


@dataclass(frozen=True)
class Theme:
    """One of the two colour schemes. Made by `load_theme`; equal when the names are."""

    name: str
    _colors: Mapping[str, QColor] = field(repr=False, compare=False)
    heat: tuple[QColor, ...] = field(repr=False, compare=False)
    """Gradient magnitude, smallest first. Zero is hatched instead, never a colour."""

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role name, in the order of tokens.json."""
        return tuple(self._colors)

    def color(self, role: str) -> QColor:
        """The colour for a role; "scrim" alone is translucent.

        The answer is the caller's own copy: a QColor can be changed in place, and a
        `setAlpha` on a shared one would dye the whole window.
        """
        return QColor(self._known(role))

    def alpha(self, role: str, opacity: float) -> QColor:
        """The role's colour, translucent: `opacity` 0 is invisible, 1 is solid."""
        color = QColor(self._known(role))
        color.setAlphaF(opacity)
        return color

    def heat_color(self, fraction: float) -> QColor:
        """The heat ramp at `fraction` of its length, blended between neighbouring steps."""
        place = min(max(fraction, 0.0), 1.0) * (len(self.heat) - 1)
        below = min(int(place), len(self.heat) - 2)
        return blend(self.heat[below], self.heat[below + 1], place - below)

    def _known(self, role: str) -> QColor:
        try:
            return self._colors[role]
        except KeyError:
            import difflib  # only a typo needs it, so start-up doesn't pay for it

            close = difflib.get_close_matches(role, self._colors, n=3, cutoff=0.4)
            hint = f"; did you mean {', '.join(close)}?" if close else ""
            raise KeyError(
                f"no colour role {role!r} in resources/themes/tokens.json{hint}"
            ) from None


def blend(a: QColor, b: QColor, amount: float) -> QColor:
    """`a` at amount 0, `b` at amount 1; alpha is blended too."""
    rest = 1.0 - amount
    return QColor.fromRgbF(
        a.redF() * rest + b.redF() * amount,
        a.greenF() * rest + b.greenF() * amount,
        a.blueF() * rest + b.blueF() * amount,
        a.alphaF() * rest + b.alphaF() * amount,
    )


@cache
def load_theme(name: str) -> Theme:
    """The theme called "dark" or "light"; any other name raises ValueError."""
    if name not in THEME_NAMES:
        raise ValueError(f"no theme {name!r}; there are {' and '.join(THEME_NAMES)}")
    tokens = load_tokens()
    colors: dict[str, QColor] = {}
    for role, value in tokens["color"][name].items():
        if role.endswith("Alpha"):  # belongs to the role before it: "scrimAlpha" to "scrim"
            colors[role.removesuffix("Alpha")].setAlphaF(value)
        else:
            colors[role] = QColor(value)
    return Theme(name, colors, tuple(QColor(step) for step in tokens["heat"][name]))
