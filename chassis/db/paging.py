"""Keyset pages: the next page is asked by the last row seen, so page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Integer, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from chassis.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the next page (None on the last)."""

    items: Sequence[T]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class PageQuery:
    """Which page of a list."""

    after: str | None = None
    limit: int = 50


def fetch_page(
    session: Session,
    rows: Select[T] | Select[Any],
    *,
    order: Sequence[InstrumentedAttribute[Any]],
    descending: bool,
    after: str | None,
    limit: int,
    values: Mapping[str, Any] | None = None,
    name: str = "",
) -> Page[T]:
    """One page of ``rows`` ordered by the columns of ``order`` (the last one unique, none nullable).

    A select of one entity gives its records, one of several columns gives rows that hold the columns by name.
    ``values``: of the parameters of ``rows``, when that is one statement kept for all its requests. Its page is then
    kept too: building a statement anew costs more than running it. ``name``: of the order, when the list has several;
    a cursor fits the order that it was made in.
    """
    paged = _kept_page if values is not None else _page
    last = decode_cursor(after, order, name) if after else []
    cursor = {_last(number): value for number, value in enumerate(last)}
    statement, alone = paged(rows, tuple(order), descending, bool(after))
    result = session.execute(statement, {**(values or {}), **cursor, _MOST: limit + 1})
    found: Sequence[Any] = result.scalars().all() if alone else result.all()
    items = found[:limit]
    more = len(found) > limit
    return Page(items, encode_cursor([getattr(items[-1], c.key) for c in order], name) if more else None)


_MOST = "page_most"


def _last(number: int) -> str:
    return f"page_last_{number}"


def _page(
    rows: Select[Any], order: tuple[InstrumentedAttribute[Any], ...], descending: bool, follows: bool
) -> tuple[Select[Any], bool]:
    """The statement of a page of ``rows``, and whether it reads one entity alone."""
    if follows:
        key, last = tuple_(*order), tuple_(*(bindparam(_last(n), type_=c.type) for n, c in enumerate(order)))
        rows = rows.where(key < last if descending else key > last)
    alone = len(rows.column_descriptions) == 1
    rows = rows.order_by(*(c.desc() if descending else c for c in order))
    return rows.limit(bindparam(_MOST, type_=Integer)), alone


_kept_page = lru_cache(maxsize=512)(_page)


def count_up_to(session: Session, rows: Select[Any], most: int) -> int:
    """How many rows there are, counted to ``most + 1`` and no further: a list says '10,000+'."""
    return session.scalar(select(func.count()).select_from(rows.order_by(None).limit(most + 1).subquery())) or 0


def encode_cursor(values: Sequence[Any], name: str = "") -> str:
    """The cursor of the page after a row with these order values, in the order of this name."""
    parts = [name] * bool(name) + [str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, order: Sequence[InstrumentedAttribute[Any]], name: str = "") -> list[Any]:
    """The order values of a cursor, as the columns of ``order`` hold them; Invalid when it was not made by us, or in
    another order."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order) + bool(name):
            raise ValueError
        if name and values.pop(0) != name:
            raise ValueError
        return [_read(value, column) for value, column in zip(values, order, strict=True)]
    except (ValueError, ArithmeticError, TypeError):
        raise Invalid(after="invalid_cursor") from None


def _read(value: Any, column: InstrumentedAttribute[Any]) -> Any:
    """A value of a cursor as what its column holds; ValueError when it cannot be."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    kind = column.type.python_type
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    return kind(value)
