"""Ink: the theme's colours under the names the canvas paints with, and its lettering."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from PySide6.QtGui import QColor, QFont

from gradviz.look.fonts import mono_font, ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.theme import Theme, blend
from gradviz.look.tones import Tone, ToneName, tone

_FAINTEST, _FAINTER = 0.4, 0.15
"""How much of its colour the line of the smallest magnitude has, and each next one more."""


@dataclass(frozen=True, eq=False)
class Ink:
    """Colours, looked up once a theme. Shared: read them, don't change them in place."""

    theme: Theme
    canvas: QColor
    dot: QColor
    card: QColor
    card_hovered: QColor
    field: QColor
    field_border: QColor
    rule: QColor
    border: QColor
    border_hovered: QColor
    text: QColor
    secondary: QColor
    muted: QColor
    done: QColor
    ring: QColor
    edge: QColor
    edge_pending: QColor
    on_backward: QColor
    map_pending: QColor
    frame: QColor
    frame_inner: QColor
    frame_border: QColor
    forward: Tone
    backward: Tone
    error: Tone

    def tone(self, name: ToneName) -> Tone:
        return tone(self.theme, name)

    def fill_at(self, depth: int) -> QColor:
        """Of a frame so deep in others: every second one is set off."""
        return self.frame if depth % 2 == 0 else self.frame_inner

    def warm_line(self, step: int) -> QColor:
        """Of an arrow at a step of the heat ramp. The first steps hardly differ from the canvas:
        on a box that is told by its length, but a line without a colour wouldn't be there."""
        share = min(1.0, _FAINTEST + _FAINTER * step)
        return blend(self.edge_pending, self.theme.heat[step], share)

    def phase(self, is_backward: bool) -> Tone:
        """Blue for forward, orange for backward."""
        return self.backward if is_backward else self.forward


@cache
def ink(theme: Theme) -> Ink:
    """The canvas's colours in a theme."""
    return Ink(
        theme=theme,
        canvas=theme.color("bg.canvas"),
        dot=theme.color("bg.canvasDot"),
        card=theme.color("bg.raised"),
        card_hovered=theme.color("bg.hover"),
        field=theme.color("bg.input"),
        field_border=theme.color("border.control"),
        rule=theme.color("border.subtle"),
        border=theme.color("border.node"),
        border_hovered=theme.color("text.muted"),
        text=theme.color("text.primary"),
        secondary=theme.color("text.secondary"),
        muted=theme.color("text.muted"),
        done=theme.color("success.text"),
        ring=theme.color("select.ring"),
        edge=theme.color("edge.data"),
        edge_pending=theme.color("edge.pending"),
        on_backward=theme.color("backward.onLine"),
        map_pending=theme.color("border.default"),
        frame=theme.color("bg.panel"),
        frame_inner=theme.color("bg.panelAlt"),
        frame_border=theme.color("border.group"),
        forward=tone(theme, "forward"),
        backward=tone(theme, "backward"),
        error=tone(theme, "error"),
    )


@dataclass(frozen=True, eq=False)
class Lettering:
    """The canvas's fonts at a zoom, in layout px.

    They scale with the canvas, but never below what can be read: zoomed out, they take a
    larger part of the card. `least` is the smallest size that can still be read.
    """

    least: int
    label: QFont
    role: QFont
    expression: QFont
    key: QFont
    chip: QFont
    chip_strong: QFont
    caption: QFont
    note: QFont
    value_size: int
    op_size: int

    @property
    def is_natural(self) -> bool:
        """Whether every size is the one of the design, none enlarged to be readable."""
        return self.least <= METRICS.canvas_text.node_key


def lettering(zoom: float) -> Lettering:
    """The canvas's fonts at a zoom."""
    return _lettering(max(1, math.ceil(METRICS.canvas_text.min_on_screen / zoom - 1e-9)))


@cache
def small_lettering() -> Lettering:
    """The fonts of chips on compact cards, in px on screen."""
    least = METRICS.canvas_text.min_on_screen
    return replace(
        lettering(1.0),
        chip=mono_font(least + 1, 400),
        chip_strong=mono_font(least + 1, 600),
        caption=mono_font(least, 400),
    )


@lru_cache(maxsize=64)
def _lettering(least: int) -> Lettering:
    text = METRICS.canvas_text
    caption = max(text.chip_caption, least)
    chip = max(text.chip, least)
    key = max(text.node_key, least)
    return Lettering(
        least=least,
        label=mono_font(max(text.node_label, least), 600),
        role=ui_font(key, 400),
        expression=mono_font(key, 400),
        key=ui_font(key, 500),
        chip=mono_font(chip, 400),
        chip_strong=mono_font(chip, 600),
        caption=mono_font(caption, 400),
        note=ui_font(key, 400),
        value_size=max(text.node_value, least),
        op_size=max(text.op_glyph, least),
    )
