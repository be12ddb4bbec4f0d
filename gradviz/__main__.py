"""`python3 -m gradviz`: prepares the environment, then runs the command in it.

This file and `gradviz/__init__.py` must stay readable for older Pythons (no new syntax before
the version check), so that one gets a sentence and not a traceback.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an older Python is exactly what this is for)
    sys.stderr.write(
        "gradviz: needs Python 3.11 or newer; this is %d.%d (%s). "  # noqa: UP031
        "Start it with a newer one, such as python3.11 -m gradviz.\n"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )
    sys.exit(2)

from gradviz.launch import start
from gradviz.launch.failure import LaunchFailed


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code; 2 when something it needs can't be had."""
    try:
        start.ready(arguments)
        if arguments[:1] == ["test"]:
            from gradviz.launch import testing

            return testing.run(arguments[1:])
        # Only now: what cli imports may have been installed a moment ago.
        from gradviz import cli

        return cli.main(arguments)
    except LaunchFailed as problem:
        print(f"gradviz: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
