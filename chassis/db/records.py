"""What every service does with its rows: read one, keep the newest of what is told, write many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import orjson
from sqlalchemy import Select, Table, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from chassis.errors import NotFound

T = TypeVar("T")
ROWS_AT_ONCE = 5_000
"""How many rows one statement carries at most."""


def one(session: Session, rows: Select[T], *, lock: bool = False) -> T:
    """The record of a query that finds one or none; with ``lock`` as it is now, and nobody else changes it until the
    transaction ends. Raises NotFound."""
    if lock:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(rows)
    if found is None:
        raise NotFound()
    return found


def keep_newest(
    session: Session, model: Any, rows: Iterable[Mapping[str, Any]], *, key: str = "id", version: str = "version"
) -> None:
    """Insert rows, or update those whose ``version`` is below the one that comes; an older one changes nothing.

    All rows have the same columns, ``key`` and ``version`` among them; other columns of a known row stay as they are.
    Rows are written in the order of their key, so that two at once do not wait for each other in a circle.
    """
    newest: dict[Any, Mapping[str, Any]] = {}
    for row in rows:
        known = newest.get(row[key])
        if known is None or row[version] > known[version]:
            newest[row[key]] = row
    ordered = [newest[id] for id in sorted(newest)]
    if ordered:
        _run(session, _upsert(model.__table__, tuple(ordered[0]), key, version), ordered)


def insert_rows(session: Session, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows of the same columns with one statement each few thousand. The trail is the caller's business."""
    if rows:
        _run(session, _insert(model.__table__, tuple(rows[0])), rows)


def _run(session: Session, statement: TextClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """One JSON value costs a tenth of as many parameters as there are values."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(statement, {"rows": plain_json(rows[start : start + ROWS_AT_ONCE])})


def plain_json(value: Any) -> str:
    """A value as JSON that PostgreSQL reads back: enums as their values, numbers with decimals as texts."""
    return orjson.dumps(value, default=str).decode()


@lru_cache(maxsize=256)
def _insert(table: Table, columns: tuple[str, ...]) -> TextClause:
    names = ", ".join(_quoted(name) for name in columns)
    types = ", ".join(f"{_quoted(name)} {_type_of(table, name)}" for name in columns)
    source = f"SELECT {names} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said({types})"  # noqa: S608 - names of columns
    return text(f"INSERT INTO {_quoted(table.name)} AS known ({names}) {source}")


@lru_cache(maxsize=256)
def _upsert(table: Table, columns: tuple[str, ...], key: str, version: str) -> TextClause:
    changed = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in columns if name != key)
    return text(
        f"{_insert(table, columns).text} ORDER BY {_quoted(key)} ON CONFLICT ({_quoted(key)}) "
        f"DO UPDATE SET {changed} WHERE excluded.{_quoted(version)} > known.{_quoted(version)}"
    )


_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def _quoted(name: str) -> str:
    return str(_DIALECT.identifier_preparer.quote(name))


def _type_of(table: Table, name: str) -> str:
    return str(table.columns[name].type.compile(_DIALECT))
