"""A copy of the checkout that the generator may write into."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = ("chassis", "contracts", "docs", "gateway", "ops", "services", "tests")
FILES = ("pyproject.toml", "docker-compose.yml", "Makefile", "Dockerfile", ".dockerignore")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", "vendor", "screenshots")


def copy_to(folder: Path) -> Path:
    """What is written by hand; what was fetched is linked to."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    for name in (".venv", "gateway/static/vendor"):
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    return folder


def run(folder: Path, *module: str) -> str:
    """What a module of Python says when it runs in the copy. Fails with it where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{' '.join(module)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr
