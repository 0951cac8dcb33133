"""By when a case is to be answered: terms by kind, tier and channel, in working time or around the clock.

A case keeps the deadline it was given, whatever becomes of the policy. While we wait for the customer its time stands
still: what was left then is left when we go on. What was late already stays late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chassis.auth import Actor
from chassis.errors import Refused
from chassis.workflow import Step, Workflow
from contracts.feedback import CaseKind, Channel, DeadlineClock, RuleStatus
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.feedback.domain.errors import LastRule
from services.feedback.domain.working_time import Calendar, after, between

LONGEST = 60 * 24 * 92
"""Minutes that a term may be at most."""

MARKS = (0, 50, 80, 100)
"""Percent of the time: the beginning, the two at which who has the case is told, the deadline."""
LAST_MARK = len(MARKS) - 1


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How many minutes the first answer (None: no term of its own) and the result may take, and which minutes count."""

    first: int | None
    result: int
    clock: DeadlineClock


@dataclass(frozen=True, kw_only=True)
class Due:
    """By when a first answer (None: no deadline of its own) and the result are due, and by which clock. ``mark``: how
    many of the MARKS before it were told already; ``mark_at``: when the next one comes (None: none does)."""

    first_at: datetime | None
    at: datetime
    clock: DeadlineClock
    mark_at: datetime | None = None
    mark: int = 0


Rules = Mapping[tuple[CaseKind, Tier, Channel | None], Terms]


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """The policy. There is a rule for each kind and tier; one for a channel holds before it."""

    rules: Rules
    calendar: Calendar

    def due(self, kind: CaseKind, tier: Tier, channel: Channel, since: datetime) -> Due:
        """The deadlines of a case that came in, or came back, at ``since``."""
        terms = self.rules.get((kind, tier, channel)) or self.rules[kind, tier, None]
        first = None if terms.first is None else self.later(terms.clock, since, timedelta(minutes=terms.first))
        at = self.later(terms.clock, since, timedelta(minutes=terms.result))
        half = self.later(terms.clock, since, timedelta(minutes=terms.result) * MARKS[1] / 100)
        return Due(first_at=first, at=at, clock=terms.clock, mark_at=half)

    def later(self, clock: DeadlineClock, since: datetime, span: timedelta) -> datetime:
        """The moment when a span of time has passed by a clock."""
        return after(self.calendar, since, span) if clock is DeadlineClock.WORKING else since + span

    def passed(self, clock: DeadlineClock, start: datetime, end: datetime) -> timedelta:
        """How much time passes between two moments by a clock."""
        if clock is DeadlineClock.WORKING:
            return between(self.calendar, start, end)
        return max(end - start, timedelta())

    def resumed(self, clock: DeadlineClock, due: datetime, waiting_since: datetime, now: datetime) -> datetime:
        """A deadline after we have waited for the customer: what was left of it is left from now on."""
        if due <= waiting_since:
            return due
        return self.later(clock, now, self.passed(clock, waiting_since, due))


def sooner(now: Due, risen: Due) -> Due:
    """The deadlines of a case whose customer rose: never later than they were."""
    firsts = [each for each in (now.first_at, risen.first_at) if each is not None]
    nearer = risen if risen.at < now.at else now
    return replace(nearer, first_at=min(firsts, default=None))


def for_one_channel(rule: Any, _: Actor) -> Refused | None:
    """Only for a rule of one channel: without that of its kind and tier there would be no deadline at all."""
    return None if rule.channel is not None else LastRule()


DEADLINE_RULE: Workflow[RuleStatus] = Workflow(
    {
        "edit": Step(before=set(RuleStatus), permission=Permission.CASE_LEAD),
        "disable": Step(
            before={RuleStatus.ACTIVE},
            after=RuleStatus.DISABLED,
            permission=Permission.CASE_LEAD,
            applies=for_one_channel,
        ),
        "enable": Step(before={RuleStatus.DISABLED}, after=RuleStatus.ACTIVE, permission=Permission.CASE_LEAD),
    }
)

OWN_DAY: Workflow[RuleStatus] = Workflow(
    {
        "disable": Step(before={RuleStatus.ACTIVE}, after=RuleStatus.DISABLED, permission=Permission.CASE_LEAD),
        "enable": Step(before={RuleStatus.DISABLED}, after=RuleStatus.ACTIVE, permission=Permission.CASE_LEAD),
    }
)
"""A day of the house's own that holds, or was taken back."""


def wrong_hours(opens: str, lunch_from: str, lunch_to: str, closes: str) -> dict[str, str]:
    """What is wrong with the hours of a day, by field: each comes after the one before, all as ``HH:MM``."""
    if not opens <= lunch_from:
        return {"lunch_from": "before_it_opens"}
    if not lunch_from <= lunch_to:
        return {"lunch_to": "before_lunch"}
    return {} if lunch_to <= closes and opens < closes else {"closes": "before_lunch_ends"}
