"""The system libraries that Qt's own packages don't bring along, and which are missing here.

Read off `readelf -d` of PySide6-Essentials 6.11.3 (QtGui, QtDBus, the offscreen, xcb and
wayland plugins) and of pygraphviz 2.0.4 (which needs Xext and Xrender).
"""

import ctypes
import sys
from collections.abc import Mapping

# Debian's package: the library in it. Newer Debians and Ubuntus call some of these …t64 (such
# as libglib2.0-0t64); those provide the old name, and apt-get resolves it.
ALWAYS: Mapping[str, str] = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libgthread-2.0.so.0",
    "libxrender1": "libXrender.so.1",
    "libxext6": "libXext.so.6",
}
X11: Mapping[str, str] = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
}
# Qt links these too; on Debian the packages above bring them along.
X11_IMPLIED: Mapping[str, str] = {
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
}
WAYLAND: Mapping[str, str] = {
    "libwayland-client0": "libwayland-client.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
}


def missing(window_system: str | None) -> dict[str, str]:
    """Debian's packages and the libraries in them that Qt would look for in vain.

    `window_system` is "x11", "wayland", or None to paint without a screen. Empty on macOS and
    Windows, where the wheels bring everything.
    """
    if not sys.platform.startswith("linux"):
        return {}
    absent = _absent(ALWAYS)
    if window_system == "wayland":
        return absent | _absent(WAYLAND)
    if window_system == "x11":
        absent |= _absent(X11)
        return absent or _absent(X11_IMPLIED)
    return absent


def _absent(packages: Mapping[str, str]) -> dict[str, str]:
    return {package: name for package, name in packages.items() if not _loads(name)}


def _loads(name: str) -> bool:
    """Whether the dynamic linker finds it, and all that it needs in turn."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
