"""What view requests have opened: whose customers somebody may look at for a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Index, Uuid, func, select
from sqlalchemy.orm import Mapped, mapped_column

from chassis.auth import Actor
from chassis.feed.projections import Projection, same
from contracts.customer import AccessOpened
from services.reporting.store.base import Base


class OpenedCustomer(Base):
    """A customer of somebody else that a person may look at until then, by a view request; ``open``: nobody has ended
    it before its time."""

    __tablename__ = "opened_customer"
    __table_args__ = (Index("ix_opened_customer_staff_id", "staff_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    customer_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    until: Mapped[datetime]
    open: Mapped[bool]


OPENED = Projection(
    AccessOpened,
    OpenedCustomer,
    {"id": "request_id", **same("version", "customer_id", "staff_id", "until", "open")},
)


def opened_to(actor: Actor) -> Any:
    """Ids of the customers that are open to the actor now, as an array: read once, it leaves the indices usable."""
    opened = select(OpenedCustomer.customer_id).where(
        OpenedCustomer.staff_id == actor.id, OpenedCustomer.open, OpenedCustomer.until > func.now()
    )
    return func.array(opened.scalar_subquery(), type_=ARRAY(Uuid()))
