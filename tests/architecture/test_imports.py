"""Who may import whom: the contracts hold, and each catches a planted import."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("chassis", "contracts", "services", "gateway", "ops")

PLANTED = {
    "independence": ("services/customer/usecases/planted.py", "import services.feedback.store.models\n"),
    "pure-rules": ("services/customer/domain/planted.py", "import sqlalchemy\n"),
    "layers": ("services/customer/store/planted.py", "import services.customer.usecases.customers\n"),
    "chassis": ("chassis/planted.py", "import contracts.customer\n"),
    "contracts": ("contracts/planted.py", "import flask\n"),
    "edges": ("services/customer/usecases/planted.py", "import flask\n"),
    "gateway": ("gateway/planted.py", "import sqlalchemy\n"),
}


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the contracts on a copy of the tree."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)})


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the source that may be spoiled."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_import_is_caught(contract: str, tree: Path) -> None:
    path, source = PLANTED[contract]
    (tree / path).write_text(source)
    answer = lint_imports(tree, "--contract", contract)
    assert answer.returncode == 1, answer.stdout
    assert "planted" in answer.stdout
