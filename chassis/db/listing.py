"""Lists that can be sorted and counted: declared once, with the columns of an index for every way to sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from chassis.db.paging import Page, PageQuery, count_up_to, fetch_page
from chassis.errors import Invalid

T = TypeVar("T")
COUNTED = 10_000
"""How far a list is counted: beyond it says '10,000+'."""


@dataclass(frozen=True, kw_only=True)
class ListQuery(PageQuery):
    """Which page of a list, and its order: the name of a sort, with a minus before it when it runs downwards; '' is
    the list's own."""

    sort: str = ""


@dataclass(frozen=True)
class Count:
    """How many rows fit; ``more`` when there are more than were counted."""

    count: int
    more: bool


class Listing(Generic[T]):
    """The orders of one list.

    ``sorts``: name -> the columns of an index, the last of them unique and none of them nullable (a test looks for the
    index). ``default``: the order when none is asked for, written like any other (``-received_at``).
    """

    def __init__(self, sorts: Mapping[str, Sequence[InstrumentedAttribute[Any]]], *, default: str) -> None:
        self.sorts = dict(sorts)
        self.default = default
        self._columns(default)

    @property
    def choices(self) -> list[str]:
        """Every order that can be asked for."""
        return [f"{sign}{name}" for name in self.sorts for sign in ("", "-")]

    def page(
        self, session: Session, rows: Select[T] | Select[Any], query: ListQuery, values: Mapping[str, Any] | None = None
    ) -> Page[Any]:
        """One page of ``rows`` in the order that was asked for; ``values`` as of ``fetch_page``. Raises Invalid for an
        order that the list does not have, and for a cursor of another order."""
        asked = query.sort or self.default
        return fetch_page(
            session,
            rows,
            order=self._columns(asked),
            descending=asked.startswith("-"),
            after=query.after,
            limit=query.limit,
            values=values,
            name=query.sort,
        )

    def _columns(self, asked: str) -> Sequence[InstrumentedAttribute[Any]]:
        columns = self.sorts.get(asked.removeprefix("-"))
        if columns is None:
            raise Invalid(sort="unknown_choice")
        return columns


def count(session: Session, rows: Select[Any], most: int = COUNTED) -> Count:
    """How many rows there are, counted to ``most``."""
    found = count_up_to(session, rows, most)
    return Count(min(found, most), found > most)


def narrowed(rows: Select[Any], wanted: Any, *columns: InstrumentedAttribute[Any]) -> Select[Any]:
    """``rows`` whose columns are as ``wanted`` says, by the columns' names; what is empty there narrows nothing."""
    for column in columns:
        value = getattr(wanted, column.key)
        if value not in (None, ""):
            rows = rows.where(column == value)
    return rows
