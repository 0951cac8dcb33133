"""The time in a test: one clock for a service and for its database, which a test can set and move.

Statements of a service ask the database for the time too (``now()``, ``clock_timestamp()``). So a kept database has
functions of these names in a schema of its own, which the service's user finds before PostgreSQL's: they follow the
clock of the test. Defaults of columns were bound to PostgreSQL's when the table was made, and tell the real time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import sqlalchemy
from psycopg import sql

from chassis.testing.servers import TestDatabase

Tell = Callable[[datetime | None, timedelta], None]

_CLOCK = """
    CREATE SCHEMA test_clock;
    CREATE TABLE test_clock.hand (at timestamptz, shift interval NOT NULL);
    INSERT INTO test_clock.hand VALUES (NULL, '0');
    CREATE FUNCTION test_clock.now() RETURNS timestamptz LANGUAGE sql STABLE
      AS 'SELECT coalesce(at, pg_catalog.now() + shift) FROM test_clock.hand';
    CREATE FUNCTION test_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS 'SELECT coalesce(at, pg_catalog.clock_timestamp() + shift) FROM test_clock.hand';
    GRANT USAGE ON SCHEMA test_clock TO PUBLIC;
    GRANT SELECT ON test_clock.hand TO PUBLIC;
"""


class TestClock:
    """Follows the real time until it is set; ``tell`` hears of every change (where it stands still, or how much it is
    ahead of the real time)."""

    __test__ = False

    def __init__(self, tell: Tell = lambda at, shift: None) -> None:
        self._tell = tell
        self._at: datetime | None = None
        self._shift = timedelta()

    def __call__(self) -> datetime:
        return self._at or datetime.now(UTC) + self._shift

    def set(self, at: datetime) -> datetime:
        """It stands still at this moment, until it is moved or set again."""
        self._change(at, timedelta())
        return at

    def stop(self) -> datetime:
        """It stands still where it is."""
        return self.set(self())

    def advance(self, by: timedelta) -> datetime:
        """So much time passes at once (or is taken back): it stands there if it stood, and goes on if it went."""
        at = self._at + by if self._at else None
        self._change(at, timedelta() if at else self._shift + by)
        return self()

    def follow(self) -> None:
        """It follows the real time again."""
        if self._at or self._shift:
            self._change(None, timedelta())

    def _change(self, at: datetime | None, shift: timedelta) -> None:
        self._at, self._shift = at, shift
        self._tell(at, shift)


def install_clock(database: TestDatabase, admin: psycopg.Connection[Any]) -> TestClock:
    """A clock that a database follows, for what its service's user asks in connections that are opened from now on.
    ``admin`` may do everything there, and stays open."""
    admin.execute(_CLOCK)
    user = sqlalchemy.make_url(database.app).username
    path = sql.SQL("ALTER ROLE {} IN DATABASE {} SET search_path = test_clock, pg_catalog, public")
    admin.execute(path.format(sql.Identifier(str(user)), sql.Identifier(database.name)))

    def tell(at: datetime | None, shift: timedelta) -> None:
        admin.execute("UPDATE test_clock.hand SET at = %s, shift = %s", [at, shift])

    return TestClock(tell)
