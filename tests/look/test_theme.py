import pytest
from PySide6.QtGui import QColor

from gradviz.look.theme import THEME_NAMES, Theme, blend, load_theme
from gradviz.look.tokens import load_tokens
from tests.look.contrast import contrast, luminance

GROUNDS = ("toolbar", "panel", "panelAlt", "raised", "overlay", "canvas", "hover", "selected")
TONES = ("forward", "backward", "success", "warning", "error", "accent")
SYNTAX = ("plain", "keyword", "type", "function", "string", "number", "operator", "comment")

TEXT_PAIRS = [
    *((f"text.{t}", f"bg.{g}") for t in ("primary", "secondary", "muted") for g in GROUNDS),
    *((f"text.{t}", "bg.input") for t in ("primary", "secondary", "muted")),
    *((f"text.{t}", "bg.pressed") for t in ("primary", "secondary", "muted")),
    *((f"text.{t}", f"{s}.soft") for t in ("primary", "secondary", "muted") for s in TONES),
    *((f"{s}.text", f"bg.{g}") for s in TONES for g in GROUNDS),
    *((f"{s}.text", f"{s}.soft") for s in TONES),
    *((f"syntax.{s}", "bg.panel") for s in (*SYNTAX, "lineNumber")),
    *((f"syntax.{s}", "syntax.currentLine") for s in (*SYNTAX, "lineNumber")),
    *((f"{s}.text", "syntax.currentLine") for s in ("forward", "backward", "error")),
    ("text.primary", "syntax.currentLine"),
    ("text.onAccent", "accent.fill"),
    ("text.onAccent", "accent.fillHover"),
    ("text.onAccent", "accent.fillPressed"),
    ("backward.onLine", "backward.line"),
]

GRAPHICS_PAIRS = [
    *(("border.control", f"bg.{g}") for g in ("input", "panel", "raised")),
    ("border.node", "bg.canvas"),
    ("edge.data", "bg.canvas"),
    ("edge.pending", "bg.canvas"),
    *((f"{s}.line", f"bg.{g}") for s in ("forward", "backward") for g in ("canvas", "panel")),
    ("error.line", "bg.canvas"),
    ("error.line", "error.soft"),
    *(("focus.ring", f"bg.{g}") for g in ("panel", "canvas", "toolbar")),
    ("breakpoint", "bg.panel"),
    ("accent.fill", "bg.panel"),
]


@pytest.fixture(params=THEME_NAMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def test_both_themes_have_a_colour_for_every_role() -> None:
    dark, light = load_tokens()["color"]["dark"], load_tokens()["color"]["light"]
    assert list(dark) == list(light)
    for name in THEME_NAMES:
        for role in load_theme(name).roles:
            assert load_theme(name).color(role).isValid(), (name, role)


def too_faint(theme: Theme, pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs whose contrast is below `least`, worded for the failure message."""
    measured = [(a, b, contrast(theme.color(a), theme.color(b))) for a, b in pairs]
    return [f"{a} on {b}: {ratio:.2f}" for a, b, ratio in measured if ratio < least]


def test_text_is_readable_on_all_it_is_drawn_on(theme: Theme) -> None:
    assert too_faint(theme, TEXT_PAIRS, 4.5) == []


def test_lines_and_borders_are_visible(theme: Theme) -> None:
    assert too_faint(theme, GRAPHICS_PAIRS, 3.0) == []


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21.0)


def test_heat_grows_steadily_away_from_the_background(theme: Theme) -> None:
    steps = [luminance(color) for color in theme.heat]
    assert steps == sorted(steps, reverse=not theme.is_dark)
    assert len(set(steps)) == 9


def test_heat_between_two_steps_is_between_them(theme: Theme) -> None:
    assert theme.heat_color(0.0) == theme.heat[0]
    assert theme.heat_color(1.0) == theme.heat[-1]
    assert theme.heat_color(2.0) == theme.heat[-1]
    assert theme.heat_color(1 / 16) == blend(theme.heat[0], theme.heat[1], 0.5)


def test_a_wrong_role_names_the_ones_it_might_be(theme: Theme) -> None:
    with pytest.raises(KeyError, match=r"'backwards\.line'.*backward\.line"):
        theme.color("backwards.line")


def test_a_wrong_theme_name_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="dark and light"):
        load_theme("solarized")


def test_changing_a_colour_leaves_the_theme_as_it_was(theme: Theme) -> None:
    theme.color("bg.panel").setAlphaF(0.1)
    assert theme.color("bg.panel").alphaF() == 1.0


def test_the_scrim_alone_is_translucent(theme: Theme) -> None:
    translucent = [role for role in theme.roles if theme.color(role).alphaF() < 1]
    assert translucent == ["scrim"]
