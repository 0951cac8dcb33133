"""What a use case is given: its transaction, the time, who asks, and the two ways to cause anything elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.errors import Refused
from chassis.events import Event
from chassis.ids import new_request_id

COMPANY_ZONE = ZoneInfo("Asia/Shanghai")
"""Where the company's days begin unless the settings say otherwise."""


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A job that was asked for and is not yet a row."""

    job: Any
    due_at: datetime | None
    unique: str | None


@dataclass(frozen=True, kw_only=True)
class Context:
    """One edge's work. ``origin`` says from where: an address, ``feed``, ``job``, ``command line``. ``public_url``:
    where people find the pages, for a link in a letter; '' where no letter is written."""

    session: Session
    now: datetime
    actor: Actor
    request_id: str
    origin: str = ""
    zone: ZoneInfo = COMPANY_ZONE
    public_url: str = ""
    events: list[Event] = field(default_factory=list)
    jobs: list[Pending] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The company's day."""
        return self.now.astimezone(self.zone).date()

    def emit(self, *events: Event) -> None:
        """Tell the other services. Becomes rows of the event log when the edge settles, after the record's own rows,
        so that the order of the log is the order of cause and effect."""
        self.events.extend(events)

    def enqueue(self, job: Any, *, due_at: datetime | None = None, unique: str | None = None) -> None:
        """Ask this service itself to do a job later. The same ``unique`` is never queued twice."""
        self.jobs.append(Pending(job=job, due_at=due_at, unique=unique))


def settle(ctx: Context) -> None:
    """Write down what the context wants told and done. Every edge calls it once, before its commit."""
    from chassis.feed.log import record_events
    from chassis.jobs.queue import record_jobs

    ctx.session.flush()
    if ctx.events:
        record_events(ctx)
        ctx.events.clear()
    if ctx.jobs:
        record_jobs(ctx)
        ctx.jobs.clear()


@contextmanager
def edge(
    engine: Engine,
    *,
    actor: Actor,
    origin: str,
    request_id: str | None = None,
    now: datetime | None = None,
    zone: ZoneInfo = COMPANY_ZONE,
) -> Iterator[Context]:
    """One transaction: committed when the block ends, rolled back when it raises (but see ``Refused.kept``)."""
    refused: Refused | None = None
    with Session(engine, expire_on_commit=False) as session, session.begin():
        ctx = Context(
            session=session,
            now=now or datetime.now(UTC),
            actor=actor,
            request_id=request_id or new_request_id(),
            origin=origin,
            zone=zone,
        )
        session.info["ctx"] = ctx
        try:
            yield ctx
        except Refused as error:
            if not error.kept:
                raise
            refused = error
        settle(ctx)
    if refused is not None:
        raise refused
