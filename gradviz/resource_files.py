"""Finds the files of `resources/`: icons, themes, fonts, examples."""

from pathlib import Path


def resource_path(*parts: str) -> Path:
    """`resource_path("icons", "step.svg")`, wherever one is and however gradviz was installed.

    An installed package carries the folder inside; in a checkout it lies beside the package.
    The file need not exist.
    """
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return (inside if inside.is_dir() else package.parent / "resources").joinpath(*parts)
