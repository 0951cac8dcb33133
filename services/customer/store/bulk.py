"""Many rows at once, by COPY: several times faster than INSERT, for what no trail listener needs to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql
from sqlalchemy import CollectionAggregate, any_, bindparam
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

from services.customer.store.base import Base


def text_array(items: Sequence[str]) -> str:
    """A list of texts as PostgreSQL reads it in a column of type text[]; faster than the driver's own way."""
    if not items:
        return "{}"
    inner = '","'.join(items)
    if "\\" in inner or inner.count('"') > 2 * (len(items) - 1):
        inner = '","'.join(item.replace("\\", "\\\\").replace('"', '\\"') for item in items)
    return '{"' + inner + '"}'


class _Texts(UserDefinedType[str]):
    """A list of texts that ``text_array`` has written."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_: Any) -> str:
        return "TEXT[]"


def any_of(items: Sequence[str]) -> CollectionAggregate[bool]:
    """What a column is compared with to be one of many texts: ``column == any_of(texts)``."""
    return any_(bindparam(None, text_array(items), type_=_Texts(), unique=True))


def copy_rows(session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a model's table in the session's transaction; columns not named take the table's defaults."""
    session.flush()
    raw: Any = session.connection().connection.driver_connection
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model.__tablename__), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
