"""Notices by mail: at once, or those of a day together. A mail says the kind of each and the record's code, no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from chassis.auth.directory import Staff, staff_of
from chassis.context import Context
from chassis.jobs import Continue, job
from chassis.jobs.registry import State
from chassis.mail import Email, enqueue_email
from chassis.mail.templates import Words
from services.activity import emails
from services.activity.store import notices as store
from services.activity.store.notices import Notice

AT_ONCE = 200
"""Persons whose mails of the day are written in one transaction."""


@job("activity.mail_of_the_day.v1")
class MailOfTheDay:
    """Write to everybody who wants the unread notices of a day together."""

    day: date


def mail_at_once(ctx: Context, notices: Sequence[Notice]) -> None:
    """Write to each of those who are told now, if they have an address."""
    persons = staff_of(ctx.session, {notice.staff_id for notice in notices})
    for notice in notices:
        if person := persons.get(notice.staff_id):
            key = f"notice:{notice.notice_id}:{notice.staff_id}"
            _post(ctx, person, key, emails.notice(notice, ctx.zone, _link(ctx)))


def mail_of_the_day(ctx: Context, job: MailOfTheDay, state: State) -> Continue | None:
    """Write the mails of the day to some hundred persons; Continue when there may be more. What has been read meanwhile
    is in none, and a disabled person gets none."""
    after = UUID(state["after"]) if state else None
    staff_ids = store.waiting_for_mail(ctx.session, after, AT_ONCE)
    persons = staff_of(ctx.session, staff_ids)
    taken = sorted(store.take_for_mail(ctx.session, staff_ids, ctx.now), key=lambda notice: notice.staff_id)
    for staff_id, notices in groupby(taken, key=lambda notice: notice.staff_id):
        person = persons.get(staff_id)
        if person is not None and person.active:
            words = emails.day(list(notices), job.day, ctx.zone, _link(ctx))
            _post(ctx, person, f"day:{job.day}:{staff_id}", words)
    return Continue({"after": str(staff_ids[-1])}) if len(staff_ids) == AT_ONCE else None


def _link(ctx: Context) -> str:
    return f"{ctx.deployment.public_url}/notices"


def _post(ctx: Context, person: Staff, key: str, words: Words) -> None:
    if person.email:
        written = Email(unique_key=key, to=[person.email], subject=words.subject, html=words.html, text=words.text)
        enqueue_email(ctx, written)
