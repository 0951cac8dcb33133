"""The mutants there could be of a module, and the sample that is tried."""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutants.operators import OPERATORS

FOLDERS = ("services/*/domain", "services/*/usecases", "services/*/store")
FEATURES = tuple(folder.replace("/*/", "/*/*/") for folder in FOLDERS)


@dataclass(frozen=True)
class Mutant:
    """One change of one module: what ``operator`` does at its ``occurrence``, in ``line``; ``was`` and ``now`` are that
    line, and what stands there instead."""

    module: str
    operator: str
    occurrence: int
    line: int
    was: str
    now: str
    source: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.operator}\n    - {self.was}\n    + {self.now}"


def modules(root: Path, only: str = "") -> list[str]:
    """The paths of all modules that are mutated, rules first; ``only`` is the beginning of a path."""
    found = [
        path
        for pattern in (*FOLDERS, *FEATURES)
        for path in (str(each.relative_to(root)) for each in sorted(root.glob(f"{pattern}/*.py")))
        if path.startswith(only)
    ]
    layers = [folder.rpartition("/")[2] for folder in FOLDERS]
    return sorted(found, key=lambda path: (layers.index(path.split("/")[-2]), path))


def folder_of(module: str) -> str:
    """Under what a module's score is counted: the folder it is in."""
    return module.rpartition("/")[0]


def sample(root: Path, module: str, each: int, seed: int) -> list[Mutant]:
    """Up to ``each`` mutants of a module at as many places, the same ones for the same seed and text."""
    source = (root / module).read_text()
    places = _places(source)
    chance = random.Random(f"{seed}:{module}")
    order = sorted(places)
    chance.shuffle(order)
    found: list[Mutant] = []
    for place in order:
        if len(found) == each:
            break
        choices = sorted(places[place])
        chance.shuffle(choices)
        made = (_make(module, source, *choice, place[0]) for choice in choices)
        found.extend([mutant for mutant in made if mutant is not None][:1])
    return found


def every_mutant(root: Path, module: str) -> Iterator[Mutant]:
    """All there could be of a module."""
    source = (root / module).read_text()
    for place, choices in sorted(_places(source).items()):
        for choice in choices:
            if mutant := _make(module, source, *choice, place[0]):
                yield mutant


def _places(source: str) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """Where something can be changed, and how: (line, column) -> (operator, occurrence)."""
    silent = set(_silent_lines(ast.parse(source)))
    nodes = list(ast_nodes(get_ast(source)))
    found: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    for name, operator in OPERATORS.items():
        occurrence = 0
        for node in nodes:
            for place, _ in operator.mutation_positions(node):
                if place[0] not in silent:
                    found[place].append((name, occurrence))
                occurrence += 1
    return found


def _silent_lines(tree: ast.Module) -> Iterator[int]:
    """Lines that do nothing when they run, or nothing of a rule: imports, docstrings, how a dataclass is made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from (each.lineno for each in node.decorator_list)
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if text or isinstance(node, ast.Import | ast.ImportFrom):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


class _WithoutTypes(ast.NodeTransformer):
    """Takes away what Python does not look at here: annotations (every module postpones them)."""

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]  # how one has to name them changes no rule
        node.defaults = [*node.defaults, *(value for value in node.kw_defaults if value)]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)


def _meaning(source: str) -> str:
    return ast.dump(_WithoutTypes().visit(ast.parse(source)))


def _make(module: str, source: str, operator: str, occurrence: int, line: int) -> Mutant | None:
    """The mutant; None when it is no Python, or means what was there."""
    mutated = mutate_code(source, OPERATORS[operator], occurrence)
    try:
        if mutated is None or _meaning(mutated) == _meaning(source):
            return None
    except SyntaxError:
        return None
    was, now = _difference(source, mutated)
    return Mutant(module, operator, occurrence, line, was, now, mutated)


def _difference(source: str, mutated: str) -> tuple[str, str]:
    """The lines that differ, each side as one line of text."""
    before, after = source.splitlines(), mutated.splitlines()
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return tuple(" ".join(" ".join(lines[start : len(lines) - end]).split()) for lines in (before, after))  # type: ignore[return-value]


@dataclass(frozen=True)
class Reason:
    """Why a mutant that lives changes nothing that anybody can see. ``module``, ``was`` and ``now`` may be patterns."""

    module: str
    was: str
    now: str
    why: str

    def is_about(self, module: str) -> bool:
        """True when it speaks of a mutant of this module."""
        return _fits(module, self.module)

    def could_be_of(self, source: str) -> bool:
        """True when a module's text has in it what it speaks of."""
        return _fits(" ".join(source.split()), f"*{self.was}*")

    def covers(self, mutant: Mutant) -> bool:
        """True when it speaks of this mutant."""
        return self.is_about(mutant.module) and _fits(mutant.was, self.was) and _fits(mutant.now, self.now)


def _fits(text: str, pattern: str) -> bool:
    return fnmatchcase(text, pattern.replace("[", "[[]"))
