"""Stands in for gradviz.cli: tells where it runs and with what."""

import json
import sys


def main(arguments: list[str]) -> int:
    """Print it, and exit with the number after `--exit`."""
    print(json.dumps({"prefix": sys.prefix, "arguments": arguments}))
    return int(arguments[1]) if arguments[:1] == ["--exit"] else 0
