"""Sealing: committed rows of the trail, of the log of readings and of what else a service has sealed become part of
the chain, some seconds later.

Business writes nothing but its rows; that they wait for a seal is noted by a trigger. One relay a service seals, so the
chain never makes two transactions wait for one another.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
from psycopg.rows import TupleRow

from chassis.audit.content import GENESIS, OF_EVERY_SERVICE, Seal, Sources, content
from chassis.logs import get_logger

SEAL_EVERY = 10.0
"""Seconds between two looks: the newest rows are sealed no sooner, and a quiet house makes few seals."""

ROWS_AT_ONCE = 500
SAY_THE_TIME_EVERY = timedelta(hours=1)
"""A seal without rows when there was none for so long: it narrows the time in which a row could be put in late."""

log = get_logger(__name__)

_LAST = """SELECT position, at, form, source, more, '{}'::uuid[], ''::bytea, previous, hash FROM seal
    ORDER BY position DESC LIMIT 1"""
_TAKE = """
    WITH taken AS (
      DELETE FROM unsealed WHERE n IN (SELECT n FROM unsealed WHERE source = %(source)s ORDER BY n LIMIT %(limit)s)
      RETURNING n, row_id
    )
    SELECT taken.row_id, CASE WHEN known.id IS NOT NULL THEN sha256(convert_to({content}, 'UTF8')) END
    FROM taken LEFT JOIN {source} AS known ON known.id = taken.row_id ORDER BY taken.n
"""
_ADD = """
    INSERT INTO seal (position, at, form, source, more, rows, hashes, previous, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_NEXT = "SELECT source FROM unsealed WHERE source = ANY (%s) ORDER BY n LIMIT 1"


def seal_once(
    connection: psycopg.Connection[TupleRow],
    now: datetime,
    limit: int = ROWS_AT_ONCE,
    sources: Sources = OF_EVERY_SERVICE,
) -> Seal | None:
    """Seal up to ``limit`` waiting rows of one table in one transaction; None when there was nothing to seal.

    Seals of one run have one time, however long it takes to work through what has waited: what is told by it is when
    nothing was waiting. Once an hour, and to begin the chain, there is a seal without rows.
    """
    with connection.transaction():
        last = last_seal(connection)
        waiting = connection.execute(_NEXT, [sources.names]).fetchone()
        if waiting is None and last is not None and now - last.at < SAY_THE_TIME_EVERY:
            return None
        rows: list[tuple[UUID, bytes | None]] = []
        source: str = waiting[0] if waiting else ""
        form = sources.newest(source)
        if source:
            take = _TAKE.format(source=source, content=content(sources.forms[source][form - 1], "known"))
            rows = [(id, digest) for id, digest in connection.execute(take, {"source": source, "limit": limit})]
        made = Seal(
            position=last.position + 1 if last else 1,
            at=last.at if last and (last.more or last.at > now) else now,
            form=form,
            source=source,
            more=connection.execute(_NEXT, [sources.names]).fetchone() is not None,
            rows=tuple(id for id, _ in rows),
            hashes=b"".join(digest or GENESIS for _, digest in rows),
            previous=last.hash if last else GENESIS,
        )
        made = replace(made, hash=made.digest())
        connection.execute(
            _ADD,
            [
                *(made.position, made.at, made.form, made.source, made.more),
                *(list(made.rows), made.hashes, made.previous, made.hash),
            ],
        )
    return made


def last_seal(connection: psycopg.Connection[TupleRow]) -> Seal | None:
    """The end of the chain, without the list of its rows; None before the first seal."""
    row = connection.execute(_LAST).fetchone()
    return Seal.of(row) if row else None


class Sealer:
    """Seals what waits, a piece at a tick. The head of each seal goes to the log, which is kept elsewhere."""

    def __init__(
        self,
        connection: psycopg.Connection[TupleRow],
        service: str,
        sources: Sources = OF_EVERY_SERVICE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.connection = connection
        self.service = service
        self.sources = sources
        self._clock = clock
        self._look_at = float("-inf")

    def tick(self) -> bool:
        """Look if it is time to, and make one seal; True when there is more to seal."""
        now = self._clock()
        if now < self._look_at:
            return False
        self._look_at = now + SEAL_EVERY
        try:
            made = seal_once(self.connection, datetime.now(UTC), sources=self.sources)
        except psycopg.OperationalError:
            raise
        except psycopg.Error as error:  # the news must not stop for it; the rows wait, and the state page counts them
            log.error("not_sealed", service=self.service, error=str(error).splitlines()[0][:200])
            return False
        if made is not None:
            log.info("sealed", service=self.service, head=made.head, rows=len(made.rows))
            if made.more:
                self._look_at = now
                return True
        return False
