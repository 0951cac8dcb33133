"""Trying letters at once that would be tried later, or that were given up."""

from __future__ import annotations

from sqlalchemy import update

from chassis.context import Context
from chassis.jobs.registry import name_of
from chassis.jobs.tables import job
from chassis.mail.letters import SendLetter, letters_of, send_again


def try_now(ctx: Context, unique_prefix: str) -> int:
    """Try every unsent letter whose key starts with ``unique_prefix`` now; returns how many these are."""
    unsent = [letter for letter in letters_of(ctx.session, unique_prefix) if letter.status != "sent"]
    waiting = [str(letter.id) for letter in unsent if not send_again(ctx, letter.id)]
    ctx.session.execute(
        update(job)
        .where(
            job.c.name == name_of(SendLetter),
            job.c.status == "waiting",
            job.c.payload["letter_id"].astext.in_(waiting),
        )
        .values(due_at=ctx.now)
    )
    return len(unsent)
