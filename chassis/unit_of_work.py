"""The unit of work of a service: one piece of work from outside is one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.context import Context, Deployment, open_context
from chassis.errors import Refused
from chassis.feed.log import record_events
from chassis.jobs.queue import record_jobs


def flush_outbox(ctx: Context) -> None:
    """Write the events and jobs of the context as rows. Every unit of work calls it once, before its commit."""
    ctx.session.flush()
    if ctx.events:
        record_events(ctx)
        ctx.events.clear()
    if ctx.jobs:
        record_jobs(ctx)
        ctx.jobs.clear()


@contextmanager
def apart(ctx: Context) -> Iterator[Context]:
    """A transaction of its own on account of another one: what is written here stands though the other is refused. For
    what has to be on record of a question that is not answered, and for nothing else."""
    engine = cast(Engine, ctx.session.get_bind())
    whose = {"actor": ctx.actor, "origin": ctx.origin, "request_id": ctx.request_id, "now": ctx.now}
    with unit_of_work(engine, deployment=ctx.deployment, **whose) as other:  # type: ignore[arg-type]
        yield other


@contextmanager
def unit_of_work(
    engine: Engine,
    *,
    actor: Actor,
    origin: str,
    request_id: str | None = None,
    now: datetime | None = None,
    deployment: Deployment = Deployment(),
) -> Iterator[Context]:
    """One transaction: committed when the block ends, rolled back when it raises (but see ``Refused.kept``)."""
    refused: Refused | None = None
    with Session(engine, expire_on_commit=False) as session, session.begin():
        ctx = open_context(session, deployment, actor=actor, origin=origin, request_id=request_id or "", now=now)
        try:
            yield ctx
        except Refused as error:
            if not error.kept:
                raise
            refused = error
        flush_outbox(ctx)
    if refused is not None:
        raise refused
