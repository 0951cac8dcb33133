"""Give committed events their dense positions.

The identity of a row is taken at its insert and seen at its commit, so a reader that goes by it skips whoever
commits late. Positions are therefore given afterwards, to what is committed.
"""

from __future__ import annotations

import psycopg
from psycopg.rows import TupleRow

AT_ONCE = 5000

_NUMBER = """
    WITH numbered AS (
      SELECT id, row_number() OVER (ORDER BY id) AS n
      FROM (SELECT id FROM feed_event WHERE seq IS NULL ORDER BY id LIMIT %s) pending
    )
    UPDATE feed_event e SET seq = %s + numbered.n FROM numbered WHERE e.id = numbered.id AND e.seq IS NULL
"""


def sequence(connection: psycopg.Connection[TupleRow], limit: int = AT_ONCE) -> tuple[int, int]:
    """Number up to ``limit`` events; returns how many, and the head of the log now.

    The head row is locked first and the events are looked for in a second statement: one statement for both would see
    the events as they were before it waited for the lock, and number them twice when two relays meet.
    """
    with connection.transaction():
        row = connection.execute("SELECT head_seq FROM feed_log FOR UPDATE").fetchone()
        head: int = row[0] if row else 0
        numbered = connection.execute(_NUMBER, [limit, head]).rowcount
        if numbered:
            connection.execute("UPDATE feed_log SET head_seq = head_seq + %s", [numbered])
    return numbered, head + numbered
