"""The tables of the feedback service."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, Sequence, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.annotations.tables import Customizable
from chassis.db import Tracked, Versioned, new_id
from contracts.feedback import (
    CaseEventKind,
    CaseKind,
    CaseStatus,
    Channel,
    DeadlineClock,
    Desk,
    Priority,
    Result,
    RuleStatus,
    TemplateStatus,
)
from contracts.reporting import Tier
from services.feedback.files.store.models import CaseFile as CaseFile
from services.feedback.files.store.models import CaseFilePolicy as CaseFilePolicy
from services.feedback.files.store.models import CaseFileRow as CaseFileRow
from services.feedback.satisfaction.store.surveys import Survey as Survey
from services.feedback.store.base import Base as Base
from services.feedback.store.opened import OpenedCustomer as OpenedCustomer

CODES = [Sequence(f"code_{letter}", metadata=Base.metadata) for letter in ("f", "x")]
UNDONE = "status IN ('open', 'taken')"
NO_ANSWER = f"{UNDONE} AND first_answered_at IS NULL AND NOT first_told"
CLASSES = ("subject", "cause", "product", "place")
"""What a case is put under: each a list of its own, and at a case the code of one of its entries."""
RANK = "CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END"


class KnownCustomer(Base):
    """What we have heard of a customer: a copy, by the customer service's version.

    ``version`` 0: only its tier was told so far, it is no customer to us yet. ``tier`` is reporting's judgement, by
    its own ``tier_version``. ``pairs`` are the two-character pieces of the name it is found by. ``merged_into``: the
    customer that it turned out to be.
    """

    __tablename__ = "known_customer"
    __table_args__ = (
        Index("ix_known_customer_code", "code"),
        Index("ix_known_customer_external_code", "external_code"),
        Index("ix_known_customer_owner_id", "owner_id"),
        Index("ix_known_customer_name", "name", postgresql_ops={"name": "text_pattern_ops"}),
        Index("ix_known_customer_pairs", "pairs", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    code: Mapped[str] = mapped_column(default="", server_default="")
    external_code: Mapped[str | None]
    name: Mapped[str] = mapped_column(default="", server_default="")
    owner_id: Mapped[UUID | None]
    region: Mapped[str] = mapped_column(default="", server_default="")
    email: Mapped[str] = mapped_column(default="", server_default="")
    active: Mapped[bool] = mapped_column(default=False, server_default="false")
    pairs: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    tier: Mapped[Tier] = mapped_column(default=Tier.ORDINARY, server_default=Tier.ORDINARY.value)
    tier_version: Mapped[int] = mapped_column(default=0, server_default="0")
    merged_into: Mapped[UUID | None]


class Case(Customizable, Tracked, Versioned, Base):
    """Feedback or a complaint of a customer. ``tier`` and ``desk`` are its own (domain.desks).

    ``filed_customer_id``: whom it was filed for, where that customer turned out to be another one.
    ``owner_id``: a copy of the customer's owner, so that one row tells who may see it; it follows the customer without
    a new version, for nothing has happened to the case. ``assignee_is_lead``: whether who has taken it may also work at
    the lead desk. ``priority_rank``: the priority as a number, 0 the most urgent, by which lists run. ``told_by``: how
    the customer was told last what we say; None when it was not. ``merged_into_id``: the case that goes on in its
    stead. ``subject_code`` and the like: of the entries it is put under; empty where it is under none. ``due_clock``:
    which time counted for its deadline. ``waiting_since``: since when we wait for the customer, and time stands still.
    ``mark`` and ``mark_at``: how many marks before its deadline were told, and when the next one comes (domain.marks);
    ``first_told``: whether it was told that the first answer is late.
    ``pairs`` are the two-character pieces of the content it is found by. ``source`` and ``external_id`` are the
    sender's, of cases that came in a batch.
    """

    __tablename__ = "case_file"
    __untracked__ = frozenset({"pairs", "priority_rank", "mark", "mark_at", "first_told"})
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("source", "external_id"),
        Index("ix_case_file_received_at_id", "received_at", "id"),
        Index("ix_case_file_status_received_at_id", "status", "received_at", "id"),
        Index("ix_case_file_tier_received_at_id", "tier", "received_at", "id"),
        Index("ix_case_file_customer_id_received_at_id", "customer_id", "received_at", "id"),
        Index("ix_case_file_assignee_id_received_at_id", "assignee_id", "received_at", "id"),
        Index("ix_case_file_owner_id_received_at_id", "owner_id", "received_at", "id"),
        Index("ix_case_file_filed_by_received_at_id", "filed_by", "received_at", "id"),
        Index("ix_case_file_due_at_id", "due_at", "id"),
        Index("ix_case_file_priority_rank_due_at_id", "priority_rank", "due_at", "id"),
        Index("ix_case_file_undone_queue", "priority_rank", "due_at", "id", postgresql_where=UNDONE),
        Index("ix_case_file_merged_into_id", "merged_into_id", postgresql_where="merged_into_id IS NOT NULL"),
        Index("ix_case_file_mark_at", "mark_at", postgresql_where=UNDONE),
        Index("ix_case_file_first_due_at", "first_due_at", postgresql_where=NO_ANSWER),
        Index("ix_case_file_undone_due_at", "due_at", postgresql_where=UNDONE),
        Index("ix_case_file_undone_desk", "desk", "received_at", "id", postgresql_where=UNDONE),
        *(
            Index(
                f"ix_case_file_{kind}_code", f"{kind}_code", "received_at", "id", postgresql_where=f"{kind}_code <> ''"
            )
            for kind in CLASSES
        ),
        Index("ix_case_file_filed_customer_id", "filed_customer_id", postgresql_where="filed_customer_id IS NOT NULL"),
        Index("ix_case_file_pairs", "pairs", postgresql_using="gin"),
        Index("ix_case_file_custom", "custom", postgresql_using="gin", postgresql_ops={"custom": "jsonb_path_ops"}),
    )

    code: Mapped[str]
    kind: Mapped[CaseKind]
    status: Mapped[CaseStatus]
    channel: Mapped[Channel]
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("known_customer.id"))
    filed_customer_id: Mapped[UUID | None]
    owner_id: Mapped[UUID | None]
    tier: Mapped[Tier]
    desk: Mapped[Desk]
    content: Mapped[str]
    pairs: Mapped[list[str]] = mapped_column(ARRAY(Text))
    result: Mapped[Result | None]
    outcome: Mapped[str] = mapped_column(default="", server_default="")

    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL, server_default=Priority.NORMAL.value)
    priority_rank: Mapped[int] = mapped_column(Computed(RANK, persisted=True))
    told_by: Mapped[Channel | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))

    subject_code: Mapped[str] = mapped_column(default="", server_default="")
    cause_code: Mapped[str] = mapped_column(default="", server_default="")
    product_code: Mapped[str] = mapped_column(default="", server_default="")
    place_code: Mapped[str] = mapped_column(default="", server_default="")

    assignee_id: Mapped[UUID | None]
    assignee_is_lead: Mapped[bool] = mapped_column(default=False, server_default="false")
    filed_by: Mapped[UUID | None]
    filed_by_name: Mapped[str]
    source: Mapped[str] = mapped_column(default="", server_default="")
    external_id: Mapped[str | None]

    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    due_clock: Mapped[DeadlineClock] = mapped_column(
        default=DeadlineClock.ALWAYS, server_default=DeadlineClock.ALWAYS.value
    )
    first_due_at: Mapped[datetime | None]
    first_answered_at: Mapped[datetime | None]
    mark: Mapped[int] = mapped_column(default=0, server_default="0")
    mark_at: Mapped[datetime | None]
    first_told: Mapped[bool] = mapped_column(default=False, server_default="false")
    waiting_since: Mapped[datetime | None]
    satisfaction: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class CaseEvent(Base):
    """One step of a case, on its timeline. Only ever added."""

    __tablename__ = "case_event"
    __table_args__ = (Index("ix_case_event_case_id_at_id", "case_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    at: Mapped[datetime]
    kind: Mapped[CaseEventKind]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    text: Mapped[str]
    data: Mapped[dict[str, Any]]


class CaseWatcher(Tracked, Base):
    """Somebody who wants to be told what becomes of a case; who no longer does is not ``active``."""

    __tablename__ = "case_watcher"
    __table_args__ = (UniqueConstraint("case_id", "staff_id"), Index("ix_case_watcher_staff_id", "staff_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    staff_id: Mapped[UUID]
    active: Mapped[bool] = mapped_column(default=True, server_default="true")


class CaseLink(Tracked, Base):
    """Two cases that have to do with one another, the lesser id first; a link that was taken away is not ``active``."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("case_id", "other_id"), Index("ix_case_link_other_id", "other_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    active: Mapped[bool] = mapped_column(default=True, server_default="true")


class ReplyTemplate(Tracked, Versioned, Base):
    """The text of an answer, in both languages, with fields in braces (domain.reply_templates)."""

    __tablename__ = "reply_template"
    __table_args__ = (Index("ix_reply_template_name_id", "name", "id"),)

    name: Mapped[str]
    subject_zh: Mapped[str]
    text_zh: Mapped[str]
    subject_en: Mapped[str]
    text_en: Mapped[str]
    status: Mapped[TemplateStatus] = mapped_column(
        default=TemplateStatus.ACTIVE, server_default=TemplateStatus.ACTIVE.value
    )


class DeadlineRule(Tracked, Versioned, Base):
    """How many minutes an answer may take, by kind and tier; of one channel where one is named (domain.deadlines)."""

    __tablename__ = "deadline_rule"
    __table_args__ = (
        Index(
            "uq_deadline_rule_kind_tier_channel",
            *("kind", "tier", "channel"),
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_deadline_rule_kind_tier_id", "kind", "tier", "id"),
    )

    kind: Mapped[CaseKind]
    tier: Mapped[Tier]
    channel: Mapped[Channel | None]
    first_minutes: Mapped[int | None]
    result_minutes: Mapped[int]
    clock: Mapped[DeadlineClock]
    status: Mapped[RuleStatus] = mapped_column(default=RuleStatus.ACTIVE, server_default=RuleStatus.ACTIVE.value)


class WorkingCalendar(Tracked, Versioned, Base):
    """When the house works: days of the week (1 is Monday), hours as ``HH:MM``. There is one."""

    __tablename__ = "working_calendar"

    weekdays: Mapped[list[int]] = mapped_column(JSONB)
    opens: Mapped[str]
    lunch_from: Mapped[str]
    lunch_to: Mapped[str]
    closes: Mapped[str]
    public_holidays: Mapped[bool]


class OwnDay(Tracked, Versioned, Base):
    """A day that is worked or free in this house, whatever the calendar says."""

    __tablename__ = "own_day"
    __table_args__ = (UniqueConstraint("day"), Index("ix_own_day_day_id", "day", "id"))

    day: Mapped[date]
    worked: Mapped[bool]
    reason: Mapped[str]
    status: Mapped[RuleStatus] = mapped_column(default=RuleStatus.ACTIVE, server_default=RuleStatus.ACTIVE.value)


class Absence(Tracked, Versioned, Base):
    """Days on which somebody is away and somebody else gets what is newly assigned, the first and the last included."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_to_day_id", "to_day", "id"),
        Index("ix_absence_person_id", "person_id"),
    )

    person_id: Mapped[UUID]
    substitute_id: Mapped[UUID]
    from_day: Mapped[date]
    to_day: Mapped[date]
    ended_at: Mapped[datetime | None]
