"""A record with the extras that belong to it in an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Presented:
    """A record as it is answered: its own attributes, and ``extras`` what only the answer needs (an owner's name)."""

    record: Any
    extras: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        extras = object.__getattribute__(self, "extras")
        return extras[name] if name in extras else getattr(object.__getattribute__(self, "record"), name)
