"""What follows once the files are written: words, clients, the page of the access matrix, the formatter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from gateway.catalogs import Catalogs


def finish(root: Path, files: Iterable[str], chinese: Mapping[str, str]) -> None:
    """Bring everything that is written from something else up to date. Raises CalledProcessError."""
    python = [path for path in files if path.endswith(".py")]
    _run(root, "ruff", "check", "--quiet", "--select", "I,F401", "--fix", *python)
    _run(root, "ruff", "format", "--quiet", *python)
    _run(root, "ops", "clients")
    catalogs = Catalogs(root / "gateway")
    catalogs.update(chinese)
    catalogs.compile()
    _run(root, "tests.access")


def _run(root: Path, *command: str) -> None:
    subprocess.run([sys.executable, "-m", *command], cwd=root, check=True, stdout=subprocess.DEVNULL)
