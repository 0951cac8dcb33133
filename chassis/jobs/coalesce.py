"""Asking for a job that may be asked for many times before it is done once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from chassis.context import Context
from chassis.db.models import new_id
from chassis.events import encode
from chassis.jobs.registry import name_of
from chassis.jobs.tables import job


def enqueue_unless_waiting(ctx: Context, wanted: Any, *, due_at: datetime | None = None) -> UUID:
    """The id of a job that does ``wanted`` after this transaction: one that waits already, or a new one.

    The waiting job is locked, so that no worker takes it before this transaction has committed: whatever it was asked
    for is there to be seen when it runs. Two transactions at the same moment may add one each.
    """
    name, payload = name_of(type(wanted)), encode(wanted)
    waiting: UUID | None = ctx.session.scalar(
        select(job.c.id)
        .where(job.c.name == name, job.c.payload == payload, job.c.status == "waiting")
        .order_by(job.c.due_at)
        .limit(1)
        .with_for_update(read=True)
    )
    if waiting is not None:
        return waiting
    id = new_id()
    ctx.session.execute(
        insert(job).values(
            id=id,
            name=name,
            payload=payload,
            due_at=due_at or ctx.now,
            created_by=ctx.actor.id,
            created_by_name=ctx.actor.name,
            request_id=ctx.request_id,
        )
    )
    return id
