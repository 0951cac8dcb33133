"""The tables of the customer service."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Sequence, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.annotations.tables import Customizable
from chassis.db import Tracked, Versioned
from services.customer.store.base import Base
from services.customer.store.exports import Export, ExportPiece, ExportPolicy
from services.customer.store.imports import ImportBatch, ImportChunk, ImportRow, RowError
from services.customer.store.unusual import UnusualReading
from services.customer.store.views import ViewRequest

__all__ = [
    "CODES",
    "Base",
    "ChangeRequest",
    "Contact",
    "Customer",
    "Export",
    "ExportPiece",
    "ExportPolicy",
    "HandOver",
    "ImportBatch",
    "ImportChunk",
    "ImportRow",
    "RowError",
    "ServiceRecord",
    "Transaction",
    "UnusualReading",
    "ViewRequest",
]

CODES = [Sequence(f"code_{letter}", metadata=Base.metadata) for letter in ("p", "c", "t")]


class Customer(Customizable, Tracked, Versioned, Base):
    """A person or company the house deals with, or the entry that may become one.

    ``pairs`` are the two-character pieces it is found by (domain.names); ``tier`` is a copy of reporting's judgement.
    """

    __tablename__ = "customer"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("uq_customer_external_code", "external_code", unique=True),
        Index("ix_customer_owner_id_id", "owner_id", "id"),
        Index("ix_customer_author_id_id", "author_id", "id"),
        Index("ix_customer_status_id", "status", "id"),
        Index("ix_customer_tier_id", "tier", "id"),
        Index("ix_customer_region_id", "region", "id"),
        Index("ix_customer_industry_id", "industry", "id"),
        Index("ix_customer_import_id", "import_id"),
        Index("ix_customer_mobile", "mobile", postgresql_ops={"mobile": "text_pattern_ops"}),
        Index("ix_customer_name", "name", postgresql_ops={"name": "text_pattern_ops"}),
        Index("ix_customer_pairs", "pairs", postgresql_using="gin"),
        Index("ix_customer_custom", "custom", postgresql_using="gin", postgresql_ops={"custom": "jsonb_path_ops"}),
    )

    code: Mapped[str]
    external_code: Mapped[str | None]
    kind: Mapped[str]
    status: Mapped[str]
    tier: Mapped[str] = mapped_column(default="ordinary", server_default="ordinary")
    tier_version: Mapped[int] = mapped_column(default=0, server_default="0")
    name: Mapped[str]
    sort_key: Mapped[str]
    initials: Mapped[str]
    pairs: Mapped[list[str]] = mapped_column(ARRAY(Text))

    owner_id: Mapped[UUID]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    verified_by: Mapped[UUID | None]
    verified_by_name: Mapped[str] = mapped_column(default="", server_default="")
    verified_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(default="", server_default="")
    disabled_reason: Mapped[str] = mapped_column(default="", server_default="")
    import_id: Mapped[UUID | None]

    region: Mapped[str] = mapped_column(default="", server_default="")
    industry: Mapped[str] = mapped_column(default="", server_default="")
    address: Mapped[str] = mapped_column(default="", server_default="")
    mobile: Mapped[str] = mapped_column(default="", server_default="")
    phone: Mapped[str] = mapped_column(default="", server_default="")
    email: Mapped[str] = mapped_column(default="", server_default="")

    sex: Mapped[str] = mapped_column(default="", server_default="")
    birth_date: Mapped[date | None]
    marital_status: Mapped[str] = mapped_column(default="", server_default="")
    employer: Mapped[str] = mapped_column(default="", server_default="")
    employer_phone: Mapped[str] = mapped_column(default="", server_default="")
    hobbies: Mapped[str] = mapped_column(default="", server_default="")
    background: Mapped[str] = mapped_column(default="", server_default="")

    person_in_charge: Mapped[str] = mapped_column(default="", server_default="")
    founded_on: Mapped[date | None]
    dealings_since: Mapped[date | None]
    dealings_notes: Mapped[str] = mapped_column(default="", server_default="")


class Contact(Tracked, Versioned, Base):
    """Somebody to turn to at a customer."""

    __tablename__ = "contact"

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]
    relation: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    notes: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class ServiceRecord(Tracked, Versioned, Base):
    """What was done for or said with a customer: a visit, a call, a note."""

    __tablename__ = "service_record"

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    text: Mapped[str]
    author_id: Mapped[UUID]
    author_name: Mapped[str]


class Transaction(Versioned, Base):
    """One piece of business, by the sender's own id. Written in bulk; its trail is written by the use case."""

    __tablename__ = "transaction"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        UniqueConstraint("code"),
        Index("ix_transaction_customer_id_occurred_on_id", "customer_id", "occurred_on", "id"),
        Index("ix_transaction_import_id", "import_id"),
    )

    code: Mapped[str]
    source: Mapped[str]
    external_id: Mapped[str]
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str]
    occurred_on: Mapped[date]
    quantity: Mapped[int]
    amount: Mapped[Decimal]
    product: Mapped[str]
    void: Mapped[bool]
    import_id: Mapped[UUID | None]


class ChangeRequest(Tracked, Versioned, Base):
    """A change of a verified customer's core fields that waits for its check: field -> [before, after]."""

    __tablename__ = "change_request"
    __table_args__ = (Index("ix_change_request_status_id", "status", "id"),)

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    status: Mapped[str]
    fields: Mapped[dict[str, Any]]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(default="", server_default="")
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="", server_default="")


class HandOver(Tracked, Versioned, Base):
    """A customer became VIP while owned by somebody below a customer manager: it waits for a new owner."""

    __tablename__ = "hand_over"
    __table_args__ = (Index("uq_hand_over_waiting", "customer_id", unique=True, postgresql_where="status = 'waiting'"),)

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"))
    status: Mapped[str]
    owner_id: Mapped[UUID]
