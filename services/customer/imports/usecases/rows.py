"""Rows of a file on their way to the tables: what the check of rows gives to whoever stores them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chassis.auth import Actor, Scope
from contracts.customer import ImportKind
from services.customer.imports.domain.headings import MOBILE_OR_PHONE
from services.customer.imports.domain.problems import Flaw
from services.customer.imports.store.models import ImportBatch

Row = tuple[int, list[str]]
"""A row's number in the file, and its cells."""


@dataclass(frozen=True)
class Layout:
    """What the columns of a file mean: headings in their order, and heading -> field."""

    kind: ImportKind
    headings: list[str]
    mapping: dict[str, str | None]

    @classmethod
    def of(cls, batch: ImportBatch) -> Layout:
        return cls(batch.kind, list(batch.headings), dict(batch.mapping))

    @property
    def columns(self) -> list[tuple[int, str, str]]:
        """Place, heading and field of every column that is used."""
        return [
            (place, heading, wanted)
            for place, heading in enumerate(self.headings)
            if (wanted := self.mapping.get(heading))
        ]

    def heading_of(self, wanted: str) -> str:
        """The heading of the column that a field comes from; the field's own name when there is none."""
        found = {name: heading for _, heading, name in self.columns}
        either = found.get(MOBILE_OR_PHONE) if wanted in ("mobile", "phone") else None
        return found.get(wanted) or either or wanted


@dataclass(frozen=True)
class Checked:
    """Rows that were looked at one by one: the good ones (number -> values of fields), and what is wrong elsewhere.

    Cells without anything in them say nothing: their fields are not among the values.
    """

    good: dict[int, Any]
    flaws: list[Flaw]


def sender_of(batch: ImportBatch) -> Actor:
    """Whoever has sent a file, as far as it may change what is there: as far as its sender did when it was started."""
    rights = {name: Scope(scope) for name, scope in batch.rights.items()}
    return Actor(id=batch.author_id, name=batch.author_name, department_id=batch.department_id, permissions=rights)


CheckRows = Callable[[Layout, Sequence[Row]], Checked]
"""Checks rows by the same schemas as the API's bodies. It lives at the edge, like they do, and is given in."""


@dataclass(frozen=True)
class Changed:
    """A known record that a row has changed: field -> [before, after], as text."""

    row: int
    record_id: UUID
    fields: dict[str, Any]


@dataclass(kw_only=True)
class Stored:
    """What became of some rows. ``changes``: of the known records among them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
