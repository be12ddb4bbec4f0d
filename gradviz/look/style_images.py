"""Icons as a style sheet can use them: as files, in a file system that is only in memory.

A style sheet names images by path and can't colour them, so each (icon, role) pair it uses
becomes a file under `:/gradviz/<theme>/`. They are handed to Qt as one resource blob, the
format `rcc` writes, version 1; nothing is left on the disk, or goes missing from it.
"""

import struct
from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QResource

from gradviz.look.icons import svg_text
from gradviz.look.theme import Theme

_registered: dict[str, bytes] = {}
"""Qt reads the blobs where they lie, so they stay alive as long as the program."""


def icon_file_name(icon: str, role: str) -> str:
    return f"{icon}-{role}.svg"


def style_image_root(theme: Theme) -> str:
    """The folder the images of a theme are in, in the path syntax of Qt resources."""
    return f":/gradviz/{theme.name}"


def register_style_images(theme: Theme, wanted: frozenset[tuple[str, str]]) -> None:
    """Make `icon_file_name(icon, role)` exist for every wanted pair; once per theme."""
    if theme.name in _registered:
        return
    files = {
        icon_file_name(icon, role): svg_text(icon, theme.color(role)).encode()
        for icon, role in wanted
    }
    blob = resource_blob(files)
    if not QResource.registerResourceData(blob, style_image_root(theme).removeprefix(":")):
        raise RuntimeError("Qt refused the style sheet's images")
    _registered[theme.name] = blob


def resource_blob(files: Mapping[str, bytes]) -> bytes:
    """One flat folder of files in rcc's format.

    header   "qres", version, offsets of tree, data and names
    tree     14 bytes per entry: the root folder, then the files sorted by hash
    data     length and bytes of each file
    names    length in UTF-16 units, hash and text of each name
    """
    tree = struct.pack(">IHII", 0, 2, len(files), 1)  # no name, a folder, children from entry 1
    data = names = b""
    for name in sorted(files, key=_hash):
        tree += struct.pack(">IHHHI", len(names), 0, 0, 1, len(data))  # any land, locale "C"
        data += struct.pack(">I", len(files[name])) + files[name]
        names += struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")
    start = 20
    header = struct.pack(
        ">4sIIII", b"qres", 1, start, start + len(tree), start + len(tree) + len(data)
    )
    return header + tree + data + names


@cache
def _hash(name: str) -> int:
    """Qt's hash for resource names, by which it searches them."""
    value = 0
    for character in name:
        value = (value << 4) + ord(character)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
