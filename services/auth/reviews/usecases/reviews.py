"""The review of accounts: opened by the clock or the administrator, answered by whoever answers for the people, ended
by taking away what nobody confirmed. And the accounts that nobody uses, review or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from chassis.approval import decide
from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.db.trail import record_change
from chassis.errors import Invalid, NotFound, WrongStatus
from chassis.jobs import job
from contracts.permissions import Permission
from services.auth.domain.errors import ReviewUnderWay
from services.auth.domain.switching import require_scope_all
from services.auth.reviews.domain import reviewing as rules
from services.auth.reviews.domain.reviewing import ANSWER, REVIEW, Reason, ReviewStatus
from services.auth.reviews.store import queries as store
from services.auth.store import queries
from services.auth.store.models import AccountReview, ReviewedAccount, ReviewPolicy, Staff
from services.auth.usecases import access, sessions
from services.auth.usecases.staff import acting, say_changed


@job("auth.review_accounts.v1")
class ReviewAccounts:
    """Do what is due of the review of accounts."""


@job("auth.ask_reviewers.v1")
class AskReviewers:
    """Write to those who answer for the accounts of a review; ``again``: shortly before it ends."""

    review_id: UUID
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerAccounts:
    """Whether some accounts stay. ``staff_ids`` None: all that wait for one's answer."""

    keep: bool
    staff_ids: Sequence[UUID] | None = None


@dataclass(frozen=True, kw_only=True)
class SetReviewPolicy:
    """How often, how long, and after how many days without use."""

    months_between: int
    days_to_answer: int
    idle_days: int


def open_review(ctx: Context) -> AccountReview:
    """Begin a review now, out of turn. Only with scope all. Raises ReviewUnderWay."""
    acting(ctx)
    require_scope_all(ctx.actor, Permission.STAFF_WRITE)
    policy = store.policy(ctx.session, lock=True)  # one at a time
    last = store.latest(ctx.session)
    if last is not None and last.status is ReviewStatus.OPEN:
        raise ReviewUnderWay()
    return _open(ctx, policy)


def answer_accounts(ctx: Context, review_id: UUID, command: AnswerAccounts) -> AccountReview:
    """Say of accounts that they stay, or that they do not: those are disabled at once. All or none of those named.
    Raises Invalid, NotFound, WrongStatus."""
    acting(ctx)
    review = store.review_held(ctx.session, review_id)
    action = "keep" if command.keep else "refuse"
    REVIEW.after("answers", review, ctx.actor)
    if command.staff_ids is None and not command.keep:
        raise Invalid(staff_ids="required")
    found = store.to_answer(ctx.session, ctx.actor, review_id, command.staff_ids)
    if command.staff_ids is not None and {each.staff_id for each, _ in found} != set(command.staff_ids):
        raise NotFound()
    for reviewed, person in found:
        if not person.active:
            raise WrongStatus(status=person.status.value, action=action)
        decide(ctx, reviewed, ANSWER, action, None)
    if not command.keep and found:
        _take_away(ctx, {person.id for _, person in found}, Reason.REFUSED)
    ctx.session.flush()
    return review


def set_policy(ctx: Context, command: SetReviewPolicy, version: int | None) -> ReviewPolicy:
    """Change how accounts are reviewed, from the next review on. Only with scope all."""
    acting(ctx)
    require_scope_all(ctx.actor, Permission.STAFF_WRITE)
    policy = store.policy(ctx.session, lock=True)
    expect_version(policy, version)
    policy.months_between = command.months_between
    policy.days_to_answer = command.days_to_answer
    policy.idle_days = command.idle_days
    ctx.session.flush()
    return policy


def review_by_the_clock(ctx: Context) -> None:
    """What is due on this day of the company: take away what nobody uses; open a review, remind, end it."""
    policy = store.policy(ctx.session, lock=True)
    review = store.latest(ctx.session, lock=True)
    _take_away_idle(ctx, policy)  # first, so that nobody is asked about them
    if review is not None and review.status is ReviewStatus.OPEN:
        if rules.is_over(ctx.today, review.due_on, review.reminded_on):
            _close(ctx, review, policy)
        elif rules.is_to_be_reminded(ctx.today, review.due_on, review.reminded_on):
            review.reminded_on = ctx.today
            ctx.enqueue(AskReviewers(review_id=review.id, again=True))
    elif rules.is_due(ctx.today, policy.months_between, review.opened_on if review else None):
        _open(ctx, policy)


def _open(ctx: Context, policy: ReviewPolicy) -> AccountReview:
    review = AccountReview(id=new_id(), opened_on=ctx.today, due_on=ctx.today + timedelta(days=policy.days_to_answer))
    ctx.session.add(review)
    ctx.session.flush()
    ctx.session.add_all(
        ReviewedAccount(review_id=review.id, staff_id=person.id) for person in store.active_staff(ctx.session)
    )
    ctx.session.flush()
    ctx.enqueue(AskReviewers(review_id=review.id))
    return review


def _close(ctx: Context, review: AccountReview, policy: ReviewPolicy) -> None:
    left = {each.staff_id: each for each in store.unanswered(ctx.session, review.id)}
    people = [person for person in store.active_staff(ctx.session) if person.id in left]
    used = store.usages(ctx.session, people)
    at_work = {
        person.id
        for person in people
        if person.program and rules.is_program_at_work(used[person.id], ctx.now, policy.idle_days)
    }
    _take_away(ctx, left.keys() - at_work, Reason.UNCONFIRMED)
    REVIEW.after("close", review, ctx.actor)
    review.closed_at = ctx.now


def _take_away_idle(ctx: Context, policy: ReviewPolicy) -> None:
    people = store.active_staff(ctx.session)
    used = store.usages(ctx.session, people)
    idle = {person.id for person in people if rules.is_idle(used[person.id], ctx.now, policy.idle_days)}
    _take_away(ctx, idle, Reason.IDLE)


def _take_away(ctx: Context, staff_ids: Collection[UUID], reason: Reason) -> None:
    """Disable accounts and end what they have open, with the reason in the trail; the last administrator stays."""
    administrators = store.administrators(ctx.session)
    if not administrators.isdisjoint(staff_ids):
        administrators = store.administrators(ctx.session, lock=True)
    taken = []
    for id in sorted(staff_ids):
        person = queries.staff_locked(ctx.session, id) if rules.may_be_taken_away(id, administrators) else None
        if person is not None and person.active:
            _disable(ctx, person, reason)
            administrators.discard(id)
            taken.append(id)
    access.end_access(ctx, taken)


def _disable(ctx: Context, person: Staff, reason: Reason) -> None:
    person.active = False
    sessions.end_sessions_of(ctx, person.id, "disabled")
    record_change(ctx, Staff.__tablename__, person.id, reason.value, {})
    say_changed(ctx, person)
    reviewed = store.in_open_review(ctx.session, person.id)
    if reviewed is not None:
        reviewed.taken_away = reason.value
