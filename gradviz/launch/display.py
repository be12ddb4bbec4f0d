"""Is there a screen to open a window on? Qt aborts the process where there is none."""

import ctypes
import os
import sys

from gradviz.launch.failure import LaunchFailed

_INSTEAD = "or paint the window into a picture with --screenshot OUT.png"


class NoDisplay(LaunchFailed):
    """There is no screen, or it doesn't answer."""


def window_systems() -> list[str]:
    """What Qt may open a window on here, in the order it tries: of "wayland" and "x11".

    Empty where no probe is needed: on macOS and Windows, or if QT_QPA_PLATFORM names a plugin
    without a screen, such as offscreen. Raises NoDisplay if no screen is named.
    """
    if not sys.platform.startswith("linux"):
        return []
    named = []
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("WAYLAND_SOCKET"):
        named.append("wayland")
    if os.environ.get("DISPLAY"):
        named.append("x11")
    plugins = os.environ.get("QT_QPA_PLATFORM", "")
    if plugins:
        # "wayland;xcb:option" is a list to try, each with options after a colon.
        wanted = {plugin.split(":")[0].split("-")[0] for plugin in plugins.split(";")}
        if not wanted <= {"xcb", "wayland"}:
            return []
        named = [name for name in named if {"x11": "xcb"}.get(name, name) in wanted]
    if not named:
        raise NoDisplay(
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY names "
            f"one); start it in a desktop session, {_INSTEAD}."
        )
    return named


def require_answer(systems: list[str]) -> None:
    """Raise NoDisplay unless one of these answers. Needs their libraries to be installed."""
    if not systems or any({"wayland": _wayland, "x11": _x11}[name]() for name in systems):
        return
    variables = [{"wayland": "WAYLAND_DISPLAY", "x11": "DISPLAY"}[name] for name in systems]
    named = " and ".join(f"{name}={os.environ.get(name, '')}" for name in variables)
    raise NoDisplay(
        f"the display can't be reached ({named}): nothing answers there, or it doesn't let this "
        f"user in; start it in a desktop session, {_INSTEAD}."
    )


def _x11() -> bool:
    """Connect as Qt will, authorization included."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    # Never NULL; and it must be closed even if it has an error.
    connection = xcb.xcb_connect(None, None)
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)


def _wayland() -> bool:
    if os.environ.get("WAYLAND_SOCKET"):
        return True  # an open file handed to this process, that connecting would use up
    name = os.environ.get("WAYLAND_DISPLAY", "")
    if not name.startswith("/") and not os.environ.get("XDG_RUNTIME_DIR"):
        return False  # the library would complain on stderr as well
    try:
        wayland = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return False
    wayland.wl_display_connect.argtypes = [ctypes.c_char_p]
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = wayland.wl_display_connect(None)
    if display is None:
        return False
    wayland.wl_display_disconnect(display)
    return True
