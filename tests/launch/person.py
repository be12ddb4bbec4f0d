"""A checkout of its own for each test, and a person who starts gradviz in it.

Everything that would need the network is replaced by what lies in `fakes/`; the processes, the
environment and the files are real.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FAKES = Path(__file__).parent / "fakes"
# Not the Python running the tests: its environment has all packages, so nothing would be made.
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)

PYPROJECT = """\
[project]
name = "gradviz"
version = "0.1.0"
dependencies = ["numpy>=2.0,!=2.1"]

[dependency-groups]
dev = [{ include-group = "launch" }, "pytest"]
"""


class Started:
    """How a start ended."""

    def __init__(self, process: subprocess.CompletedProcess[str]) -> None:
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def said(self) -> Any:
        """What the fake command told about itself."""
        assert self.out, self.err
        return json.loads(self.out)


class Person:
    """Has a fresh checkout, a terminal, and nothing installed."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.venv = self.root / ".venv"
        self.stamp = self.venv / "gradviz.stamp"
        self.pip_log = folder / "pip.log"
        package = self.root / "gradviz"
        shutil.copytree(
            ROOT / "gradviz" / "launch",
            package / "launch",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        shutil.copy(ROOT / "gradviz" / "__main__.py", package)
        shutil.copy(FAKES / "cli.py", package)
        (package / "__init__.py").touch()
        (self.root / "pyproject.toml").write_text(PYPROJECT, "utf-8")
        (self.root / "resources").mkdir()
        self.write_lock("run", "numpy==2.4.6 \\\n")
        self.write_lock("test", "numpy==2.4.6 \\\npytest==9.2.0 \\\n")
        (self.root / "tests").mkdir()
        self.environ = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "VIRTUAL_ENV")
        }
        self.environ |= {"PYTHONPATH": str(FAKES), "FAKE_PIP_LOG": str(self.pip_log)}

    def write_lock(self, group: str, text: str) -> None:
        name = {"run": "requirements.lock", "test": "requirements-dev.lock"}[group]
        (self.root / "resources" / name).write_text(text, "utf-8")

    def start(self, *arguments: str, python: Path | str = BASE_PYTHON, **environ: str) -> Started:
        """Type `python3 -m gradviz ARGUMENTS` and wait for its end."""
        return Started(
            subprocess.run(
                [str(python), "-m", "gradviz", *arguments],
                cwd=self.root,
                env=self.environ | environ,
                capture_output=True,
                text=True,
                timeout=30,
                check=False,
            )
        )

    def begin(self, *arguments: str, **environ: str) -> subprocess.Popen[str]:
        """The same without waiting, in a session of its own as terminals give."""
        return subprocess.Popen(
            [BASE_PYTHON, "-m", "gradviz", *arguments],
            cwd=self.root,
            env=self.environ | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def pip_runs(self) -> list[str]:
        """The arguments of every run of pip so far."""
        return self.pip_log.read_text("utf-8").splitlines() if self.pip_log.exists() else []
