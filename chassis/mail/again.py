"""Trying emails at once that would be tried later, or that were given up."""

from __future__ import annotations

from sqlalchemy import update

from chassis.context import Context
from chassis.jobs.registry import name_of
from chassis.jobs.tables import job
from chassis.mail.emails import SendEmail, emails_of, send_again


def try_now(ctx: Context, unique_prefix: str) -> int:
    """Try every unsent email whose key starts with ``unique_prefix`` now; returns how many these are."""
    unsent = [email for email in emails_of(ctx.session, unique_prefix) if email.status != "sent"]
    waiting = [str(email.id) for email in unsent if not send_again(ctx, email.id)]
    ctx.session.execute(
        update(job)
        .where(
            job.c.name == name_of(SendEmail),
            job.c.status == "waiting",
            job.c.payload["letter_id"].astext.in_(waiting),
        )
        .values(due_at=ctx.now)
    )
    return len(unsent)
