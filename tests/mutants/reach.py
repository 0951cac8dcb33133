"""Which tests run which line: measured once with coverage.py, and kept in .cache/mutants until a text changes."""

from __future__ import annotations

import ast
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.mutants.catalog import Mutant

CONCERNED = ("chassis", "contracts", "tests/support", "tests/conftest.py", "tests/services/conftest.py")


@dataclass
class Reach:
    """``seconds``: how long a test takes; ``lines``: module -> line -> the tests that run it."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def tests_for(self, root: Path, mutant: Mutant) -> list[str]:
        """The tests that could notice a mutant, those first that are nearest and quickest: unit tests, tests of a
        file of the same name, the others. What runs at import can be noticed by whoever runs any of the module, and
        what only declares by all."""
        module, known = mutant.module, self.lines.get(mutant.module, {})
        inside, statement = _statement_at((root / module).read_text(), mutant.line)
        tests: set[str] = set().union(*(known.get(line, set()) for line in statement))
        if not inside:
            service = "/".join(("tests", *module.split("/")[:2])) + "/"
            tests |= set().union(*known.values()) or {test for test in self.seconds if test.startswith(service)}
        name = f"test_{Path(module).stem}.py"
        return sorted(
            tests,
            key=lambda test: (f"/{name}::" not in test, "/domain/" not in test, self.seconds.get(test, 0.0), test),
        )


def _statement_at(source: str, line: int) -> tuple[bool, range]:
    """Whether a line is inside a function, and the lines of the innermost statement it belongs to."""
    inside, best = False, range(line, line + 1)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno):
            body = getattr(node, "body", None)
            end = body[0].lineno - 1 if body else (node.end_lineno or node.lineno)
            if isinstance(node, ast.FunctionDef) and line >= node.body[0].lineno:
                inside = True
            if line <= max(end, node.lineno):
                best = range(node.lineno, max(end, node.lineno) + 1)
    return inside, best


class Recorder:
    """A pytest plugin: runs tests under coverage and notes who ran which line of ``services/``."""

    def __init__(self, root: Path, into: Path) -> None:
        self.root, self.into, self.seconds, self.failed = root, into, dict[str, float](), list[str]()
        self.coverage = coverage.Coverage(data_file=None, include=[f"{root}/services/*"], config_file=False)
        self.coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        begun = time.monotonic()
        answer = yield
        self.seconds[item.nodeid] = time.monotonic() - begun
        self.coverage.switch_context("")
        return answer  # type: ignore[return-value]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {
            str(Path(file).relative_to(self.root)): {
                line: [test for test in tests if test] for line, tests in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        self.into.write_text(json.dumps({"seconds": self.seconds, "failed": self.failed, "lines": lines}))


class Kept:
    """What was measured, a file for each file of tests; void when it or what it concerns was changed since."""

    def __init__(self, root: Path, folder: Path, service: str) -> None:
        self.root, self.folder, self.service = root, folder / service, service
        self.folder.mkdir(parents=True, exist_ok=True)
        around = [path for path in (root / "tests/services" / service).rglob("*.py") if path.stem[:5] != "test_"]
        self.sources = self._digest(*(root / name for name in (f"services/{service}", *CONCERNED)), *around)

    def _digest(self, *paths: Path) -> str:
        found = hashlib.sha256()
        for path in paths:
            for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                found.update(str(file.relative_to(self.root)).encode() + file.read_bytes())
        return found.hexdigest()[:16]

    def files(self) -> dict[str, Path]:
        """Each file of tests of the service with where its measure is, or would be."""
        return {
            str(path.relative_to(self.root)): self.folder / f"{path.stem}-{self._digest(path)}-{self.sources}.json"
            for path in sorted((self.root / "tests/services" / self.service).rglob("test_*.py"))
        }

    def keep(self, measured: dict[str, Any]) -> None:
        """Divide one run's measure by files of tests."""
        for name, into in self.files().items():
            mine = {test: seconds for test, seconds in measured["seconds"].items() if test.startswith(f"{name}::")}
            if mine:
                lines = {
                    module: {line: [test for test in tests if test in mine] for line, tests in known.items()}
                    for module, known in measured["lines"].items()
                }
                into.write_text(json.dumps({"seconds": mine, "lines": lines}))

    def add_to(self, reach: Reach) -> None:
        """Add all that is known."""
        for path in self.files().values():
            if path.exists():
                found = json.loads(path.read_text())
                reach.seconds |= found["seconds"]
                for module, known in found["lines"].items():
                    for line, tests in known.items():
                        reach.lines[module][int(line)].update(tests)
