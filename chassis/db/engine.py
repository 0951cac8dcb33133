"""The engine of one process."""

from __future__ import annotations

from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy import Engine


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
    return sqlalchemy.create_engine(
        parsed,
        pool_size=pool,
        max_overflow=4,
        pool_pre_ping=False,
        pool_recycle=1800,
        hide_parameters=True,  # a database error must not put personal data into the log
        connect_args={
            "connect_timeout": 5,
            "cursor_factory": PlainCursor,
            "options": "-c timezone=UTC -c jit=off",
            "application_name": "guanxi",
        },
    )
