"""Text as it is drawn, which isn't quite text as it is copied.

A hyphen is too short and too low to be a minus sign next to digits, so negative numbers are
drawn with U+2212; on the clipboard they must stay something Python can read.
"""

import re

MINUS = "\N{MINUS SIGN}"

_MINUS_BEFORE_NUMBER = re.compile(r"-(?=\.?\d|inf\b|nan\b)")


def typographic(text: str) -> str:
    """For drawing only: "-6.0" with a true minus sign, exponents included.

    A hyphen before anything but a number stays: "a-b" and "step-back" are left alone.
    """
    return _MINUS_BEFORE_NUMBER.sub(MINUS, text) if "-" in text else text


def plain(text: str) -> str:
    """What to copy or parse: the inverse of `typographic`."""
    return text.replace(MINUS, "-")
