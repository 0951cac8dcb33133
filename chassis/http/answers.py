"""A record with what belongs beside it in an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shown:
    """A record as it is answered: its own attributes, and ``beside`` what only the answer needs (an owner's name)."""

    record: Any
    beside: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        beside = object.__getattribute__(self, "beside")
        return beside[name] if name in beside else getattr(object.__getattribute__(self, "record"), name)
