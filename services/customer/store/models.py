"""The tables of the customer service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    Sequence,
    UniqueConstraint,
    event,
    false,
    func,
    inspect,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import LargeBinary, Text

from chassis.annotations.tables import Customizable
from chassis.approval import Decided
from chassis.code_lists import resolve
from chassis.db import Tracked, Versioned
from contracts.customer import (
    AccessRequestStatus,
    CustomerKind,
    CustomerStatus,
    ExportStatus,
    TransactionKind,
    TransferStatus,
    ViewExtent,
)
from contracts.reporting import Tier
from services.customer.checks.store.models import ChangeRequest, CheckPolicy
from services.customer.contacts.store.models import Contact, ServiceRecord
from services.customer.domain.masking import UNCHECKED
from services.customer.imports.store.models import (
    ImportBatch,
    ImportChange,
    ImportChunk,
    ImportPolicy,
    ImportRow,
    RowError,
)
from services.customer.merging.store.core_names import core_name
from services.customer.merging.store.models import LikelyPair, Merge, MergedRow
from services.customer.rhythm.store.models import RhythmPolicy
from services.customer.store.base import Base
from services.customer.store.cases import CaseInHand
from services.customer.store.unusual import UnusualReading

LISTED_BY = ("region", "industry")
"""The fields of a customer that stand for an entry of the list of the same name."""

__all__ = [
    "CODES",
    "LISTED_BY",
    "NOBODY",
    "AccessRequest",
    "Base",
    "CaseInHand",
    "ChangeRequest",
    "CheckPolicy",
    "Contact",
    "Customer",
    "Export",
    "ExportPiece",
    "ExportPolicy",
    "ImportBatch",
    "ImportChange",
    "ImportChunk",
    "ImportPolicy",
    "ImportRow",
    "LikelyPair",
    "Merge",
    "MergedRow",
    "OwnershipTransfer",
    "RhythmPolicy",
    "RowError",
    "ServiceRecord",
    "Transaction",
    "UnusualReading",
]

CODES = [Sequence(f"code_{letter}", metadata=Base.metadata) for letter in ("p", "c", "t")]


class Customer(Customizable, Tracked, Versioned, Base):
    """A person or company the house deals with, or the entry that may become one.

    ``returned_fields``: of a returned entry what does not agree with its paper, field -> what was noted.
    ``verified_by``, ``verified_by_name``, ``verified_at``: who has compared what stands here with the form; nobody,
    while it is an entry: the database holds to that, too.
    ``handed_in_by`` gave the entry to customer service to be typed; ``for_service``: nobody has taken it yet. Whoever
    takes it is its author from then on.
    ``pairs`` are the pieces of the name it is found by and ``readings`` the ways to read it (domain.names),
    ``reached_by`` the keys of its numbers and mail address (domain.finding); ``tier`` is a copy of reporting's
    judgement. ``region_path`` and ``industry_path``: where in their lists what stands in ``region`` and ``industry``
    lies; empty when it means no entry. ``merged_into``: the customer that it turned out to be, which has all that
    belonged to it.
    ``last_contact_on``: when somebody was last in touch, in the company's days; ``counted_from`` is the same, or the
    day it was entered; ``told_due_on``: of which due day its owner was told.
    """

    __untracked__ = frozenset(
        {
            *("sort_key", "initials", "readings", "pairs", "reached_by", "region_path", "industry_path"),
            *("last_contact_on", "counted_from", "told_due_on"),
        }
    )

    __tablename__ = "customer"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("uq_customer_external_code", "external_code", unique=True),
        Index("ix_customer_owner_id_id", "owner_id", "id"),
        Index("ix_customer_author_id_id", "author_id", "id"),
        Index("ix_customer_status_id", "status", "id"),
        Index("ix_customer_sort_key_id", "sort_key", "id"),
        Index("ix_customer_tier_id", "tier", "id"),
        Index("ix_customer_status_kind_tier_counted_from_id", "status", "kind", "tier", "counted_from", "id"),
        Index("ix_customer_region_id", "region", "id"),
        Index("ix_customer_industry_id", "industry", "id"),
        Index("ix_customer_region_path_id", "region_path", "id"),
        Index("ix_customer_industry_path_id", "industry_path", "id"),
        Index("ix_customer_import_id", "import_id"),
        Index("ix_customer_updated_at_id", "updated_at", "id"),
        Index("ix_customer_merged_into", "merged_into", postgresql_where="merged_into IS NOT NULL"),
        Index("ix_customer_handed_in_by_id", "handed_in_by", "id", postgresql_where="handed_in_by IS NOT NULL"),
        Index("ix_customer_for_service_id", "id", postgresql_where="for_service"),
        Index("ix_customer_mobile", "mobile", postgresql_ops={"mobile": "text_pattern_ops"}),
        Index("ix_customer_name", "name", postgresql_ops={"name": "text_pattern_ops"}),
        Index("ix_customer_pairs", "pairs", postgresql_using="gin"),
        Index("ix_customer_reached_by", "reached_by", postgresql_using="gin"),
        Index("ix_customer_custom", "custom", postgresql_using="gin", postgresql_ops={"custom": "jsonb_path_ops"}),
        CheckConstraint("status <> 'active' OR verified_at IS NOT NULL", name="active_is_checked"),
        CheckConstraint("status IN ('active', 'disabled') OR verified_at IS NULL", name="entry_is_unchecked"),
    )

    code: Mapped[str]
    external_code: Mapped[str | None]
    kind: Mapped[CustomerKind]
    status: Mapped[CustomerStatus]
    tier: Mapped[Tier] = mapped_column(default=Tier.ORDINARY, server_default=Tier.ORDINARY.value)
    tier_version: Mapped[int] = mapped_column(default=0, server_default="0")
    name: Mapped[str]
    sort_key: Mapped[str]
    initials: Mapped[str]
    readings: Mapped[str] = mapped_column(default="", server_default="")
    pairs: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reached_by: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")

    owner_id: Mapped[UUID]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    verified_by: Mapped[UUID | None]
    verified_by_name: Mapped[str] = mapped_column(default="", server_default="")
    verified_at: Mapped[datetime | None]
    handed_in_by: Mapped[UUID | None]
    handed_in_by_name: Mapped[str] = mapped_column(default="", server_default="")
    for_service: Mapped[bool] = mapped_column(default=False, server_default=false())
    returned_reason: Mapped[str] = mapped_column(default="", server_default="")
    returned_fields: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    disabled_reason: Mapped[str] = mapped_column(default="", server_default="")
    import_id: Mapped[UUID | None]
    merged_into: Mapped[UUID | None]

    region: Mapped[str] = mapped_column(default="", server_default="")
    industry: Mapped[str] = mapped_column(default="", server_default="")
    region_path: Mapped[str] = mapped_column(default="", server_default="")
    industry_path: Mapped[str] = mapped_column(default="", server_default="")
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

    last_contact_on: Mapped[date | None]
    counted_from: Mapped[date]
    told_due_on: Mapped[date | None]


Index("ix_customer_core_name_id", core_name(Customer.name).label("core_name"), Customer.id)
NOBODY: Mapping[str, Any] = {"verified_by": None, "verified_by_name": "", "verified_at": None}
"""Who has checked an entry that waits for its check."""


@event.listens_for(Customer.status, "set")
def forget_check(customer: Customer, status: Any, *_: Any) -> None:
    """What somebody has checked was what stood there then: an entry is checked anew, whoever makes one of it."""
    if status in UNCHECKED:
        for field, value in NOBODY.items():
            setattr(customer, field, value)


Index(
    "ix_customer_code_from_its_end",
    func.reverse(Customer.code).label("from_its_end"),
    postgresql_ops={"from_its_end": "text_pattern_ops"},
)


@event.listens_for(Customer, "before_insert")
@event.listens_for(Customer, "before_update")
def place_customer(_mapper: Any, connection: Connection, customer: Customer) -> None:
    """A customer lies in its lists where its words say now, whoever writes them."""
    changed = inspect(customer).attrs
    for kind in LISTED_BY:
        if changed[kind].history.has_changes():
            entry = resolve(Session(connection), kind, getattr(customer, kind))
            setattr(customer, f"{kind}_path", entry.path if entry else "")


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
    kind: Mapped[TransactionKind]
    occurred_on: Mapped[date]
    quantity: Mapped[int]
    amount: Mapped[Decimal]
    product: Mapped[str]
    void: Mapped[bool]
    import_id: Mapped[UUID | None]


class OwnershipTransfer(Tracked, Versioned, Base):
    """A customer became VIP while owned by somebody below a customer manager: it waits for a new owner. To people it
    is a hand-over."""

    __tablename__ = "hand_over"
    __table_args__ = (Index("uq_hand_over_waiting", "customer_id", unique=True, postgresql_where="status = 'waiting'"),)

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customer.id"))
    status: Mapped[TransferStatus]
    owner_id: Mapped[UUID]


class AccessRequest(Decided, Tracked, Versioned, Base):
    """Somebody asks to see a customer of somebody else, by its code, for some hours; to people, a view request.
    ``extent``: masked, or its numbers too.

    ``customer_id`` is None when no such customer could be asked for: the asker is not told the difference. Once
    approved it opens the customer to the asker until ``until``.
    """

    __tablename__ = "view_request"
    __table_args__ = (
        Index("ix_view_request_asker_id_id", "asker_id", "id"),
        Index("ix_view_request_status_id", "status", "id"),
    )

    customer_code: Mapped[str]
    customer_id: Mapped[UUID | None] = mapped_column(index=True)
    asker_id: Mapped[UUID]
    asker_name: Mapped[str]
    purpose: Mapped[str]
    hours: Mapped[int]
    extent: Mapped[ViewExtent] = mapped_column(default=ViewExtent.LOOK, server_default=ViewExtent.LOOK.value)
    status: Mapped[AccessRequestStatus]
    note: Mapped[str] = mapped_column(default="", server_default="")
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Export(Decided, Tracked, Versioned, Base):
    """A file of customers, from the wish to the download.

    ``wanted`` is the filter of the list; ``reach`` is how far its asker reads and exports, ``unit_id`` and ``roles``
    are what that rested on: a file is made only as long as they still hold. ``rows`` are counted when it is asked for,
    and again when it is made.
    """

    __tablename__ = "export"
    __table_args__ = (Index("ix_export_asker_id_id", "asker_id", "id"), Index("ix_export_status_id", "status", "id"))

    status: Mapped[ExportStatus]
    format: Mapped[str]
    language: Mapped[str]
    wanted: Mapped[dict[str, Any]]
    reach: Mapped[dict[str, Any]]
    unit_id: Mapped[UUID | None]
    roles: Mapped[list[str]] = mapped_column(JSONB)
    rows: Mapped[int]
    size: Mapped[int] = mapped_column(default=0, server_default="0")
    filename: Mapped[str] = mapped_column(default="", server_default="")
    asker_id: Mapped[UUID]
    asker_name: Mapped[str]
    note: Mapped[str] = mapped_column(default="", server_default="")
    error: Mapped[str] = mapped_column(default="", server_default="")
    finished_at: Mapped[datetime | None]


class ExportPiece(Base):
    """A piece of a finished file."""

    __tablename__ = "export_piece"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("export.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ExportPolicy(Tracked, Versioned, Base):
    """How many rows somebody may export in a day without anybody's consent, and for how many numbers and addresses that
    may be masked somebody may ask in an hour; there is one."""

    __tablename__ = "export_policy"

    rows_unasked: Mapped[int]
    questions_an_hour: Mapped[int] = mapped_column(default=200, server_default="200")
