"""Which tests run which line: measured once with coverage.py, and kept in .cache/mutants until a text changes."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.mutants.catalog import Mutant

SHAPE = "tests/architecture/test_migrations.py::test_migrations_go_up_down_and_up_without_drift[{service}]"
"""Holds what models declare against what the migrations build."""

CONCERNED = ("chassis", "contracts", "tests/support", "tests/conftest.py", "tests/services/conftest.py")


@dataclass
class Reach:
    """``seconds``: how long a test takes; ``lines``: module -> line -> the tests that run it."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def tests_for(self, root: Path, mutant: Mutant) -> list[str]:
        """The tests that could notice a mutant, those first that are nearest and quickest: unit tests, tests of a
        file of the same name, the others. They run the line; what runs at import and has a name is noticed by whoever
        runs a line with that name, and the rest by whoever runs any of the module, or by all."""
        module, known = mutant.module, self.lines.get(mutant.module, {})
        tree = ast.parse((root / module).read_text())
        inside, statement = _statement_at(tree, mutant.line)
        tests = self._running(module, statement)
        if not inside:
            names = _names_by(tree, mutant.line)
            tests |= self._naming(root, module, names) if names else set()
            tests = tests or set().union(*known.values())
            tests = tests or {test for test in self.seconds if test.split("/")[2] == module.split("/")[1]}
        if module.endswith("/store/models.py"):
            return [SHAPE.format(service=module.split("/")[1]), *sorted(tests, key=lambda test: self.seconds[test])]
        name = f"test_{Path(module).stem}.py"
        return sorted(
            tests,
            key=lambda test: (f"/{name}::" not in test, "/domain/" not in test, self.seconds.get(test, 0.0), test),
        )

    def nearest(self, tests: list[str], seconds: float) -> list[str]:
        """The first of some tests, as many as can be run in so many seconds."""
        ends = list(accumulate(self.seconds.get(test, 5.0) for test in tests))
        return [test for test, end in zip(tests, ends, strict=True) if end <= seconds] or tests[:1]

    def _running(self, module: str, lines: Iterable[int]) -> set[str]:
        known = self.lines.get(module, {})
        return set().union(*(known.get(line, set()) for line in lines))

    def _naming(self, root: Path, module: str, names: set[str]) -> set[str]:
        """Who runs a statement of this service that has one of these names in it, and the tests that name one."""
        found, word = set[str](), re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b")
        service = "/".join(module.split("/")[:2]) + "/"
        for file in {test.partition("::")[0] for test in self.seconds if test.startswith(f"tests/{service}")}:
            if word.search((root / file).read_text()):
                found |= {test for test in self.seconds if test.startswith(f"{file}::")}
        for other in [each for each in self.lines if each.startswith(service)]:
            text = (root / other).read_text()
            if word.search(text):
                tree = ast.parse(text)
                for number, line in enumerate(text.splitlines(), 1):
                    if word.search(line):
                        found |= self._running(other, _statement_at(tree, number)[1])
        return found


def _statement_at(tree: ast.Module, line: int) -> tuple[bool, range]:
    """Whether a line is inside a function, and the lines of the innermost statement it belongs to."""
    inside, best = False, range(line, line + 1)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and _first(node) <= line <= (node.end_lineno or node.lineno):
            body = getattr(node, "body", None)
            end = body[0].lineno - 1 if body else (node.end_lineno or node.lineno)
            if isinstance(node, ast.FunctionDef) and line >= node.body[0].lineno:
                inside = True
            if line <= max(end, node.lineno):
                best = range(_first(node), max(end, node.lineno) + 1)
    return inside, best


def _first(node: ast.stmt) -> int:
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])


def _names_by(tree: ast.Module, line: int) -> set[str]:
    """What the statement at a line of the top of a module declares, and what is declared there by way of that."""
    declared: list[tuple[set[str], set[str], bool]] = []
    for node in tree.body:
        names = {node.name} if isinstance(node, ast.ClassDef | ast.FunctionDef) else _stored(node)
        used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        there = _first(node) <= line <= (node.end_lineno or node.lineno)
        declared.append((names, set() if isinstance(node, ast.FunctionDef) else used, there))
    found = set().union(*(names for names, _, there in declared if there))
    while more := set().union(*(names for names, used, _ in declared if used & found)) - found:
        found |= more
    return found


def _stored(node: ast.stmt) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


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
