"""`python3 -m gradviz bench` ends here."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from tests.benchmarks import results

PARTS = ("engine", "checks", "layouts", "pictures")
"""Each a module here, whose `rows` measures; imported when it is asked for."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="gradviz bench",
        description="Measure gradviz and its peers in turns, print the table of ratios and "
        "write it to tests/benchmarks/RESULTS.md. Takes some minutes.",
    )
    parser.add_argument(
        "--quick", action="store_true",
        help="leave out what takes a minute, and RESULTS.md as it is",
    )  # fmt: skip
    parser.add_argument(
        "--only", choices=PARTS, action="append",
        help="measure one part, and leave RESULTS.md as it is; may be given again",
    )  # fmt: skip
    arguments = parser.parse_args()

    # micrograd recurses as deep as the graph. Only its own frames: no C stack is used by them.
    sys.setrecursionlimit(10_000_000)
    rows = []
    for name in arguments.only or PARTS:
        for row in import_module(f"tests.benchmarks.{name}").rows(arguments.quick):
            print(row, flush=True)
            rows.append(row)
    if not arguments.quick and not arguments.only:
        results.RESULTS.write_text(results.text(rows), "utf-8")
        print(f"Written to {results.RESULTS}")


main()
