"""What is in the books and can hardly be true: it stays as it is, and is listed so that somebody corrects it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Text, and_, cast, exists, func, literal, not_, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from chassis.auth.directory import Staff
from chassis.context import Context
from chassis.db import Page, PageQuery, fetch_page
from contracts.customer import TransactionKind
from contracts.dates import SPANS
from contracts.permissions import Permission
from services.customer.store.access import seen_by
from services.customer.store.models import Customer, ServiceRecord, Transaction

OF_CUSTOMER = ("birth_date", "founded_on", "dealings_since")


@dataclass(frozen=True)
class Oddity:
    """A value that can hardly be true. ``record_kind``: customer, transaction or service_record; ``value`` as text."""

    customer_id: UUID
    record_id: UUID
    field: str
    record_kind: str
    value: str
    customer_code: str
    customer_name: str
    owner_name: str


def implausible_page(session: Session, ctx: Context, query: PageQuery) -> Page[Any]:
    """Dates and signs that can hardly be true, and returns of what was not sold (``without_sale``), of customers that
    the actor changes or checks."""
    odd = union_all(
        *(_of_customers(ctx, name) for name in OF_CUSTOMER),
        _of_transactions("occurred_on", _outside(Transaction.occurred_on, "occurred_on", ctx)),
        _of_transactions("amount", _wrongly_signed()),
        _of_transactions("amount", _without_sale(), named="without_sale"),
        select(
            ServiceRecord.customer_id,
            ServiceRecord.id.label("record_id"),
            literal("at").label("field"),
            literal(ServiceRecord.__tablename__).label("record_kind"),
            cast(ServiceRecord.at, Text).label("value"),
        ).where(_outside(cast(func.timezone(ctx.zone.key, ServiceRecord.at), Date), "at", ctx)),
    ).subquery("odd")
    reach = or_(seen_by(ctx.actor, Permission.CUSTOMER_WRITE), seen_by(ctx.actor, Permission.CUSTOMER_VERIFY))
    rows = (
        select(odd, Customer.code.label("customer_code"), Customer.name.label("customer_name"))
        .add_columns(func.coalesce(Staff.name, "").label("owner_name"))
        .join(Customer, Customer.id == odd.c.customer_id)
        .outerjoin(Staff, Staff.id == Customer.owner_id)
        .where(reach)
    )
    order: Any = [odd.c.customer_id, odd.c.record_id, odd.c.field]
    page: Page[Any] = fetch_page(session, rows, order=order, descending=True, after=query.after, limit=query.limit)
    return Page([Oddity(**row._mapping) for row in page.items], page.next)


def _outside(column: Any, name: str, ctx: Context) -> ColumnElement[bool]:
    """What ``Span.holds`` refuses, as a WHERE."""
    span = SPANS[name]
    late = column > span.last(ctx.today)
    return or_(late, column < span.first) if span.first else late


def _of_customers(ctx: Context, name: str) -> Any:
    column = getattr(Customer, name)
    return select(
        Customer.id.label("customer_id"),
        Customer.id.label("record_id"),
        literal(name).label("field"),
        literal(Customer.__tablename__).label("record_kind"),
        cast(column, Text).label("value"),
    ).where(_outside(column, name, ctx))


def _wrongly_signed() -> ColumnElement[bool]:
    """What ``domain.transactions.wrongly_signed`` refuses, as a WHERE."""
    back = Transaction.kind == TransactionKind.RETURN
    return or_(
        and_(back, or_(Transaction.quantity >= 0, Transaction.amount > 0)),
        and_(not_(back), or_(Transaction.quantity <= 0, Transaction.amount < 0)),
    )


def _without_sale() -> ColumnElement[bool]:
    """Returns of what was not sold before, or on the same day, to the same customer: nothing of that product and
    nothing for that amount; where no product is named, nothing for as much."""
    sold = aliased(Transaction)
    unnamed = or_(sold.product == "", Transaction.product == "")
    same = or_(
        and_(sold.product == Transaction.product, not_(unnamed)),
        sold.amount == -Transaction.amount,
        and_(unnamed, sold.amount > -Transaction.amount),
    )
    before = exists().where(
        sold.customer_id == Transaction.customer_id,
        sold.kind != TransactionKind.RETURN,
        sold.void.is_(False),
        sold.occurred_on <= Transaction.occurred_on,
        same,
    )
    return and_(Transaction.kind == TransactionKind.RETURN, Transaction.quantity < 0, not_(before))


def _of_transactions(name: str, odd: ColumnElement[bool], *, named: str = "") -> Any:
    return select(
        Transaction.customer_id,
        Transaction.id.label("record_id"),
        literal(named or name).label("field"),
        literal(Transaction.__tablename__).label("record_kind"),
        cast(getattr(Transaction, name), Text).label("value"),
    ).where(odd, Transaction.void.is_(False))
