"""Named reads of exports, and the pieces of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import IO, Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, Select, and_, func, insert, or_, select
from sqlalchemy.orm import Session

from chassis.auth import Actor, Scope
from chassis.auth.directory import Staff, visible_to
from chassis.db import Page, PageQuery, count_up_to, fetch_page, one
from chassis.jobs.tables import job
from contracts.customer import ExportStatus
from contracts.permissions import Permission
from services.customer.domain.exporting import MOST_ROWS
from services.customer.store import queries
from services.customer.store.access import seen_by
from services.customer.store.models import Customer, Export, ExportPiece, ExportPolicy
from services.customer.store.queries import CustomerFilter

PIECE = 1024 * 1024
REACHING = (Permission.CUSTOMER_READ, Permission.CUSTOMER_EXPORT)
"""What an export's reach rests on."""
COUNTED = (ExportStatus.RUNNING, ExportStatus.DONE)


def exported(session: Session, actor: Actor, wanted: CustomerFilter) -> Select[Customer]:
    """The customers of an export: those of the list that the actor reads as the owner or for a department, as far as
    the right to export reaches. What somebody reads to serve who calls, goes into no file."""
    reach: dict[str, Scope] = {name: actor.permissions[name] for name in REACHING if name in actor.permissions}
    exporter = replace(actor, permissions=reach)
    return queries.customers(session, exporter, wanted).where(seen_by(exporter, Permission.CUSTOMER_EXPORT))


def with_owner_names(rows: Select[Customer]) -> Select[Any]:
    """Customers with the names of their owners, in the order they were entered."""
    named = rows.outerjoin(Staff, Staff.id == Customer.owner_id).add_columns(func.coalesce(Staff.name, ""))
    return named.order_by(Customer.id)


def exported_rows(session: Session, actor: Actor, wanted: CustomerFilter, at_once: int) -> Iterable[Any]:
    """The customers of an export, each with its owner's name, ``at_once`` of them in memory."""
    rows = with_owner_names(exported(session, actor, wanted))
    return session.execute(rows.execution_options(yield_per=at_once))


def policy(session: Session, *, lock: bool = False) -> ExportPolicy:
    """How large an export may be unasked."""
    rows = select(ExportPolicy).limit(1)
    return session.scalars(rows.with_for_update() if lock else rows).one()


def rows_lately(session: Session, actor_id: UUID | None, since: datetime) -> int:
    """How many rows somebody has exported since then without anybody's consent."""
    rows = select(func.coalesce(func.sum(Export.rows), 0)).where(
        Export.asker_id == actor_id,
        Export.created_at > since,
        Export.status.in_(COUNTED),
        Export.decided_by.is_(None),
    )
    return int(session.scalar(rows) or 0)


def own_export_page(session: Session, actor: Actor, query: PageQuery) -> Page[Export]:
    """What somebody has exported, the newest first."""
    rows = select(Export).where(Export.asker_id == actor.id)
    return fetch_page(session, rows, order=[Export.id], descending=True, after=query.after, limit=query.limit)


def approved_by(actor: Actor) -> ColumnElement[bool]:
    """The WHERE of the exports that the actor may agree to: of people within reach, and not the actor's own."""
    return and_(visible_to(actor, Permission.EXPORT_APPROVE, Export.asker_id), Export.asker_id != actor.id)


def export_page_to_approve(session: Session, actor: Actor, query: PageQuery) -> Page[Export]:
    """The exports that wait for the actor's consent, the oldest first."""
    rows = select(Export).where(Export.status == ExportStatus.WAITING, approved_by(actor))
    return fetch_page(session, rows, order=[Export.id], descending=False, after=query.after, limit=query.limit)


def count_to_approve(session: Session, actor: Actor) -> int:
    """How many exports wait for the actor's consent."""
    rows = select(func.count(Export.id)).where(Export.status == ExportStatus.WAITING, approved_by(actor))
    return session.scalar(rows) or 0


def export_to_decide(session: Session, actor: Actor, id: UUID) -> Export:
    """An export that the actor may agree to, or asked for, held for update; NotFound otherwise."""
    reach = or_(approved_by(actor), Export.asker_id == actor.id)
    return one(session, select(Export).where(Export.id == id, reach), lock=True)


def finished_export(session: Session, actor: Actor, id: UUID) -> Export:
    """An export that the actor asked for and whose file is made; NotFound otherwise."""
    mine = (Export.asker_id == actor.id, Export.status == ExportStatus.DONE)
    return one(session, select(Export).where(Export.id == id, *mine))


def count_exported(session: Session, actor: Actor, wanted: CustomerFilter) -> int:
    """How many customers an export of the actor's would hold, counted to one more than MOST_ROWS."""
    return count_up_to(session, exported(session, actor, wanted).with_only_columns(Customer.id), MOST_ROWS)


def names_of_staff(session: Session) -> dict[str, str]:
    """Everybody's name, by the id as a field of the house's own keeps it."""
    return {str(id): name for id, name in session.execute(select(Staff.id, Staff.name))}


def stuck(session: Session, exports: Iterable[Export]) -> set[UUID]:
    """Of some exports those whose job was given up."""
    keys = {f"export:{export.id}": export.id for export in exports if export.status == ExportStatus.RUNNING}
    rows = select(job.c.unique_key).where(job.c.unique_key.in_(keys), job.c.status == "failed")
    return {keys[key] for key in session.scalars(rows)} if keys else set()


def store_pieces(session: Session, export_id: UUID, file: IO[bytes]) -> int:
    """Keep a finished file; returns its size in bytes."""
    number = size = 0
    while data := file.read(PIECE):
        session.execute(insert(ExportPiece).values(export_id=export_id, number=number, data=data))
        number, size = number + 1, size + len(data)
    return size


def pieces(engine: Engine, export_id: UUID) -> Iterator[bytes]:
    """A finished file, piece by piece, each in a look of its own: nobody's transaction stays open while somebody's line
    is slow."""
    one = select(ExportPiece.data).where(ExportPiece.export_id == export_id)
    for number in count():
        with Session(engine) as session:
            data = session.scalar(one.where(ExportPiece.number == number))
        if data is None:
            return
        yield data
