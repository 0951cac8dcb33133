"""What of a row is sealed, written down in one way that never changes: a JSON list of its columns.

Times are microseconds since 1970 in UTC, JSON is as PostgreSQL keeps it (keys sorted, no spaces of anybody's own).
Another list of columns is another form; the old ones stay, for the seals made with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData

Forms = tuple[tuple[str, ...], ...]
"""The lists of columns of a table, each beginning with its time and its id: the first is form 1, new seals are made
with the last."""

SEALED = "sealed"
"""What a service writes its Forms under in the ``info`` of a table whose rows are to be sealed, too."""


@dataclass(frozen=True)
class Sources:
    """The tables whose rows are sealed. ``joined``: those that came to a chain that was there before."""

    forms: Mapping[str, Forms]
    joined: frozenset[str] = frozenset()

    @property
    def names(self) -> list[str]:
        return list(self.forms)

    def newest(self, source: str) -> int:
        """The form that new seals of a table are made with; of a seal without rows it is 1."""
        return len(self.forms[source]) if source else 1


OF_EVERY_SERVICE = Sources(
    {
        "change": (
            (
                *("at", "id", "actor_id", "actor_name", "origin", "request_id"),
                *("kind", "record_id", "action", "fields"),
            ),
        ),
        "read_log": (
            (
                *("at", "id", "actor_id", "actor_name", "origin", "request_id"),
                *("kind", "record_id", "purpose", "note"),
            ),
        ),
    }
)


def sources_of(metadata: MetaData) -> Sources:
    """What of a service is sealed: what is of every service, and the tables that say it of themselves (``SEALED``)."""
    own: dict[str, Forms] = {
        name: table.info[SEALED] for name, table in metadata.tables.items() if SEALED in table.info
    }
    return Sources({**OF_EVERY_SERVICE.forms, **own}, frozenset(own))


_TIMES = {"at"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GENESIS = bytes(32)
"""What stands for the hash before the first seal, and for the hash of a row that was gone before it was sealed."""


def content(columns: tuple[str, ...], row: str) -> str:
    """The SQL expression of a row's content; ``row`` is the alias of its table. Its first item is the row's time."""
    written = (
        f"(extract(epoch FROM {row}.{name}) * 1000000)::bigint" if name in _TIMES else f"{row}.{name}"
        for name in columns
    )
    return f"pg_catalog.jsonb_build_array({', '.join(written)})::text"


def microseconds(at: datetime) -> int:
    """A time as it is written down."""
    return (at - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Seal:
    """A link of the chain: it covers some rows of one table, and the seal before it."""

    position: int
    at: datetime
    form: int
    source: str
    more: bool
    rows: tuple[UUID, ...]
    hashes: bytes
    previous: bytes
    hash: bytes = b""

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> Seal:
        """A row of the table of seals, its columns in the order of these fields."""
        position, at, form, source, more, rows, hashes, previous, hash = row
        return cls(position, at, form, source, more, tuple(rows), hashes, previous, hash)

    @property
    def head(self) -> str:
        """What to keep elsewhere: whoever holds it can tell that the chain was not written anew."""
        return f"{self.position}:{self.hash.hex()}"

    def digest(self) -> bytes:
        """The hash this seal must have."""
        said = f"{self.position} {microseconds(self.at)} {self.form} {self.source} {self.more} {len(self.rows)}\n"
        ids = b"".join(row.bytes for row in self.rows)
        return hashlib.sha256(said.encode() + ids + self.hashes + self.previous).digest()
