"""Where customers lie in the lists of regions and industries, many at once, and what lies nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, column, func, select, update, values
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.code_lists import resolve_all
from chassis.db import Page, PageQuery
from contracts.permissions import Permission
from services.customer.checks.domain.checking import TOLD
from services.customer.store.access import seen_by
from services.customer.store.models import LISTED_BY, Customer

PATHS = tuple(f"{kind}_path" for kind in LISTED_BY)
TEXTS_AT_ONCE = 500


def paths_of_rows(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Where each of some new customers lies in each list, in the order of PATHS; '' where its words mean no entry."""
    columns = []
    for kind in LISTED_BY:
        meant = resolve_all(session, kind, {row[kind] for row in rows if row.get(kind)})
        columns.append([meant[row[kind]].path if row.get(kind) in meant else "" for row in rows])
    return list(zip(*columns, strict=True))


def place_next(session: Session, kind: str, after: str) -> str | None:
    """Put the customers with the next TEXTS_AT_ONCE texts after one where the list says now; the last text of these,
    None at the end. Nothing has happened to a customer by that: it gets no new version."""
    text, path = getattr(Customer, kind), getattr(Customer, f"{kind}_path")
    texts = session.scalars(select(text).where(text > after).distinct().order_by(text).limit(TEXTS_AT_ONCE)).all()
    if not texts:
        return None
    meant = resolve_all(session, kind, texts)
    placed = [(each, meant[each].path if each in meant else "") for each in texts]
    given = values(column("text", Text), column("path", Text), name="given").data(placed)
    moved = update(Customer).where(text == given.c.text, path != given.c.path).values({path: given.c.path})
    session.execute(moved.execution_options(synchronize_session=False))
    return str(texts[-1])


@dataclass(frozen=True)
class Unplaced:
    """A text that means no entry of a list, and how many customers have it."""

    text: str
    customers: int


def unplaced_page(session: Session, actor: Actor, kind: str, query: PageQuery) -> Page[Unplaced]:
    """What stands at customers that the actor checks and means no entry, by its characters."""
    text, path = getattr(Customer, kind), getattr(Customer, f"{kind}_path")
    rows = (
        select(text, func.count())
        .where(path == "", text > (query.after or ""), Customer.status.in_(TOLD))
        .where(seen_by(actor, Permission.CUSTOMER_VERIFY))
        .group_by(text)
        .order_by(text)
        .limit(query.limit + 1)
    )
    found = [Unplaced(name, count) for name, count in session.execute(rows)]
    shown = found[: query.limit]
    return Page(shown, shown[-1].text if len(found) > query.limit else None)
