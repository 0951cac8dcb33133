"""Rows of a file on their way to the tables: what the check of rows gives to whoever stores them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.auth import Actor, Scope
from contracts.customer import ImportKey, ImportKind, OnFlaw
from services.customer.imports.domain.headings import MOBILE_OR_PHONE, factor_of
from services.customer.imports.domain.keys import default_key
from services.customer.imports.domain.problems import Flaw
from services.customer.imports.store.models import ImportBatch

Row = tuple[int, list[str]]
"""A row's number in the file, and its cells."""


@dataclass(frozen=True)
class Layout:
    """What the columns of a file mean: headings in their order, and heading -> field. ``chosen``: what its rows are
    known by, where somebody has chosen it; ``leaves_out``: whether a wrong value that may be missing is left out;
    ``zone``: where the day of a moment is meant."""

    kind: ImportKind
    headings: list[str]
    mapping: dict[str, str | None]
    chosen: str = ""
    leaves_out: bool = False
    zone: tzinfo | None = None

    @classmethod
    def of(cls, batch: ImportBatch, zone: tzinfo | None = None) -> Layout:
        leaves_out = batch.on_flaw == OnFlaw.LEAVE_OUT
        return cls(batch.kind, list(batch.headings), dict(batch.mapping), batch.key, leaves_out, zone)

    @property
    def key(self) -> ImportKey:
        """What the rows are known by."""
        return ImportKey(self.chosen) if self.chosen else default_key(self.kind, self.mapping)

    @property
    def factors(self) -> dict[int, Decimal]:
        """What the numbers of columns are multiplied by, of those where that is not one."""
        factors = {place: factor_of(self.kind, heading, wanted) for place, heading, wanted in self.columns}
        return {place: factor for place, factor in factors.items() if factor != 1}

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
