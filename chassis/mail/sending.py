"""The job that sends an email."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parseaddr

from sqlalchemy import func, select, update

from chassis.context import Context
from chassis.jobs.registry import Jobs, Outcome, RetryLater, State
from chassis.logs import get_logger
from chassis.mail.emails import SendEmail
from chassis.mail.message import compose
from chassis.mail.smtp import NotTaken, send
from chassis.mail.tables import email_attachment_table, email_table

GIVE_UP_AFTER = timedelta(days=3)
PAUSES = (10, 30, 60, 120, 300, 600, 1200, 1800)
"""Seconds before the next try, by the number of tries that failed; the last one holds from then on."""

PAUSE_AFTER_LASTING = timedelta(hours=1)
"""A refusal that the mail server calls permanent is often a mistake that somebody mends."""

log = get_logger(__name__)


def register(jobs: Jobs, *, smtp_url: str, mail_from: str) -> None:
    """Let the service's jobs worker send its emails. Every worker does this by itself."""

    def send_email(ctx: Context, job: SendEmail, state: State) -> Outcome:
        return _send(ctx, job, smtp_url=smtp_url, mail_from=mail_from)

    jobs.replace(SendEmail, send_email)


def _send(ctx: Context, job: SendEmail, *, smtp_url: str, mail_from: str) -> Outcome:
    row = ctx.session.execute(select(email_table).where(email_table.c.id == job.letter_id).with_for_update()).one()
    if row.status != "waiting":
        return None
    files = ctx.session.execute(
        select(email_attachment_table)
        .where(email_attachment_table.c.letter_id == row.id)
        .order_by(email_attachment_table.c.number)
    ).all()
    mail = compose(row, files, mail_from=mail_from, at=ctx.now)
    still_to_reach = [address for address in row.to if address not in row.accepted]
    try:
        send(smtp_url, mail, sender=parseaddr(mail_from)[1], to=[parseaddr(address)[1] for address in still_to_reach])
    except NotTaken as refusal:
        return _refused(ctx, row.id, row.attempts + 1, row.created_at, refusal, still_to_reach, list(row.accepted))
    ctx.session.execute(
        update(email_table)
        .where(email_table.c.id == row.id)
        .values(
            status="sent",
            sent_at=func.clock_timestamp(),
            last_error=None,
            accepted=list(row.to),
            attempts=row.attempts + 1,
        )
    )
    return None


def _refused(
    ctx: Context,
    email_id: object,
    attempts: int,
    posted_at: datetime,
    refusal: NotTaken,
    tried: list[str],
    accepted: list[str],
) -> Outcome:
    """Keep why, and try again later; after days it is given up and shows as failed."""
    reached = [address for address in tried if parseaddr(address)[1] in refusal.accepted]
    pause = PAUSE_AFTER_LASTING if refusal.lasting else timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1])
    over = ctx.now + pause > posted_at + GIVE_UP_AFTER
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
