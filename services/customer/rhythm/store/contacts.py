"""When customers were last contacted: kept beside each, so that who is due is found by an index."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Date, ScalarSelect, cast, func, select, tuple_, update
from sqlalchemy.orm import Session

from chassis.annotations.tables import Kept
from services.customer.rhythm.domain.rhythm import CONTACTS
from services.customer.store.cases import CaseInHand
from services.customer.store.models import Customer, ServiceRecord


def follow_contacts(session: Session, ids: Collection[UUID], zone: ZoneInfo) -> None:
    """Bring the last contact of some customers up to their notes and to the cases of theirs that have ended, in the
    company's days. Whom nobody has contacted counts from the day of being entered. Nothing has happened to a customer
    by that: it gets no new version."""
    wanted = select(Customer.id).where(Customer.id.in_(set(ids))).order_by(Customer.id)
    held = session.scalars(wanted.with_for_update(key_share=True)).all()
    if not held:
        return
    last = select(Customer.id, func.greatest(_noted(zone), _ended(zone)).label("day")).where(Customer.id.in_(held))
    found = last.subquery("found")
    counted = func.coalesce(found.c.day, _day(Customer.created_at, zone))
    moved = update(Customer).where(
        Customer.id == found.c.id,
        tuple_(Customer.last_contact_on, Customer.counted_from).is_distinct_from(tuple_(found.c.day, counted)),
    )
    session.execute(
        moved.values(last_contact_on=found.c.day, counted_from=counted).execution_options(synchronize_session=False)
    )


def _noted(zone: ZoneInfo) -> ScalarSelect[Any]:
    """The day of the last contact that stands in a customer's notes."""
    return (
        select(_day(func.max(ServiceRecord.at), zone))
        .where(
            ServiceRecord.customer_id == Customer.id,
            ServiceRecord.status == Kept.STANDING,
            ServiceRecord.kind.in_(CONTACTS),
        )
        .correlate(Customer)
        .scalar_subquery()
    )


def _ended(zone: ZoneInfo) -> ScalarSelect[Any]:
    """The day on which the last case of a customer has ended."""
    ended = select(_day(func.max(CaseInHand.ended_at), zone)).where(CaseInHand.customer_id == Customer.id)
    return ended.correlate(Customer).scalar_subquery()


def _day(moment: Any, zone: ZoneInfo) -> Any:
    return cast(func.timezone(zone.key, moment), Date)
