"""Stands in for the standard library's venv: a real environment, with a fake pip in it."""

import shutil
import sys
from pathlib import Path

FAKES = Path(__file__).parent

folder = Path(sys.argv[-1])
base = Path(getattr(sys, "_base_executable", sys.executable))
packages = folder / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
packages.mkdir(parents=True)
(folder / "bin").mkdir()
(folder / "bin" / "python").symlink_to(base)
(folder / "pyvenv.cfg").write_text(
    f"home = {base.parent}\ninclude-system-site-packages = false\n", "utf-8"
)
for package in ("pip", "pytest"):
    (packages / package).mkdir()
    shutil.copy(FAKES / f"fake_{package}.py", packages / package / "__main__.py")
    (packages / package / "__init__.py").touch()
