"""The engine of one process."""

from __future__ import annotations

import sqlalchemy
from sqlalchemy import Engine


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
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC -c jit=off", "application_name": "guanxi"},
    )
