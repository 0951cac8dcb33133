"""Tries to prove who one is: each is on record, and after too many wrong ones an account answers nobody for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from chassis.context import Context
from contracts.auth import SignInMethod
from services.auth.domain import attempts as rules
from services.auth.domain.attempts import WRONG, RateLimit
from services.auth.domain.errors import TooManyAttempts
from services.auth.store.models import SignIn, Staff
from services.auth.store.sign_ins import failures_but_from, failures_from, failures_of, hold_name, known_places
from services.auth.usecases import account_emails

__all__ = ["WRONG", "Attempt", "RateLimit", "begin", "record"]

LONGEST_USER_AGENT = 200
LONGEST_ADDRESS = 100


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """Who claims to be whom, from where. ``username`` is normalised; '' when it cannot be a user name at all, so that
    a password typed into the wrong field is not written down. ``method``: how it was tried."""

    username: str
    address: str
    user_agent: str
    method: SignInMethod = SignInMethod.PASSWORD


def begin(ctx: Context, attempt: Attempt, staff: Staff | None, limit: RateLimit) -> None:
    """Refuse at once when too many tries for this name from here, or from this address, went wrong, or for this name
    from everywhere but where its owner is known; whether the name exists plays no part. Tries for one name go one after
    another; those from one address do not (an office would wait in a row), so that its limit may be overrun by as many
    as are under way at once. Raises TooManyAttempts."""
    since = ctx.now - rules.WINDOW
    opens: list[datetime | None] = []
    there = failures_from(ctx.session, attempt.address, since, limit.of_address)
    known = False
    if attempt.username:
        hold_name(ctx.session, attempt.username)
        places = known_places(ctx.session, attempt.username, ctx.now - rules.KNOWN_FOR)
        known = attempt.address in places
        here = failures_of(ctx.session, attempt.username, attempt.address, since)
        if known:
            opens.append(rules.known_heard_at(here, there, limit))
        else:
            opens.append(rules.account_opens_at(here, limit))
            elsewhere = failures_but_from(ctx.session, attempt.username, places, since)
            opens.append(rules.strangers_heard_at(elsewhere, limit))
    if not known:
        opens.append(rules.address_opens_at(there, limit))
    opens_at = max((each for each in opens if each is not None), default=ctx.now)
    if opens_at > ctx.now:
        record(ctx, attempt, staff, reason=rules.LOCKED)
        raise TooManyAttempts(seconds=ceil((opens_at - ctx.now).total_seconds()))


def record(ctx: Context, attempt: Attempt, staff: Staff | None, *, reason: str = "") -> None:
    """Write a try down; it was right when there is no reason against it, and then told to the person if it came from
    where none came before."""
    address, user_agent = attempt.address[:LONGEST_ADDRESS], attempt.user_agent[:LONGEST_USER_AGENT]
    if staff is not None and not reason:
        account_emails.tell_of_new_device(ctx, staff, address=address, user_agent=user_agent)
    ctx.session.add(
        SignIn(
            at=ctx.now,
            staff_id=staff.id if staff else None,
            username=attempt.username,
            ok=not reason,
            reason=reason,
            address=address,
            user_agent=user_agent,
            request_id=ctx.request_id,
            method=attempt.method,
        )
    )
