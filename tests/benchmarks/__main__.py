"""`python3 -m gradviz bench` ends here."""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks import results


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
    arguments = parser.parse_args()

    from tests.benchmarks import checks, engine, layouts, pictures

    # micrograd recurses as deep as the graph. Only its own frames: no C stack is used by them.
    sys.setrecursionlimit(10_000_000)
    rows = []
    for part in (engine, checks, layouts, pictures):
        for row in part.rows(arguments.quick):
            print(row, flush=True)
            rows.append(row)
    if not arguments.quick:
        results.RESULTS.write_text(results.text(rows), "utf-8")
        print(f"Written to {results.RESULTS}")


main()
