"""Which codes and choices the services can say, read from their source, and which of them lack words."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

from chassis.errors import Refused
from contracts.services import SERVICES
from gateway.vocabulary import Words
from gateway.words import WORDS

ROOT = Path(__file__).parent.parent
SOURCES = ("chassis", "contracts", "services")
CODE = re.compile("[a-z][a-z0-9_]*")
TABLES = frozenset({"MESSAGES", "HTTP_CODES", "error_messages", "default_error_messages"})
"""What is assigned to these names is a table of codes."""

UNSEEN = frozenset(
    {
        "services.auth.domain.second_factors.Method",
        "services.auth.domain.second_factors.Purpose",
        "services.auth.resets.domain.addresses.AddressSource",
        "services.auth.resets.domain.links.LinkKind",
        "services.feedback.domain.workflow.Mailing",
        "services.feedback.domain.workflow.Waiting",
        "services.feedback.domain.workflow.Watching",
    }
)
"""Enums of a service's rules that no page shows."""


@cache
def trees() -> list[ast.Module]:
    """The source of everything that can answer with a code."""
    return [ast.parse(path.read_text()) for package in SOURCES for path in sorted((ROOT / package).rglob("*.py"))]


@cache
def kinds() -> list[type]:
    """Every class of the services, the chassis and the contracts."""
    found: dict[type, None] = {}
    for package in SOURCES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if "migrations" not in module.name and ".testing" not in module.name:
                held = vars(importlib.import_module(module.name)).values()
                found |= {kind: None for kind in held if isinstance(kind, type) and kind.__module__ == module.name}
    return list(found)


def codes() -> set[str]:
    """Every code that a service can answer with: of each Refused, of each enum called ``...Problem``, and what stands
    in the source as ``Invalid(name="code")``, ``ValidationError("code")``, ``ServiceError(503, "code")``,
    ``error="code"``, ``code="code"``, ``{"code": "code"}``, in one of the TABLES, or as ``wrong[name] = "code"`` before
    ``Invalid(**wrong)``."""
    found = {kind.code for kind in kinds() if issubclass(kind, Refused)}
    found |= {value.value for kind in _enums() if kind.__name__.endswith("Problem") for value in kind}
    for tree in trees():
        gathered = _gathered(tree)
        for node in ast.walk(tree):
            said = [*_saying(node), *_put_into(node, gathered)]
            found |= {text for part in said for text in _texts(part) if CODE.fullmatch(text)}
    return found


def _gathered(tree: ast.Module) -> set[str]:
    """The names of what is gathered first and then refused with: ``wrong`` of ``Invalid(**wrong)``."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "Invalid")
    unpacked = (each.value for call in calls for each in call.keywords if each.arg is None)
    return {value.id for value in unpacked if isinstance(value, ast.Name)}


def _put_into(node: ast.AST, gathered: set[str]) -> list[ast.expr]:
    """What is put into one of these names."""
    if not isinstance(node, ast.Assign):
        return []
    places = [each.value for each in node.targets if isinstance(each, ast.Subscript)]
    return [node.value] if _names(places) & gathered else []


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def _saying(node: ast.AST) -> list[ast.expr | None]:
    """The parts of a piece of source that are codes."""
    if isinstance(node, ast.Assign):
        return [node.value] if _names(node.targets) & TABLES else []
    if isinstance(node, ast.AnnAssign):
        return [node.value] if _names([node.target]) & TABLES else []
    if isinstance(node, ast.Dict):
        return [value for key, value in zip(node.keys, node.values, strict=True) if _texts(key) == ["code"]]
    if not isinstance(node, ast.Call):
        return []
    called = _called(node)
    named = (each for each in node.keywords if each.arg in ("error", "code") or called == "Invalid")
    said: list[ast.expr | None] = [each.value for each in named]
    if called == "ValidationError":
        said += node.args[:1]
    if called == "ServiceError":
        said += node.args[1:2]
    return said


def _names(targets: Sequence[ast.expr]) -> set[str]:
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _texts(value: ast.expr | None) -> list[str]:
    """The texts that an expression can come to: of a mapping its values, of a call its last argument, its default."""
    match value:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.IfExp():
            parts = [value.body, value.orelse]
        case ast.List() | ast.Tuple():
            parts = value.elts
        case ast.Dict():
            parts = value.values
        case ast.DictComp():
            parts = [value.value]
        case ast.Call():
            parts = value.args[-1:]
        case _:
            return []
    return [text for part in parts for text in _texts(part)]


def _enums() -> Iterator[type[StrEnum]]:
    return (kind for kind in kinds() if issubclass(kind, StrEnum))


def _literals() -> set[str]:
    nodes = (node for tree in trees() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def repeated(gateway: Path = ROOT / "gateway") -> list[str]:
    """Members of an enum that one choice has two words for: Python keeps the last and says nothing."""
    found = []
    for path in [gateway / "shared_words.py", *sorted(gateway.glob("pages/*/words.py"))]:
        for node in ast.walk(ast.parse(path.read_text())):
            keys = [ast.unparse(key) for key in node.keys if key] if isinstance(node, ast.Dict) else []
            twice = sorted({key for key in keys if keys.count(key) > 1})
            found += [f"twice in {path.relative_to(gateway)}: {key}" for key in twice]
    return found


def wordless(words: Words = WORDS) -> list[str]:
    """What has no words yet, or twice, and sentences for codes that nobody says any more; one line each."""
    found = [f"no sentence for the code: {code}" for code in sorted(codes() - set(words.error_messages))]
    found += [f"nobody says the code: {code}" for code in sorted(set(words.error_messages) - codes() - _literals())]
    found += [f"no word for: {lacking}" for lacking in sorted(words.lacking())]
    found += [f"no word for: service {name}" for name in SERVICES if name not in words.choices.get("service", {})]
    return found + sorted(_unshown(words)) + repeated()


def _unshown(words: Words) -> Iterator[str]:
    """Enums without a choice: one of the contracts has to be the keys of it; one of a service's rules, which the
    gateway does not know, has to have all its values in it."""
    shown = {words.enum_of(choice) for choice in words.choices}
    for kind in _enums():
        place = f"{kind.__module__}.{kind.__name__}"
        if kind.__module__.startswith("contracts."):
            if kind not in shown:
                yield f"no choice for the enum: {place}"
        elif ".domain." in place and not kind.__name__.endswith("Problem") and place not in UNSEEN:
            values = {value.value for value in kind}
            if not any(values <= set(choice) for choice in words.choices.values()):
                yield f"no choice has a word for every value of: {place}"
