"""Stands in for pip: notes its arguments, talks like pip, leaves what pip would leave.

FAKE_PIP chooses what goes wrong: `offline` before anything is changed, `full` half way, `hangs`
half way for ever.
"""

import os
import sys
import time
from pathlib import Path

site_packages = Path(__file__).parents[1]
arguments = sys.argv[1:]
with Path(os.environ["FAKE_PIP_LOG"]).open("a", encoding="utf-8") as log:
    log.write(" ".join(arguments) + "\n")

trouble = os.environ.get("FAKE_PIP")
if trouble == "offline":
    print("WARNING: Retrying (Retry(total=0)) after connection broken by NewConnectionError")
    sys.exit("ERROR: Could not find a version that satisfies the requirement numpy==2.4.6")
if "-r" in arguments:
    lock = Path(arguments[arguments.index("-r") + 1]).read_text("utf-8").splitlines()
    pins = [line.split(" ")[0].split("==") for line in lock if "==" in line]
    for name, version in pins:
        print(f"Collecting {name}=={version} (from -r requirements.lock (line 1))")
    print(f"Installing collected packages: {', '.join(name for name, _ in pins)}", flush=True)
    if trouble == "full":
        sys.exit("ERROR: Could not install packages: [Errno 28] No space left on device")
    if trouble == "hangs":
        time.sleep(60)
    for name, version in pins:
        folder = site_packages / f"{name.replace('-', '_')}-{version}.dist-info"
        folder.mkdir(exist_ok=True)
        (folder / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n", "utf-8")
