"""What a command asks for, as its service's document says it: a form need not say it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_WRITTEN = Path(__file__).with_name("generated") / "forms.json"


@dataclass(frozen=True)
class FormField:
    """One field of a body.

    ``kind``: text, email, number (a whole one), decimal, date, datetime, boolean, id, choice, list, object or file;
    ``choices``: the values of a choice, or of each entry of a list; "" among them: none may be chosen. ``required``: it
    must be sent. A text with a ``min_length`` of one and more may not be sent empty. ``nullable``: null may be sent.
    """

    name: str
    kind: str
    required: bool = False
    nullable: bool = False
    choices: tuple[Any, ...] = ()
    min_length: int = 0
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_items: int = 0
    max_items: int | None = None
    pattern: str = ""


def fields_of(operation: Callable[..., Any]) -> Mapping[str, FormField]:
    """The fields of an operation's body by name: ``fields_of(feedback.resolve_case)``. KeyError when it has no body, or
    is no function of ``gateway.clients.generated``."""
    return _forms()[f"{operation.__module__.rpartition('.')[2]}.{operation.__name__}"]


@cache
def _forms() -> dict[str, dict[str, FormField]]:
    written = json.loads(_WRITTEN.read_text(encoding="utf-8"))["forms"]
    return {
        name: {field["name"]: FormField(**field | {"choices": tuple(field.get("choices", ()))}) for field in fields}
        for name, fields in written.items()
    }
