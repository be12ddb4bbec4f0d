"""counted: a number with its noun, as a person writes it."""


def counted(count: int, one: str, many: str = "") -> str:
    """'1 edge', '2,000 edges'; `many` where an s isn't enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
