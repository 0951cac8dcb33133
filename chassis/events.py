"""Events: frozen dataclasses with a versioned name and a subject, and the codec that carries them as JSON."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cattrs import Converter

converter = Converter()  # unknown fields are ignored: fields may be added, never taken away
for _type in (UUID, Decimal):
    converter.register_unstructure_hook(_type, str)
    converter.register_structure_hook(_type, lambda value, cls: cls(value))
for _time in (datetime, date):
    converter.register_unstructure_hook(_time, lambda value: value.isoformat())
    converter.register_structure_hook(_time, lambda value, cls: cls.fromisoformat(value))


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, in the words of the service that says it."""

    event_name: typing.ClassVar[str]
    event_subject: typing.ClassVar[str]

    @property
    def key(self) -> str:
        """What the event is about; events of one key are applied in order."""
        return str(getattr(self, self.event_subject))


@dataclass(frozen=True)
class Flow:
    """Who says an event, and which services hear it. ``by``: one service, or all that say it in the same words."""

    by: str | tuple[str, ...]
    to: tuple[str, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        """The services that say it."""
        return (self.by,) if isinstance(self.by, str) else self.by


E = typing.TypeVar("E", bound=Event)
Catalog = Mapping[type[Event], Flow]


@typing.dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str, *, subject: str) -> Callable[[type[E]], type[E]]:
    """Declare an event: frozen, keyword-only, named ``service.fact.vN``; ``subject`` is the field that is its key."""

    def declare(cls: type[E]) -> type[E]:
        cls.event_name, cls.event_subject = name, subject
        return dataclass(frozen=True, kw_only=True)(cls)

    return declare


def encode(message: object) -> dict[str, typing.Any]:
    """A dataclass (event, job) as plain JSON values."""
    plain: dict[str, typing.Any] = converter.unstructure(message)
    return plain


T = typing.TypeVar("T")


def decode(cls: type[T], data: Mapping[str, typing.Any]) -> T:
    """The dataclass back from its JSON values. Raises cattrs' errors when they do not fit."""
    return converter.structure(data, cls)
