"""The tables of the reporting service: copies of what others own, policies, tiers, reports."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Sequence, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.approval import Decided
from chassis.db import Tracked, Versioned, new_id
from contracts.customer import CustomerKind, TransactionKind
from contracts.feedback import CaseKind, CaseStatus, Channel, Desk, Result
from contracts.reporting import (
    AssignmentReason,
    Combine,
    PolicyStatus,
    ReportEventKind,
    ReportFrequency,
    ReportStatus,
    RunReason,
    Tier,
)
from services.reporting.domain.sections import SECTIONS
from services.reporting.domain.tiers import Policy, Threshold
from services.reporting.store.base import Base as Base
from services.reporting.store.opened import OpenedCustomer as OpenedCustomer

CODES = [Sequence("code_r", metadata=Base.metadata)]


class CustomerFact(Base):
    """A customer as last told by the customer service."""

    __tablename__ = "customer_fact"
    __table_args__ = (Index("ix_customer_fact_owner_id", "owner_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[CustomerKind]
    owner_id: Mapped[UUID | None]
    region: Mapped[str]
    active: Mapped[bool]


class TransactionFact(Base):
    """A transaction as last told by the customer service.

    The index serves one customer's figures; the recompute of everybody reads the whole table, once.
    """

    __tablename__ = "transaction_fact"
    __table_args__ = (Index("ix_transaction_fact_customer_id_occurred_on", "customer_id", "occurred_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    version: Mapped[int]
    quantity: Mapped[int]
    occurred_on: Mapped[date]
    void: Mapped[bool]
    kind: Mapped[TransactionKind]
    amount: Mapped[Decimal]


class CaseFact(Base):
    """A case as last told by the feedback service."""

    __tablename__ = "case_fact"
    __table_args__ = (
        Index("ix_case_fact_received_at", "received_at"),
        Index("ix_case_fact_answered_at", "answered_at"),
        Index("ix_case_fact_unanswered", "received_at", postgresql_where="answered_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str]
    kind: Mapped[CaseKind]
    status: Mapped[CaseStatus]
    channel: Mapped[Channel]
    customer_id: Mapped[UUID]
    customer_code: Mapped[str]
    customer_name: Mapped[str]
    region: Mapped[str]
    tier: Mapped[Tier]
    desk: Mapped[Desk]
    content: Mapped[str]
    result: Mapped[Result | None]
    outcome: Mapped[str]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cause: Mapped[str] = mapped_column(default="", server_default="")
    satisfaction: Mapped[int | None]


class TierPolicy(Tracked, Versioned, Base):
    """The rules tiers are computed by; see domain.tiers.Policy. Once in force it is never changed again."""

    __tablename__ = "tier_policy"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("uq_tier_policy_active", "status", unique=True, postgresql_where="status = 'active'"),
    )

    number: Mapped[int]
    status: Mapped[PolicyStatus]
    window_months: Mapped[int]
    kinds: Mapped[list[TransactionKind]]
    potential_amount: Mapped[Decimal]
    potential_quantity: Mapped[int]
    vip_amount: Mapped[Decimal]
    vip_quantity: Mapped[int]
    combine: Mapped[Combine]
    grace_days: Mapped[int]
    note: Mapped[str]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str]
    activated_by: Mapped[UUID | None]
    activated_by_name: Mapped[str] = mapped_column(default="", server_default="")
    activated_at: Mapped[datetime | None]

    @property
    def rules(self) -> Policy:
        """The policy as the rules know it."""
        return Policy(
            number=self.number,
            window_months=self.window_months,
            kinds=tuple(self.kinds),
            potential=Threshold(amount=self.potential_amount, quantity=self.potential_quantity),
            vip=Threshold(amount=self.vip_amount, quantity=self.vip_quantity),
            combine=self.combine,
            grace_days=self.grace_days,
        )


class TierAssignment(Base):
    """A customer's tier changed: to what, from what, by which figures, by which policy, which holds the thresholds and
    is never changed once it was in force. Nor is an assignment."""

    __tablename__ = "tier_assignment"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tier: Mapped[Tier]
    previous: Mapped[Tier]
    amount: Mapped[Decimal]
    quantity: Mapped[int]
    policy_number: Mapped[int]
    window_from: Mapped[date]
    window_to: Mapped[date]
    reason: Mapped[AssignmentReason]
    below_since: Mapped[date | None]
    assigned_at: Mapped[datetime]


class CustomerTier(Base):
    """A customer's current tier. Nobody who was always ordinary has a row. ``version`` counts the assignments."""

    __tablename__ = "customer_tier"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    tier: Mapped[Tier]
    assigned_at: Mapped[datetime]
    below_since: Mapped[date | None]


class TierDue(Base):
    """Customers whose business has changed since their tiers were last computed (``due``)."""

    __tablename__ = "tier_due"
    __table_args__ = (Index("ix_tier_due_due", "customer_id", postgresql_where="due"),)

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    due: Mapped[bool]


class TierRun(Base):
    """One recompute: why, when, of how many customers, and how many tiers changed."""

    __tablename__ = "tier_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    reason: Mapped[RunReason]
    policy_number: Mapped[int]
    customers: Mapped[int]
    changed: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    seconds: Mapped[Decimal]


class Report(Decided, Tracked, Versioned, Base):
    """Cases of a period, counted and compiled: its figures are those of the snapshot numbered ``snapshot``.

    ``what_happened``, ``why``, ``proposal``: the author's words, in Markdown, as they were written. ``comment``: what
    the reviewer wants mended, ``response``: what the author says to it. ``writers``: whoever has written of its words.
    """

    __tablename__ = "report"
    __beside__ = frozenset({"response"})
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("period_from", "period_to"),
        Index("ix_report_period_from_id", "period_from", "id"),
    )

    code: Mapped[str]
    period_from: Mapped[date]
    period_to: Mapped[date]
    status: Mapped[ReportStatus]
    snapshot: Mapped[int] = mapped_column(default=1)
    comment: Mapped[str] = mapped_column(default="", server_default="")
    author_id: Mapped[UUID | None]
    author_name: Mapped[str]
    submitted_by: Mapped[UUID | None]
    submitted_by_name: Mapped[str] = mapped_column(default="", server_default="")
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    what_happened: Mapped[str] = mapped_column(default="", server_default="")
    why: Mapped[str] = mapped_column(default="", server_default="")
    proposal: Mapped[str] = mapped_column(default="", server_default="")
    response: Mapped[str] = mapped_column(default="", server_default="")
    writers: Mapped[list[UUID]] = mapped_column(default=list, server_default="{}")

    @property
    def words(self) -> dict[str, Any]:
        """The author's words as they stand now, by section."""
        return {name: getattr(self, name) for name in SECTIONS}


class ReportSnapshot(Base):
    """The figures of a report as they were compiled at one moment. Never changed: a report that is
    generated again gets another one."""

    __tablename__ = "report_snapshot"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generated_at: Mapped[datetime]
    figures: Mapped[dict[str, Any]]


class ReportEvent(Base):
    """One step of a report, and the report as it stood then: ``snapshot`` numbers its figures, ``words`` are the
    author's by section (empty before there were any). ``comment``: what the reviewer wanted mended, or what the author
    answered. Only ever added."""

    __tablename__ = "report_event"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[ReportEventKind]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    comment: Mapped[str]
    snapshot: Mapped[int]
    words: Mapped[dict[str, Any]]


class ReportPolicy(Tracked, Versioned, Base):
    """How often reports are drawn up by the clock, and whom an approved one is mailed to: the leadership
    (``to_leadership``), and further persons. There is one row."""

    __tablename__ = "report_policy"

    frequency: Mapped[ReportFrequency]
    to_leadership: Mapped[bool]
    staff_ids: Mapped[list[UUID]]
