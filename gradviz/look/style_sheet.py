"""The style sheet of a theme: resources/themes/gradviz.qss with its names filled in."""

import re
from functools import cache

from gradviz.look.metrics import METRICS
from gradviz.look.style_images import icon_file_name, register_style_images, style_image_root
from gradviz.look.theme import Theme
from gradviz.resource_files import resource_path

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ICON = re.compile(r"@icon\(([\w-]+), ([\w.]+)\)")
_LENGTH = re.compile(r"@px\.(\w+)")
_ROLE = re.compile(r"@(\w+\.\w+)")


@cache
def style_sheet(theme: Theme) -> str:
    """The text for `QApplication.setStyleSheet`; an unknown name in it raises.

    The images it mentions exist from then on.
    """
    text = _COMMENT.sub("", resource_path("themes", "gradviz.qss").read_text(encoding="utf-8"))
    register_style_images(theme, frozenset(_ICON.findall(text)))
    root = style_image_root(theme)
    text = _ICON.sub(lambda found: f"url({root}/{icon_file_name(found[1], found[2])})", text)
    text = _LENGTH.sub(lambda found: f"{getattr(METRICS, found[1])}px", text)
    return _ROLE.sub(lambda found: theme.color(found[1]).name(), text)
