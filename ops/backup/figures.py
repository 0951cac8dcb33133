"""What a database holds, in figures that show any difference: rows and a hash of each table, at one moment."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from chassis.audit.sealing import last_seal
from contracts.services import SERVICES

Tables = dict[str, list[str | int]]
"""Table -> its rows and the hash over them."""

SESSION = (
    "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex -c jit=off"
)
TRIES, LOCK_MS, DEADLOCK_MS = 60, 1000, 100
"""How often a moment is tried for; how long writers wait at most at each try; and who gives way in a deadlock: we."""

_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
    ORDER BY c.relname
"""
_HASH = "SELECT count(*), coalesce(sum(hashtextextended(t::text, {seed})::numeric), 0)::text FROM {table} t"


class NoQuietMoment(Exception):
    """Writers were at work for so long that no moment was found at which all databases can be looked at alike."""


@dataclass(frozen=True)
class Moment:
    """All databases as they were at one moment; the connections see it for as long as they are open."""

    at: datetime
    lsn: str
    timeline: int
    connections: Mapping[str, psycopg.Connection]


def databases(admin_url: str) -> list[str]:
    """The databases of the house on a server, by name."""
    with psycopg.connect(admin_url) as admin:
        rows = admin.execute("SELECT datname FROM pg_database WHERE datallowconn AND datname ~ '^guanxi_' ORDER BY 1")
        return [row[0] for row in rows]


def connect(admin_url: str, database: str) -> psycopg.Connection:
    """An administrator's connection to one database, whose values look the same everywhere."""
    return psycopg.connect(make_conninfo(admin_url, dbname=database, options=SESSION, connect_timeout=10))


@contextmanager
def held(admin_url: str, names: list[str], point: str | None) -> Iterator[Moment]:
    """Hold one moment of all databases, which the server's log knows as ``point`` (only a superuser can
    have it note one). Raises NoQuietMoment.

    Writers wait for some milliseconds, until all databases are looked at alike; nobody waits while it is held.
    """
    with ExitStack() as stack:
        for attempt in range(TRIES):
            if attempt:
                time.sleep(0.25)
            try:
                moment = _catch(admin_url, names, point, stack)
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                continue
            yield moment
            return
        raise NoQuietMoment("the databases were written to without a pause of a second")


def _catch(admin_url: str, names: list[str], point: str | None, stack: ExitStack) -> Moment:
    lookers: dict[str, psycopg.Connection] = {}
    with ExitStack() as locks:
        admin = locks.enter_context(psycopg.connect(admin_url, autocommit=True))
        lockers = {}
        for name in names:
            lockers[name] = locks.enter_context(connect(admin_url, name))
            lookers[name] = stack.enter_context(connect(admin_url, name))
            lookers[name].execute("SELECT 1")  # awake before the others are made to wait
            lookers[name].rollback()
        for locker in lockers.values():
            tables = table_names(locker)
            locker.rollback()
            locker.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            locker.execute(f"SET LOCAL lock_timeout = {LOCK_MS}")
            if point is not None:
                locker.execute(f"SET LOCAL deadlock_timeout = {DEADLOCK_MS}")
            if tables:
                listed = sql.SQL(", ").join(map(sql.Identifier, tables))
                locker.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(listed))
        for name, locker in lockers.items():
            [[snapshot]] = locker.execute("SELECT pg_export_snapshot()").fetchall()
            lookers[name].isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            lookers[name].execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
            lookers[name].execute("SELECT 1")
        lsn, timeline = "", 0
        if point is not None:
            [[lsn]] = admin.execute("SELECT pg_create_restore_point(%s)::text", [point]).fetchall()
            [[timeline]] = admin.execute("SELECT timeline_id FROM pg_control_checkpoint()").fetchall()
        [[at]] = admin.execute("SELECT clock_timestamp()").fetchall()
        for locker in lockers.values():
            locker.rollback()
    return Moment(at, lsn, timeline, lookers)


def table_names(connection: psycopg.Connection) -> list[str]:
    """The tables of a database."""
    return [row[0] for row in connection.execute(_TABLES)]


def new_seed() -> int:
    """What the hashes of one backup begin with: nobody can try values against the hashes of another."""
    return secrets.randbits(62)


def tables_of(connection: psycopg.Connection, seed: int) -> Tables:
    """Rows and hash of each table of a database, whatever the order of its rows."""
    found: Tables = {}
    for name in table_names(connection):
        query = sql.SQL(_HASH).format(seed=sql.Literal(seed), table=sql.Identifier(name))
        [[rows, total]] = connection.execute(query).fetchall()
        found[name] = [rows, total]
    return found


def head_of(connection: psycopg.Connection) -> str:
    """The newest seal of a database, as it may be kept elsewhere; empty where there is none."""
    if connection.execute("SELECT to_regclass('seal')").fetchone() == (None,):
        return ""
    seal = last_seal(connection)
    return seal.head if seal else ""


def revisions_of(connection: psycopg.Connection) -> list[str]:
    """The migrations that a database stands at."""
    if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
        return []
    return sorted(row[0] for row in connection.execute("SELECT version_num FROM alembic_version"))


def service_of(database: str) -> str | None:
    """The service whose database this is; None for one of no service that we know."""
    name = database.removeprefix("guanxi_")
    return name if name in SERVICES else None


def differences(before: Mapping[str, Tables], after: Mapping[str, Tables]) -> list[str]:
    """What differs between two looks at the same databases, a sentence each."""
    found = []
    for database in sorted(before.keys() | after.keys()):
        was, now = before.get(database, {}), after.get(database, {})
        for table in sorted(was.keys() | now.keys()):
            if table not in now:
                found.append(f"{database}.{table} is missing")
            elif table not in was:
                found.append(f"{database}.{table} was not there")
            elif was[table][0] != now[table][0]:
                found.append(f"{database}.{table} has {now[table][0]} rows and had {was[table][0]}")
            elif was[table] != now[table]:
                found.append(f"{database}.{table} has other values than it had")
    return found
