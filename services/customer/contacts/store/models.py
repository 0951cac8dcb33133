"""Whom to turn to at a customer, and the notes of contacts with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, event
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.annotations.tables import Kept
from chassis.approval import Decided
from chassis.db import Tracked, Versioned
from contracts.customer import ContactStatus, Direction, RecordKind
from services.customer.domain.finding import reached_by
from services.customer.domain.names import pairs
from services.customer.store.base import Base


class Contact(Decided, Tracked, Versioned, Base):
    """Somebody to turn to at a customer. ``reason``: why it was refused, if it was proposed and refused. Of those from
    before authors were kept there is none. ``pairs`` and ``reached_by`` as those of a customer."""

    __tablename__ = "contact"
    __untracked__ = frozenset({"pairs", "reached_by"})
    __table_args__ = (
        Index("ix_contact_proposed", "id", postgresql_where="status = 'proposed'"),
        Index("ix_contact_pairs", "pairs", postgresql_using="gin"),
        Index("ix_contact_reached_by", "reached_by", postgresql_using="gin"),
    )

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]
    relation: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    notes: Mapped[str]
    status: Mapped[ContactStatus]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str] = mapped_column(default="", server_default="")
    pairs: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    reached_by: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")

    @property
    def active(self) -> bool:
        """Whether people may turn to it."""
        return self.status is ContactStatus.ACTIVE


@event.listens_for(Contact, "before_insert")
@event.listens_for(Contact, "before_update")
def find_contact(_mapper: Any, _connection: Any, contact: Contact) -> None:
    """A contact is found by what stands in it now, whoever writes it."""
    contact.pairs = sorted(pairs(contact.name))
    contact.reached_by = reached_by([contact.phone], contact.email)


class ServiceRecord(Tracked, Versioned, Base):
    """A note of a contact with a customer: a visit, a call, a letter. ``status``: its author may have withdrawn it, and
    says why; it stays where it is."""

    __tablename__ = "service_record"

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[RecordKind]
    direction: Mapped[Direction | None]
    with_whom: Mapped[str] = mapped_column(default="", server_default="")
    text: Mapped[str]
    status: Mapped[Kept] = mapped_column(default=Kept.STANDING, server_default=Kept.STANDING.value)
    withdrawn_reason: Mapped[str] = mapped_column(default="", server_default="")
    author_id: Mapped[UUID]
    author_name: Mapped[str]
