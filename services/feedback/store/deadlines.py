"""The policy of deadlines: its rules, the working calendar, and the house's own days."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.db import Listing, ListQuery, Page, one
from contracts.feedback import CaseKind, Channel, RuleStatus
from contracts.reporting import Tier
from services.feedback.domain.deadlines import Deadlines, Terms
from services.feedback.domain.working_time import Calendar
from services.feedback.store.models import DeadlineRule, OwnDay, WorkingCalendar

RULES: Listing[DeadlineRule] = Listing(
    {"kind": (DeadlineRule.kind, DeadlineRule.tier, DeadlineRule.id)}, default="kind"
)
OWN_DAYS: Listing[OwnDay] = Listing({"day": (OwnDay.day, OwnDay.id)}, default="-day")


def deadlines(session: Session, zone: ZoneInfo) -> Deadlines:
    """The policy as it holds now."""
    rules = session.scalars(select(DeadlineRule).where(DeadlineRule.status == RuleStatus.ACTIVE))
    days = session.scalars(select(OwnDay).where(OwnDay.status == RuleStatus.ACTIVE))
    known = working_calendar(session)
    return Deadlines(
        rules={
            (rule.kind, rule.tier, rule.channel): Terms(
                first=rule.first_minutes, result=rule.result_minutes, clock=rule.clock
            )
            for rule in rules
        },
        calendar=Calendar(
            zone=zone,
            weekdays=frozenset(known.weekdays),
            hours=((known.opens, known.lunch_from), (known.lunch_to, known.closes)),
            public_holidays=known.public_holidays,
            exceptions={each.day: each.worked for each in days},
        ),
    )


def working_calendar(session: Session, *, lock: bool = False) -> WorkingCalendar:
    """The calendar; there is one."""
    rows = select(WorkingCalendar).limit(1)
    return session.scalars(rows.with_for_update() if lock else rows).one()


def rule_page(session: Session, query: ListQuery) -> Page[DeadlineRule]:
    """The rules by kind and tier."""
    return RULES.page(session, select(DeadlineRule), query)


def rule_of(session: Session, id: UUID) -> DeadlineRule:
    """A rule, locked. Raises NotFound."""
    return one(session, select(DeadlineRule).where(DeadlineRule.id == id), lock=True)


def has_rule(session: Session, kind: CaseKind, tier: Tier, channel: Channel) -> bool:
    """Whether there is a rule for a channel, in force or not."""
    rows = select(DeadlineRule.id).where(
        DeadlineRule.kind == kind, DeadlineRule.tier == tier, DeadlineRule.channel == channel
    )
    return session.scalar(rows) is not None


def own_day_page(session: Session, query: ListQuery) -> Page[OwnDay]:
    """The house's own days, the latest first."""
    return OWN_DAYS.page(session, select(OwnDay), query)


def own_day_of(session: Session, id: UUID) -> OwnDay:
    """One of them, locked. Raises NotFound."""
    return one(session, select(OwnDay).where(OwnDay.id == id), lock=True)


def own_day_on(session: Session, day: Any) -> OwnDay | None:
    """What the house says of a day, taken back or not; locked."""
    return session.scalar(select(OwnDay).where(OwnDay.day == day).with_for_update())
