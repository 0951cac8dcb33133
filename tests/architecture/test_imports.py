"""Who may import whom: the contracts hold, and each catches a planted import; nobody imports in a circle."""

from __future__ import annotations

import shutil
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("chassis", "contracts", "services", "gateway", "ops")

PLANTED = [
    ("independence", "services/customer/usecases/planted.py", "import services.feedback.store.models\n"),
    ("pure-rules", "services/customer/domain/planted.py", "import sqlalchemy\n"),
    ("pure-rules", "services/customer/imports/domain/planted.py", "import chassis.context\n"),
    ("layers", "services/customer/store/planted.py", "import services.customer.usecases.customers\n"),
    ("layers", "services/customer/imports/store/planted.py", "import services.customer.imports.usecases.imports\n"),
    ("chassis", "chassis/planted.py", "import contracts.customer\n"),
    ("contracts", "contracts/planted.py", "import flask\n"),
    ("edges", "services/customer/usecases/planted.py", "import flask\n"),
    ("edges", "services/customer/imports/store/planted.py", "import marshmallow\n"),
    ("usecases-no-sql", "services/customer/usecases/planted.py", "import sqlalchemy\n"),
    ("usecases-no-sql", "services/customer/imports/usecases/planted.py", "import sqlalchemy.orm\n"),
    ("gateway", "gateway/planted.py", "import sqlalchemy\n"),
]


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


@pytest.mark.parametrize(("contract", "path", "source"), PLANTED)
def test_a_planted_import_is_caught(contract: str, path: str, source: str, tree: Path) -> None:
    (tree / path).write_text(source)
    answer = lint_imports(tree, "--contract", contract)
    assert answer.returncode == 1, answer.stdout
    assert "planted" in answer.stdout


def parents(module: str) -> set[str]:
    """The packages that a module is in; each is run before it."""
    parts = module.split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts))}


def circle(graph: grimp.ImportGraph) -> list[str]:
    """Modules that import each other in a circle, the first again at the end; empty where there is none.

    An import inside a function counts, and so do the packages that an import runs on its way.
    """
    needed = {}
    for module in graph.modules:
        imported = graph.find_modules_directly_imported_by(module)
        on_the_way = set().union(*map(parents, imported)) - parents(module) - {module}
        needed[module] = imported | on_the_way
    try:
        TopologicalSorter(needed).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """All our modules and their imports."""
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def test_nobody_imports_in_a_circle(graph: grimp.ImportGraph) -> None:
    assert circle(graph) == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [("ops.children", "ops.supervisor"), ("ops.demo.accounts", "ops.demo"), ("chassis.errors", "chassis.http.api")],
    ids=["straight back", "its own package", "through the package of another"],
)
def test_a_planted_circle_is_caught(graph: grimp.ImportGraph, importer: str, imported: str) -> None:
    graph.add_import(importer=importer, imported=imported)
    try:
        assert importer in circle(graph)
    finally:
        graph.remove_import(importer=importer, imported=imported)
