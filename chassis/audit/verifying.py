"""Looking whether the records still are what was sealed: any row changed, missing or put in later is shown.

Trusts neither the database's functions nor the seals: each hash is computed anew here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import TupleRow

from chassis.audit.content import GENESIS, OF_EVERY_SERVICE, Seal, Sources, content, microseconds

LATE = timedelta(hours=2)
"""A row that claims to be so much older than the last look at which nothing was waiting was put in later: no
transaction lasts that long. But for the first run of seals over a table that joined the chain: its rows were there."""

SEALS_AT_ONCE = 100
ROWS_AT_ONCE = 20_000
_HASH = 32

_SEALS = """
    SELECT position, at, form, source, more, rows, hashes, previous, hash FROM seal
    WHERE position > %s ORDER BY position LIMIT %s
"""
_ROWS = """
    SELECT seal.position, listed.row_id, CASE WHEN known.id IS NOT NULL THEN {content} END
    FROM seal CROSS JOIN LATERAL unnest(seal.rows) WITH ORDINALITY AS listed(row_id, n)
    LEFT JOIN {source} AS known ON known.id = listed.row_id
    WHERE seal.position = ANY (%s) ORDER BY seal.position, listed.n
"""
_STRANGE = """
    SELECT id FROM {source} EXCEPT SELECT unnest(rows) FROM seal WHERE source = '{source}'
    EXCEPT SELECT row_id FROM unsealed WHERE source = '{source}' LIMIT 100
"""
_GONE = """
    SELECT row_id FROM unsealed WHERE source = '{source}'
    AND NOT EXISTS (SELECT FROM {source} AS known WHERE known.id = row_id) LIMIT 100
"""


@dataclass(frozen=True)
class Flaw:
    """Something that is not as it was sealed. ``what``: seal_missing, seal_broken, row_changed, row_missing, row_late
    (put in later), row_unsealed (no seal covers it and none will), head_missing. ``position`` of the seal, None
    without one."""

    what: str
    position: int | None
    source: str = ""
    row: str = ""

    def __str__(self) -> str:
        place = f" in seal {self.position}" if self.position is not None else ""
        return f"{self.what}{place}{f': {self.source} {self.row}' if self.row else ''}"


@dataclass
class Verification:
    """How far a look has come, and what it found. ``run`` is the time of the last run of seals, ``before`` that of the
    run before it; ``joined``: table that joined the chain -> the first run over it."""

    position: int = 0
    hash: bytes = GENESIS
    run: datetime | None = None
    before: datetime | None = None
    rows: int = 0
    unsealed: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    joined: dict[str, datetime] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.flaws

    @property
    def head(self) -> str:
        """The last seal looked at, as it may be kept elsewhere; empty when there was none."""
        return f"{self.position}:{self.hash.hex()}" if self.position else ""

    def plain(self) -> dict[str, Any]:
        """As JSON, to go on later."""
        return {
            "position": self.position,
            "hash": self.hash.hex(),
            "run": self.run.isoformat() if self.run else None,
            "before": self.before.isoformat() if self.before else None,
            "rows": self.rows,
            "flaws": [[flaw.what, flaw.position, flaw.source, flaw.row] for flaw in self.flaws],
            "joined": {source: run.isoformat() for source, run in self.joined.items()},
        }

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Verification:
        """The way back of ``plain``; an empty one begins."""
        if not plain:
            return cls()
        run, before = (datetime.fromisoformat(plain[name]) if plain[name] else None for name in ("run", "before"))
        flaws = [Flaw(*flaw) for flaw in plain["flaws"]]
        joined = {source: datetime.fromisoformat(run) for source, run in plain.get("joined", {}).items()}
        return cls(plain["position"], bytes.fromhex(plain["hash"]), run, before, plain["rows"], 0, flaws, joined)


def verify(
    connection: psycopg.Connection[TupleRow], heads: tuple[str, ...] = (), sources: Sources = OF_EVERY_SERVICE
) -> Verification:
    """Look at the whole chain and at every row it covers. ``heads`` that were kept elsewhere must be in it."""
    found = Verification()
    while look_further(connection, found, sources):
        pass
    finish(connection, found, sources)
    for head in heads:
        if not is_head(connection, head):
            found.flaws.append(Flaw("head_missing", None, "seal", head))
    return found


def look_further(connection: psycopg.Connection[TupleRow], found: Verification, sources: Sources) -> bool:
    """Look at the next seals and their rows; False when there are no more."""
    rows = connection.execute(_SEALS, [found.position, SEALS_AT_ONCE])
    seals = [Seal.of(row) for row in rows]
    for piece in _pieces(seals):
        contents = _contents(connection, piece, sources)
        for seal in piece:
            _look_at_seal(found, seal)
            if seal.source in sources.joined and seal.rows:
                found.joined.setdefault(seal.source, seal.at)
            _look_at_rows(found, seal, contents.get(seal.position, []))
    return bool(seals)


def finish(connection: psycopg.Connection[TupleRow], found: Verification, sources: Sources) -> None:
    """Look for rows that no seal covers, and count those that wait for theirs."""
    for source in sources.names:
        for (row,) in connection.execute(_STRANGE.format(source=source)):
            found.flaws.append(Flaw("row_unsealed", None, source, str(row)))
        for (row,) in connection.execute(_GONE.format(source=source)):
            found.flaws.append(Flaw("row_missing", None, source, str(row)))
    counted = connection.execute("SELECT count(*) FROM unsealed").fetchone()
    found.unsealed = counted[0] if counted else 0


def is_head(connection: psycopg.Connection[TupleRow], head: str) -> bool:
    """Whether a head that was kept elsewhere (``position:hash``) is a seal of the chain."""
    position, _, digest = head.partition(":")
    if not position.isdecimal():
        return False
    row = connection.execute("SELECT hash FROM seal WHERE position = %s", [int(position)]).fetchone()
    return row is not None and row[0].hex() == digest.strip().lower()


def _pieces(seals: list[Seal]) -> Iterator[list[Seal]]:
    """Seals in pieces that cover no more rows than fit into memory."""
    piece: list[Seal] = []
    rows = 0
    for seal in seals:
        if piece and rows + len(seal.rows) > ROWS_AT_ONCE:
            yield piece
            piece, rows = [], 0
        piece.append(seal)
        rows += len(seal.rows)
    if piece:
        yield piece


Content = tuple[int, UUID, str | None]


def _contents(
    connection: psycopg.Connection[TupleRow], seals: list[Seal], sources: Sources
) -> dict[int, list[Content]]:
    """Seal -> what its rows hold now; None for a row that is gone."""
    found: dict[int, list[Content]] = {}
    for source, forms in sources.forms.items():
        for form, columns in enumerate(forms, 1):
            positions = [seal.position for seal in seals if seal.form == form and seal.source == source and seal.rows]
            if not positions:
                continue
            query = _ROWS.format(source=source, content=content(columns, "known"))
            rows: list[Any] = connection.execute(query, [positions]).fetchall()
            found |= {position: list(group) for position, group in groupby(rows, key=lambda row: row[0])}
    return found


def _look_at_seal(found: Verification, seal: Seal) -> None:
    for missing in range(found.position + 1, min(seal.position, found.position + 4)):
        found.flaws.append(Flaw("seal_missing", missing))
    follows = seal.position != found.position + 1 or seal.previous == found.hash
    if not follows or seal.digest() != seal.hash or len(seal.hashes) != _HASH * len(seal.rows):
        found.flaws.append(Flaw("seal_broken", seal.position))
    if found.run is not None and seal.at > found.run:
        found.before = found.run
    found.position, found.hash, found.run = seal.position, seal.hash, seal.at


def _look_at_rows(found: Verification, seal: Seal, contents: list[Content]) -> None:
    first = found.joined.get(seal.source) == seal.at
    earliest = microseconds(found.before - LATE) if found.before and not first else None
    for n, (_, row, now) in enumerate(contents):
        sealed = seal.hashes[n * _HASH : (n + 1) * _HASH]
        if now is None:
            found.flaws.append(Flaw("row_missing", seal.position, seal.source, str(row)))
            continue
        if hashlib.sha256(now.encode()).digest() != sealed:
            found.flaws.append(Flaw("row_changed", seal.position, seal.source, str(row)))
        elif earliest is not None and _claimed(row, now) < earliest:
            found.flaws.append(Flaw("row_late", seal.position, seal.source, str(row)))
    found.rows += len(contents)


def _claimed(row: UUID, now: str) -> int:
    """When a row says it was made, in microseconds: by its time or, where that is older, by its id."""
    at: int = json.loads(now[: now.index(",")] + "]")[0]
    return min(at, (row.int >> 80) * 1000) if row.version == 7 else at
