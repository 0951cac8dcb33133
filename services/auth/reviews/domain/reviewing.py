"""The review of accounts: when one is due, who answers for which account, and which accounts are taken away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.auth import Actor
from chassis.errors import Forbidden, Refused
from chassis.workflow import Step, Workflow, other_than
from contracts.auth import ReviewAnswer
from contracts.permissions import Permission
from services.auth.domain.tree import is_inside

MONTHS_BETWEEN = (1, 2, 3, 4, 6, 12)
"""How many months a period may have: those that divide a year, so that a period begins on the same days each year."""


class Reason(StrEnum):
    """Why an account was taken away: somebody said no, nobody said yes in time, nobody used it."""

    REFUSED = "review_refused"
    UNCONFIRMED = "review_unconfirmed"
    IDLE = "idle"


class ReviewStatus(StrEnum):
    """A review is open until it is ended by the clock."""

    OPEN = "open"
    CLOSED = "closed"


def by_the_clock(_: object, actor: Actor) -> Refused | None:
    """Only the system, when the time is over."""
    return None if actor.id is None else Forbidden()


REVIEW: Workflow[ReviewStatus] = Workflow(
    {
        "answers": Step(before={ReviewStatus.OPEN}, permission=Permission.STAFF_WRITE),
        "close": Step(before={ReviewStatus.OPEN}, after=ReviewStatus.CLOSED, by=by_the_clock),
    }
)
"""What can be done with a review."""

ANSWER: Workflow[ReviewAnswer] = Workflow(
    {
        action: Step(
            before=set(ReviewAnswer), after=after, permission=Permission.STAFF_WRITE, by=other_than("staff_id")
        )
        for action, after in {"keep": ReviewAnswer.KEPT, "refuse": ReviewAnswer.REFUSED}.items()
    }
)
"""What can be said of an account while its review is open; another answer may follow, whoever gave the first."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account under review. ``path`` of its department; ``administers``: runs the house's accounts."""

    id: UUID
    path: str
    administers: bool


@dataclass(frozen=True, kw_only=True)
class Reviewer:
    """Somebody who answers for accounts: of the department of ``path`` and those below it, or (``everywhere``) an
    administrator."""

    id: UUID
    path: str
    everywhere: bool


@dataclass(frozen=True, kw_only=True)
class Usage:
    """How an account was used. ``since``: when it was made, or enabled the last time; the others None when never."""

    since: datetime
    signed_in_at: datetime | None = None
    session_used_at: datetime | None = None
    token_used_at: datetime | None = None


def period_start(day: date, months: int) -> date:
    """The first day of the period, of so many months, that a day lies in; the first one of a year begins in January."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def is_due(today: date, months: int, last_opened_on: date | None) -> bool:
    """Whether a review is to be opened: none was in this period."""
    return last_opened_on is None or last_opened_on < period_start(today, months)


def may_answer(reviewer: Reviewer, account: Account) -> bool:
    """Whether somebody answers for an account: never for the own one, and only administrators for administrators."""
    if reviewer.id == account.id:
        return False
    return reviewer.everywhere or (not account.administers and is_inside(account.path, reviewer.path))


def who_is_asked(account: Account, reviewers: Iterable[Reviewer]) -> list[Reviewer]:
    """Who is written to about an account: the managers of its department and of those above it; without any, the
    administrators."""
    may = [reviewer for reviewer in reviewers if may_answer(reviewer, account)]
    managers = [reviewer for reviewer in may if not reviewer.everywhere]
    return managers or may


def is_to_be_reminded(today: date, due_on: date, reminded_on: date | None) -> bool:
    """Whether those who have not answered are to be reminded: from the day before the last one on, once."""
    return reminded_on is None and today >= due_on - timedelta(days=1)


def is_over(today: date, due_on: date, reminded_on: date | None) -> bool:
    """Whether a review ends: its last day has passed, and whoever has not answered was reminded on an earlier day."""
    return today > due_on and reminded_on is not None and today > reminded_on


def is_idle(usage: Usage, now: datetime, days: int) -> bool:
    """Whether an account was not used for so many days, in any way."""
    moments = (usage.since, usage.signed_in_at, usage.session_used_at, usage.token_used_at)
    return max(moment for moment in moments if moment is not None) < now - timedelta(days=days)


def is_program_at_work(usage: Usage, now: datetime, days: int) -> bool:
    """Whether a program showed a token of the account within so many days."""
    return usage.token_used_at is not None and usage.token_used_at >= now - timedelta(days=days)


def may_be_taken_away(id: UUID, administrators: Collection[UUID]) -> bool:
    """Whether an account may be disabled: not the last one of the active administrators, who alone could let anybody in
    again."""
    return id not in administrators or len(administrators) > 1
