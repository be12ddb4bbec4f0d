"""The source tree that gradviz is started from, if it is started from one."""

from pathlib import Path

# What is installed for a command, and the lock that pins it. The second holds the first.
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}


class Checkout:
    """A folder with gradviz's pyproject.toml, its locks and the package itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pyproject = root / "pyproject.toml"
        self.tests = root / "tests"

    @classmethod
    def here(cls) -> "Checkout | None":
        """The checkout this very file lies in; None when it belongs to an installed package."""
        checkout = cls(Path(__file__).resolve().parents[2])
        return checkout if checkout.pyproject.is_file() and checkout.lock("run").is_file() else None

    def lock(self, group: str) -> Path:
        """The hash-pinned requirements for `run` or `test`."""
        return self.root / "resources" / LOCKS[group]

    def fingerprint(self, group: str) -> str:
        """Changes whenever what has to be installed may have changed."""
        import hashlib

        digest = hashlib.sha256()
        for file in (self.pyproject, self.lock(group)):
            digest.update(file.read_bytes())
        return digest.hexdigest()
