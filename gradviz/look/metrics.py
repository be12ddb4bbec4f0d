"""Sizes, strokes and durations of the look, known without Qt.

Layout needs the size of a card in a process that never loads Qt, so this module imports
none. Lengths are device-independent pixels at 100 % zoom, durations are milliseconds.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from gradviz.look.tokens import load_tokens

Size = tuple[int, int]
"""Width, height."""

Curve = tuple[float, float, float, float]
"""The two control points of a CSS cubic-bezier: x1, y1, x2, y2."""


@dataclass(frozen=True)
class TypeScale:
    """One number per text size of the interface: the size itself, or its line height."""

    caption: int
    small: int
    body: int
    label: int
    title: int
    hero: int


@dataclass(frozen=True)
class CanvasText:
    """Text sizes on the canvas at 100 % zoom."""

    node_label: int
    node_key: int
    node_value: int
    chip: int
    chip_caption: int
    op_glyph: int
    min_on_screen: int
    """Text that would come out smaller than this on screen is left out."""


@dataclass(frozen=True)
class Motion:
    """Durations in ms. One step plays edge_flow, chip_in, count_up and settle in a row."""

    hover: int
    press: int
    popover: int
    dock: int
    lod_fade: int
    camera: int
    edge_flow: int
    chip_in: int
    count_up: int
    settle: int
    step_total: int
    """Also the wait between steps of playback, which stays when motion is reduced."""
    playhead: int
    flash_write: int
    ease_standard: Curve
    ease_out: Curve


@dataclass(frozen=True)
class Lod:
    """Zoom factors where a level of detail begins; below `compact` there are blocks."""

    full: float
    compact: float
    hysteresis: float


@dataclass(frozen=True)
class Shadow:
    """Only what floats over the window casts one."""

    y: int
    blur: int
    alpha: float


@dataclass(frozen=True, eq=False)  # comparing seventy fields would cost start-up time to define
class Metrics:
    """Every length of the look. Use the one instance, `METRICS`."""

    # Window
    toolbar_height: int
    statusbar_height: int
    dock_tab_height: int
    control_height: int
    control_small_height: int
    icon_button: int
    icon_size: int
    row_height: int
    table_header_height: int
    left_dock_width: int
    right_dock_width: int
    bottom_dock_height: int
    timeline_height: int
    palette_size: Size
    scrollbar: int
    hit_target: int

    # Canvas
    card_size: Size
    compact_size: Size
    block_size: Size
    block_min_size: Size
    strip_height: int
    """The accumulation strip hangs below a card: it adds to `card_size`."""
    op_size: int
    """Diameter of an op node."""
    chip_height: int
    chip_tall_height: int
    legend_height: int
    minimap_size: Size
    grid_dot: int

    # Space between things
    space_half: int
    space_1: int
    space_2: int
    space_3: int
    space_4: int
    space_6: int
    space_8: int
    space_12: int

    # Corners
    radius_tag: int
    radius_control: int
    radius_node: int
    radius_panel: int
    radius_dialog: int
    radius_pill: int

    # Strokes
    hairline: float
    node_border: float
    node_border_current: float
    root_gap: float
    """From a root's border to its second outline."""
    pending_dash: tuple[float, float]
    """Dash and gap in pixels. QPen counts in pen widths: see `look.paint.dashed_pen`."""
    edge_width: float
    edge_active_width: float
    edge_lost_width: float
    edge_lost_dash: tuple[float, float]
    edge_lane_gap: float
    """Between a data edge and the gradient lane beside it."""
    edge_heat_width: tuple[float, float]
    """Thinnest and thickest."""
    arrow: tuple[float, float]
    """Length, width across."""
    focus_width: float
    focus_offset: float
    select_width: float
    select_offset: float
    halo_widths: tuple[float, ...]
    halo_alphas: tuple[float, ...]
    strike_width: float
    strike_overhang: float
    crossing_gap: float
    """How far the lower of two crossing edges is cut on either side of the upper one."""

    text_size: TypeScale
    line_height: TypeScale
    canvas_text: CanvasText
    lod: Lod
    motion: Motion
    reduced_motion: Motion
    """What `motion` becomes for people who asked for less of it."""
    popover_shadow: Shadow
    dialog_shadow: Shadow


def _camel(name: str) -> str:
    """edge_flow -> edgeFlow: tokens.json is spelt as designers' tools spell it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _curve(css: str) -> Curve:
    """ "cubic-bezier(0.2, 0, 0, 1)" -> (0.2, 0.0, 0.0, 1.0)."""
    x1, y1, x2, y2 = (float(part) for part in css.partition("(")[2].rstrip(")").split(","))
    return x1, y1, x2, y2


def _motion(tokens: dict[str, Any]) -> Motion:
    values = {f.name: tokens[_camel(f.name)] for f in fields(Motion)}
    values["ease_standard"] = _curve(values["ease_standard"])
    values["ease_out"] = _curve(values["ease_out"])
    return Motion(**values)


def _size(numbers: list[int]) -> Size:
    width, height = numbers
    return width, height


def _pair(numbers: list[float]) -> tuple[float, float]:
    first, second = numbers
    return first, second


def _read(tokens: dict[str, Any]) -> Metrics:
    size, space, radius, stroke = (tokens[key] for key in ("size", "space", "radius", "stroke"))
    font, lod, motion = tokens["font"], tokens["lod"], _motion(tokens["motion"])
    reduced = {f.name: tokens["motion"]["reduced"].get(_camel(f.name)) for f in fields(Motion)}
    return Metrics(
        toolbar_height=size["toolbar"],
        statusbar_height=size["statusbar"],
        dock_tab_height=size["dockTab"],
        control_height=size["control"],
        control_small_height=size["controlSmall"],
        icon_button=size["iconButton"],
        icon_size=size["icon"],
        row_height=size["rowHeight"],
        table_header_height=size["tableHeader"],
        left_dock_width=size["leftDock"],
        right_dock_width=size["rightDock"],
        bottom_dock_height=size["bottomDock"],
        timeline_height=size["timeline"],
        palette_size=_size(size["palette"]),
        scrollbar=size["scrollbar"],
        hit_target=size["hitTarget"],
        card_size=_size(size["nodeCard"]),
        compact_size=_size(size["nodeCompact"]),
        block_size=_size(size["nodeBlock"]),
        block_min_size=_size(size["nodeBlockMin"]),
        strip_height=size["accumStrip"],
        op_size=size["opNode"],
        chip_height=size["chip"],
        chip_tall_height=size["chipTall"],
        legend_height=size["legend"],
        minimap_size=_size(size["minimap"]),
        grid_dot=size["gridDot"],
        space_half=space["half"],
        space_1=space["1"],
        space_2=space["2"],
        space_3=space["3"],
        space_4=space["4"],
        space_6=space["6"],
        space_8=space["8"],
        space_12=space["12"],
        radius_tag=radius["tag"],
        radius_control=radius["control"],
        radius_node=radius["node"],
        radius_panel=radius["panel"],
        radius_dialog=radius["dialog"],
        radius_pill=radius["pill"],
        hairline=stroke["hairline"],
        node_border=stroke["node"],
        node_border_current=stroke["nodeCurrent"],
        root_gap=stroke["nodeRootGap"],
        pending_dash=_pair(stroke["pendingDash"]),
        edge_width=stroke["edge"],
        edge_active_width=stroke["edgeActive"],
        edge_lost_width=stroke["edgeLost"],
        edge_lost_dash=_pair(stroke["edgeLostDash"]),
        edge_lane_gap=stroke["edgeLaneGap"],
        edge_heat_width=_pair(stroke["edgeHeat"]),
        arrow=_pair(stroke["arrow"]),
        focus_width=stroke["focus"],
        focus_offset=stroke["focusOffset"],
        select_width=stroke["select"],
        select_offset=stroke["selectOffset"],
        halo_widths=tuple(stroke["haloWidths"]),
        halo_alphas=tuple(stroke["haloAlphas"]),
        strike_width=stroke["strike"],
        strike_overhang=stroke["strikeOverhang"],
        crossing_gap=stroke["crossingGap"],
        text_size=TypeScale(**font["size"]),
        line_height=TypeScale(**font["line"]),
        canvas_text=CanvasText(
            **{f.name: font["canvas"][_camel(f.name)] for f in fields(CanvasText)}
        ),
        lod=Lod(lod["full"]["minZoom"], lod["compact"]["minZoom"], lod["hysteresis"]),
        motion=motion,
        reduced_motion=replace(motion, **{k: v for k, v in reduced.items() if v is not None}),
        popover_shadow=Shadow(**tokens["shadow"]["popover"]),
        dialog_shadow=Shadow(**tokens["shadow"]["dialog"]),
    )


METRICS = _read(load_tokens())
