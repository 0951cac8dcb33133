"""After a restore the services find each other again: logs get new names, copies are held against their owners.

A log that was restored is not the one that was read since (docs/decisions/0036). Restored as a whole, all databases are
of one moment: each log gets a new name and every cursor in it follows, so what is under way from before is refused and
nothing is told twice. Restored alone, a service's log gets a new name, its listeners read it from the start, and what
they know beyond it is taken back first; what it hears itself goes on from its own cursors.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

import psycopg
from psycopg import sql

from contracts.catalog import CATALOG
from contracts.services import SERVICES
from ops.backup import figures
from ops.backup.copies import COPIES, Copy

Say = Callable[[str], None]

_TOLD = "SELECT key::uuid, max((data->>'version')::int) FROM feed_event WHERE type = %s GROUP BY key"
_TOLD_OF_MANY = """
    SELECT (said->>{key})::uuid, max((said->>'version')::int)
    FROM feed_event CROSS JOIN jsonb_array_elements(data->{each}) AS said WHERE type = %s GROUP BY 1
"""


def rename_logs(admin_url: str) -> None:
    """Give every log of a server that was restored as a whole a new name; all cursors follow."""
    names = {name: str(uuid.uuid4()) for name in figures.databases(admin_url)}
    for name in names:
        with figures.connect(admin_url, name) as connection:
            if connection.execute("SELECT to_regclass('feed_log')").fetchone() == (None,):
                continue
            connection.execute("UPDATE feed_log SET log_id = %s", [names[name]])
            for producer, log_id in names.items():
                service = producer.removeprefix("guanxi_")
                connection.execute("UPDATE feed_cursor SET log_id = %s WHERE producer = %s", [log_id, service])


def begin_anew(admin_url: str, service: str, say: Say) -> None:
    """The database of one service was restored alone, beside others that went on: make them one house again."""
    with figures.connect(admin_url, f"guanxi_{service}") as own:
        [[log_id]] = own.execute("UPDATE feed_log SET log_id = gen_random_uuid() RETURNING log_id").fetchall()
        own.execute("UPDATE feed_subscription SET status = 'new', status_detail = NULL, acked_seq = 0")
        for other in SERVICES:  # one that got a new name itself since then is read from its start
            if other != service:
                with figures.connect(admin_url, f"guanxi_{other}") as theirs:
                    [[theirs_id]] = theirs.execute("SELECT log_id FROM feed_log").fetchall()
                _start_over(own, other, theirs_id)
        for listener in sorted({name for flow in CATALOG.values() if service in flow.speakers for name in flow.to}):
            with figures.connect(admin_url, f"guanxi_{listener}") as theirs:
                _start_over(theirs, service, log_id)
                for copy in COPIES:
                    if copy.said_by == service and copy.kept_by == listener:
                        _take_back(own, theirs, copy, say)


def _start_over(listener: psycopg.Connection, producer: str, log_id: uuid.UUID) -> None:
    """Stand at the start of a log of that name, unless we read it already. The row stays, so that what is under way
    from the log before is refused."""
    moved = listener.execute(
        "UPDATE feed_cursor SET log_id = %s, cursor = 0, cursor_event_id = NULL, head_seen = 0, status = 'ok',"
        " status_detail = NULL WHERE producer = %s AND log_id <> %s",
        [log_id, producer, log_id],
    )
    if moved.rowcount:
        for table in ("feed_failure", "feed_parked"):
            listener.execute(sql.SQL("DELETE FROM {} WHERE producer = %s").format(sql.Identifier(table)), [producer])


def _take_back(own: psycopg.Connection, theirs: psycopg.Connection, copy: Copy, say: Say) -> None:
    """Bring a listener's copy to where the owner's next telling of it counts again: what is newer than the newest that
    the owner knows of is made older than that; what the owner knows nothing of goes, unless something rests on it."""
    asked = _TOLD_OF_MANY if copy.each else _TOLD
    query = sql.SQL(asked).format(key=sql.Literal(copy.key), each=sql.Literal(copy.each))
    told = own.execute(query, [copy.event]).fetchall()
    words = {"table": sql.Identifier(copy.table), "version": sql.Identifier(copy.version)}
    theirs.execute("CREATE TEMPORARY TABLE told (id uuid PRIMARY KEY, version int NOT NULL) ON COMMIT DROP")
    with theirs.cursor().copy("COPY told FROM STDIN") as rows:
        for row in told:
            rows.write_row(row)
    newer = theirs.execute(
        sql.SQL(
            "UPDATE {table} AS kept SET {version} = told.version - 1 FROM told"
            " WHERE told.id = kept.id AND kept.{version} > told.version"
        ).format(**words)
    ).rowcount
    unknown = sql.SQL(
        "FROM {table} AS kept WHERE kept.{version} > 0 AND NOT EXISTS (SELECT FROM told WHERE told.id = kept.id)"
    ).format(**words)
    lost = _lose(theirs, copy, words, unknown)
    theirs.execute("DROP TABLE told")
    if newer or lost:
        say(f"{copy.kept_by}: of {copy.table} {newer} go back to what {copy.said_by} says, {lost} it knows nothing of")


def _lose(theirs: psycopg.Connection, copy: Copy, words: dict[str, sql.Identifier], unknown: sql.Composed) -> int:
    if copy.otherwise:
        reset = sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(value))
            for column, value in copy.otherwise.items()
        )
        return theirs.execute(
            sql.SQL("UPDATE {table} SET {version} = 0, {reset} WHERE id IN (SELECT kept.id {unknown})").format(
                **words, reset=reset, unknown=unknown
            )
        ).rowcount
    unused = sql.Composed(
        [
            sql.SQL(" AND NOT EXISTS (SELECT FROM {} AS used WHERE used.{} = kept.id)").format(
                sql.Identifier(table), sql.Identifier(column)
            )
            for table, column in copy.rests
        ]
    )
    ids = sql.SQL("SELECT kept.id {unknown}{unused}").format(unknown=unknown, unused=unused)
    gone = theirs.execute(sql.SQL("DELETE FROM {table} WHERE id IN ({ids})").format(**words, ids=ids)).rowcount
    kept = theirs.execute(
        sql.SQL("UPDATE {table} SET {version} = 0 WHERE id IN (SELECT kept.id {unknown})").format(
            **words, unknown=unknown
        )
    ).rowcount
    return gone + kept


def last_written(admin_url: str, only: str | None) -> datetime | None:
    """When something was last written into the databases, or into that of one service; None where nothing was."""
    found: list[datetime] = []
    for name in figures.databases(admin_url):
        if only is not None and name != f"guanxi_{only}":
            continue
        with figures.connect(admin_url, name) as connection:
            for table, column in (("feed_event", "created_at"), ("change", "at")):
                if connection.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,):
                    query = sql.SQL("SELECT max({}) FROM {}").format(sql.Identifier(column), sql.Identifier(table))
                    [[at]] = connection.execute(query).fetchall()
                    found += [at] if at is not None else []
    return max(found, default=None)
