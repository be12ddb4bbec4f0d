"""resources/ is found in a checkout and in an installed package, from any folder."""

import shutil
import subprocess
import sys
from pathlib import Path

from gradviz import resource_files
from gradviz.resource_files import resource_path


def test_a_checkout_has_them_beside_the_package() -> None:
    assert resource_path("requirements.lock").is_file()
    assert resource_path("no", "such", "file").name == "file"


def test_an_installed_package_has_them_inside(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "gradviz"
    (package / "resources" / "icons").mkdir(parents=True)
    shutil.copy(resource_files.__file__, package)
    ask = (
        f"import sys; sys.path.insert(0, {str(package.parent)!r});"
        "from gradviz.resource_files import resource_path;"
        "print(resource_path('icons', 'step.svg'))"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    said = subprocess.run(
        [sys.executable, "-S", "-c", ask], cwd=elsewhere, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == str(package / "resources" / "icons" / "step.svg")


def test_importing_gradviz_imports_neither_qt_nor_numpy() -> None:
    ask = "import gradviz, sys; gradviz.Value(1.0); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in said.stdout.split()}
    assert loaded.isdisjoint({"PySide6", "shiboken6", "numpy", "networkx", "pygraphviz"})
