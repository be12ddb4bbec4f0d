"""The theme as a QPalette, for whatever the style sheet doesn't reach."""

from PySide6.QtGui import QPalette

from gradviz.look.theme import Theme

_ROLES = {
    QPalette.ColorRole.Window: "bg.panel",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.Base: "bg.input",
    QPalette.ColorRole.AlternateBase: "bg.panelAlt",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.PlaceholderText: "text.muted",
    QPalette.ColorRole.Button: "bg.raised",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.BrightText: "error.text",
    QPalette.ColorRole.ToolTipBase: "bg.overlay",
    QPalette.ColorRole.ToolTipText: "text.primary",
    QPalette.ColorRole.Highlight: "accent.fill",
    QPalette.ColorRole.HighlightedText: "text.onAccent",
    QPalette.ColorRole.Accent: "accent.fill",
    QPalette.ColorRole.Link: "accent.text",
    QPalette.ColorRole.LinkVisited: "accent.text",
    QPalette.ColorRole.Light: "bg.hover",
    QPalette.ColorRole.Midlight: "border.subtle",
    QPalette.ColorRole.Mid: "border.default",
    QPalette.ColorRole.Dark: "border.control",
    QPalette.ColorRole.Shadow: "bg.window",
}

_DISABLED = {
    QPalette.ColorRole.WindowText: "text.disabled",
    QPalette.ColorRole.Text: "text.disabled",
    QPalette.ColorRole.ButtonText: "text.disabled",
    QPalette.ColorRole.PlaceholderText: "text.disabled",
    QPalette.ColorRole.Link: "text.disabled",
    QPalette.ColorRole.LinkVisited: "text.disabled",
    QPalette.ColorRole.ToolTipText: "text.disabled",
    QPalette.ColorRole.Base: "bg.panel",
    QPalette.ColorRole.Highlight: "bg.pressed",
    QPalette.ColorRole.HighlightedText: "text.disabled",
    QPalette.ColorRole.Accent: "bg.pressed",
}


def palette(theme: Theme) -> QPalette:
    """Every role is set in every group: one left out would keep a colour of the desktop."""
    result = QPalette()
    groups = (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    )
    for group in groups:
        for color_role, role in _ROLES.items():
            result.setColor(group, color_role, theme.color(role))
    for color_role, role in _DISABLED.items():
        result.setColor(QPalette.ColorGroup.Disabled, color_role, theme.color(role))
    return result
