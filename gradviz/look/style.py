"""Dress the whole application in a theme."""

from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip, QWidget

from gradviz.look.focus_ring import FocusRing
from gradviz.look.fonts import load_fonts, ui_font
from gradviz.look.metrics import METRICS
from gradviz.look.palette import palette
from gradviz.look.style_sheet import style_sheet
from gradviz.look.theme import Theme

_SHOWN = "gradvizTheme"


def apply_look(app: QApplication, theme: Theme) -> None:
    """Fonts, Fusion, palette and style sheet; call it again to switch, at any time.

    Fusion and our own palettes, because `QStyleHints.setColorScheme` does nothing where
    there is no desktop to ask. Painted widgets and icons hold colours of their own: give
    those the new theme too.
    """
    load_fonts()
    ring = app.findChild(FocusRing)
    if ring is None:
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(ui_font())
        QToolTip.setFont(ui_font(METRICS.text_size.small))
        FocusRing(app, theme)
    elif app.property(_SHOWN) == theme.name:
        return
    else:
        ring.set_theme(theme)
    app.setProperty(_SHOWN, theme.name)
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def refresh(widget: QWidget) -> None:
    """Apply the style sheet anew after a dynamic property (`error`, `kind`, `role`) changed.

    Qt looks at properties only when a widget is first shown.
    """
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
