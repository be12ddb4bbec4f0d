"""The design tokens, read once from resources/themes/tokens.json. No Qt.

A token is a colour, a size or a duration with a name that says what it is *for*. Only this
module knows the file; `theme` and `metrics` give its content types.
"""

import json
from functools import cache
from typing import Any

from gradviz.resource_files import resource_path


@cache
def load_tokens() -> dict[str, Any]:
    """The whole file. Its owner is the cache: read it, never change it."""
    text = resource_path("themes", "tokens.json").read_text(encoding="utf-8")
    tokens: dict[str, Any] = json.loads(text)
    return tokens
