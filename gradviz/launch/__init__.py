"""From a bare Python to a process that can open the window. Standard library only.

`start.ready` is the whole of it: it returns in a process that has every package, having made
the checkout's `.venv` and re-executed itself there if need be. `system.require_qt` is asked
just before Qt is imported, in a checkout and in an installed package alike.

Every start of the app comes through here twice, before and after re-executing. So what only
the set-up needs (pip, apt, subprocess, hashing) is imported where it is used.
"""
