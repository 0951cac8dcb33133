"""The engine of one process."""

from __future__ import annotations

import select
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

UNUSED_SECONDS = 60.0
"""After which a connection is asked whether its server is still there; a network may have dropped it in silence."""


class PlainCursor(psycopg.Cursor[Any]):
    """A cursor whose description is made of plain tuples.

    SQLAlchemy asks for the description of every result and reads names and types of it. Psycopg's own looks up much
    more of each column, which for a record of forty columns took a sixth of the time of its reading.
    """

    @property
    def description(self) -> Any:
        """Name and type of each column, and nothing of what PEP 249 leaves open; None when there are no rows."""
        result = self.pgresult
        if result is None or not result.nfields:
            return None
        return [(_name(result, number), result.ftype(number), *_OPEN) for number in range(result.nfields)]


_OPEN = (None,) * 5


def _name(result: Any, number: int) -> str:
    name: bytes = result.fname(number) or b""
    return name.decode()


def create_engine(url: str, *, pool: int = 8) -> Engine:
    """An engine for a ``postgresql://`` address, with times in UTC and a pool that survives a restarted server."""
    parsed = sqlalchemy.make_url(url).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(
        parsed,
        pool_size=pool,
        max_overflow=4,
        pool_pre_ping=False,  # a round trip for each unit of work; see _expect_alive
        pool_recycle=1800,
        hide_parameters=True,  # a database error must not put personal data into the log
        connect_args={
            "connect_timeout": 5,
            "cursor_factory": PlainCursor,
            "options": "-c timezone=UTC -c jit=off",
            "application_name": "guanxi",
        },
    )
    event.listen(engine, "checkout", _expect_alive)
    event.listen(engine, "checkin", _note_use)
    return engine


def _expect_alive(connection: psycopg.Connection[Any], record: Any, _: object) -> None:
    """A database that has come back costs no failed request: what a server that went away has left in the pool is
    replaced before it is used. Such a server has closed its end, or said goodbye, and either can be read without
    asking. Raises DisconnectionError, which makes the pool open another."""
    used_at = record.info.get("used_at")
    if used_at is None:
        return  # fresh
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    if heard.poll(0):
        raise DisconnectionError("the server has closed the connection")
    if monotonic() - used_at > UNUSED_SECONDS:
        try:
            connection.execute(";")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError("the server is gone") from error


def _note_use(connection: psycopg.Connection[Any] | None, record: Any) -> None:
    record.info["used_at"] = monotonic()
