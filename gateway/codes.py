"""Which codes and choices the services can say, read from their source, and which of them lack words."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from chassis.errors import Refused
from gateway.choices import CHOICES
from gateway.refusals import REFUSALS

ROOT = Path(__file__).parent.parent
SOURCES = ("chassis", "contracts", "services")
SHOWN_AS = {
    "Tier": "tier",
    "CustomerKind": "kind",
    "CustomerStatus": "status",
    "TransactionKind": "transaction_kind",
    "CaseKind": "case_kind",
    "CaseStatus": "case_status",
    "Desk": "desk",
    "Channel": "channel",
    "Result": "result",
    "Permission": "permission",
}
"""Enum of the contracts -> the choice in words.py that has its words."""


def refusal_codes() -> set[str]:
    """The code of every Refused of the house's own packages."""
    for package in SOURCES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if "migrations" not in module.name and ".testing" not in module.name:
                importlib.import_module(module.name)
    return {kind.code for kind in _below(Refused) if kind.__module__.partition(".")[0] in SOURCES}


def _below(kind: type[Refused]) -> Iterator[type[Refused]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _below(child)


def field_codes() -> set[str]:
    """Every code said about a field or a file: ``Invalid(name="code")``, ``ValidationError("code")``, ``error="code"``,
    the values of an enum ``...Problem``."""
    found: set[str] = set()
    for package in SOURCES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    found |= _codes_of(node)
                elif isinstance(node, ast.ClassDef) and node.name.endswith("Problem"):
                    assigned = [part.value for part in node.body if isinstance(part, ast.Assign)]
                    found |= {text for value in assigned for text in _texts(value)}
    return found


def _codes_of(call: ast.Call) -> set[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    said: list[ast.expr] = []
    if name == "Invalid":
        said += [keyword.value for keyword in call.keywords if keyword.arg]
    elif name == "ValidationError":
        said += call.args[:1]
    said += [keyword.value for keyword in call.keywords if keyword.arg == "error"]
    return {text for value in said for text in _texts(value) if text.isidentifier()}


def _texts(value: ast.expr) -> list[str]:
    if isinstance(value, ast.Constant):
        return [value.value] if isinstance(value.value, str) else []
    if isinstance(value, ast.IfExp):
        return _texts(value.body) + _texts(value.orelse)
    if isinstance(value, ast.List):
        return [text for part in value.elts for text in _texts(part)]
    return []


def choices() -> Iterator[tuple[str, str]]:
    """Every (choice, value) of the contracts' enums; an enum that nobody shows is named as ('?', its name)."""
    for module in pkgutil.iter_modules([str(ROOT / "contracts")], "contracts."):
        for name, kind in vars(importlib.import_module(module.name)).items():
            if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum:
                for value in kind:
                    yield SHOWN_AS.get(name, f"?{name}"), value.value


def wordless() -> list[str]:
    """What has no words yet, one line each."""
    lacking = [
        f"no sentence for the code: {code}" for code in sorted(refusal_codes() | field_codes()) if code not in REFUSALS
    ]
    lacking += [
        f"no word for: {choice} {value}"
        for choice, value in sorted(set(choices()))
        if value not in CHOICES.get(choice, {})
    ]
    return lacking
