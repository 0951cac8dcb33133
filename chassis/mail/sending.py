"""The job that sends an email."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.errors import MessageError
from email.utils import parseaddr
from uuid import UUID

from sqlalchemy import func, select, update

from chassis.auth import SYSTEM
from chassis.context import Context
from chassis.jobs.registry import Jobs, Outcome, RetryLater, State
from chassis.logs import get_logger
from chassis.mail.addresses import is_address
from chassis.mail.emails import EmailStatus, SendEmail, email_of
from chassis.mail.message import compose
from chassis.mail.smtp import NotTaken, send
from chassis.mail.tables import email_attachment_table, email_table

GIVE_UP_AFTER = timedelta(days=3)
PAUSES = (10, 30, 60, 120, 300, 600, 1200, 1800)
"""Seconds before the next try, by the number of tries that failed; the last one holds from then on."""

PAUSE_AFTER_LASTING = timedelta(hours=1)
"""A refusal that the mail server calls permanent is often a mistake that somebody mends."""

log = get_logger(__name__)


Failed = Callable[[Context, EmailStatus, UUID | None], None]
"""What a service does when an email of its own was given up; the last is who has written it."""


def register(jobs: Jobs, *, smtp_url: str, mail_from: str, failed: Failed | None = None) -> None:
    """Let the service's jobs worker send its emails. Every worker does this by itself. ``failed``: called, in the same
    transaction, when one was given up."""

    def send_email(ctx: Context, job: SendEmail, state: State) -> Outcome:
        outcome = _send(ctx, job, smtp_url=smtp_url, mail_from=mail_from)
        if outcome is None:
            tell(ctx, job, ctx.actor.id)
        return outcome

    def give_up(ctx: Context, job: SendEmail, error: str, author: UUID | None) -> None:
        keep_failed = update(email_table).where(email_table.c.id == job.letter_id, email_table.c.status == "waiting")
        ctx.session.execute(keep_failed.values(status="failed", last_error=error))
        _forget(ctx, job)
        tell(ctx, job, author)

    def tell(ctx: Context, job: SendEmail, author: UUID | None) -> None:
        email = email_of(ctx.session, job.letter_id)
        if failed is not None and email.status == "failed":
            failed(replace(ctx, actor=SYSTEM), email, author)

    jobs.replace(SendEmail, send_email)
    jobs.on_giving_up(SendEmail, give_up)


def _send(ctx: Context, job: SendEmail, *, smtp_url: str, mail_from: str) -> Outcome:
    row = ctx.session.execute(select(email_table).where(email_table.c.id == job.letter_id).with_for_update()).one()
    if row.status != "waiting":
        return None
    files = ctx.session.execute(
        select(email_attachment_table)
        .where(email_attachment_table.c.letter_id == row.id)
        .order_by(email_attachment_table.c.number)
    ).all()
    fit = [address for address in row.to if is_address(address)]
    unfit = [address for address in row.to if address not in fit]
    still_to_reach = [address for address in fit if address not in row.accepted]
    try:
        if still_to_reach:
            mail = compose(row, files, to=fit, mail_from=mail_from, at=ctx.now)
            sender, to = parseaddr(mail_from)[1], [parseaddr(address)[1] for address in still_to_reach]
            send(smtp_url, mail, sender=sender, to=to)
    except NotTaken as refusal:
        give_up_at = row.created_at + GIVE_UP_AFTER if job.secret_until is None else job.secret_until
        outcome = _refused(ctx, row.id, row.attempts + 1, give_up_at, refusal, still_to_reach, list(row.accepted))
        if outcome is None:
            _forget(ctx, job)
        return outcome
    except (ValueError, TypeError, LookupError, MessageError) as error:
        log.error("mail_not_composed", email_id=str(row.id), exc_info=error)
        fit, unfit = list(row.accepted), unfit or fit
    ctx.session.execute(
        update(email_table)
        .where(email_table.c.id == row.id)
        .values(
            status="failed" if unfit else "sent",
            sent_at=None if unfit else func.clock_timestamp(),
            last_error=f"no mail can go to {', '.join(map(ascii, unfit))}"[:500] if unfit else None,
            accepted=fit,
            attempts=row.attempts + 1,
        )
    )
    _forget(ctx, job)
    return None


def _forget(ctx: Context, job: SendEmail) -> None:
    """Of a letter with a secret only that it was written stays."""
    if job.secret_until is not None:
        ctx.session.execute(update(email_table).where(email_table.c.id == job.letter_id).values(html="", text=""))


def _refused(
    ctx: Context,
    email_id: object,
    attempts: int,
    give_up_at: datetime,
    refusal: NotTaken,
    tried: list[str],
    accepted: list[str],
) -> Outcome:
    """Keep why, and try again later; what would be after ``give_up_at`` is given up and shows as failed."""
    reached = [address for address in tried if parseaddr(address)[1] in refusal.accepted]
    pause = PAUSE_AFTER_LASTING if refusal.lasting else timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1])
    over = ctx.now + pause > give_up_at
    log.warning("mail_refused", email_id=str(email_id), attempts=attempts, lasting=refusal.lasting, given_up=over)
    ctx.session.execute(
        update(email_table)
        .where(email_table.c.id == email_id)
        .values(
            status="failed" if over else "waiting",
            attempts=attempts,
            last_error=str(refusal),
            accepted=accepted + reached,
        )
    )
    return None if over else RetryLater(ctx.now + pause, "the mail server did not take it")
