"""What a use case is given: its transaction, the time, who asks, and the two ways to cause anything elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.clock import Clock, utc_now
from chassis.events import Event
from chassis.ids import new_request_id

COMPANY_ZONE = ZoneInfo("Asia/Shanghai")
"""Where the company's days begin unless the settings say otherwise."""


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """What all work of one installation shares: where its days begin, where people find the pages (for a link in a
    email), and what time it is."""

    zone: ZoneInfo = COMPANY_ZONE
    public_url: str = ""
    clock: Clock = utc_now


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A job that was asked for and is not yet a row."""

    job: Any
    due_at: datetime | None
    unique: str | None


@dataclass(frozen=True, kw_only=True)
class Context:
    """One unit of work. ``origin`` says from where: an address, ``feed``, ``job``, ``command line``."""

    session: Session
    now: datetime
    actor: Actor
    request_id: str
    origin: str = ""
    deployment: Deployment = Deployment()
    events: list[Event] = field(default_factory=list)
    jobs: list[Pending] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """Where the company's days begin."""
        return self.deployment.zone

    @property
    def today(self) -> date:
        """The company's day."""
        return self.now.astimezone(self.zone).date()

    @property
    def whose(self) -> dict[str, Any]:
        """On whose account and from where this happens, as the trail and the log of readings keep it."""
        return {
            "at": self.now,
            "actor_id": self.actor.id,
            "actor_name": self.actor.name,
            "origin": self.origin,
            "request_id": self.request_id,
        }

    def emit(self, *events: Event) -> None:
        """Tell the other services. Becomes rows of the event log when the unit of work ends, after the record's own
        rows, so that the order of the log is the order of cause and effect."""
        self.events.extend(events)

    def enqueue(self, job: Any, *, due_at: datetime | None = None, unique: str | None = None) -> None:
        """Ask this service itself to do a job later. The same ``unique`` is never queued twice."""
        self.jobs.append(Pending(job=job, due_at=due_at, unique=unique))


def open_context(
    session: Session,
    deployment: Deployment,
    *,
    actor: Actor,
    origin: str,
    request_id: str = "",
    now: datetime | None = None,
) -> Context:
    """The context of a session's transaction: built here and nowhere else, whichever way the work comes."""
    ctx = Context(
        session=session,
        now=now or deployment.clock(),
        actor=actor,
        request_id=request_id or new_request_id(),
        origin=origin,
        deployment=deployment,
    )
    session.info["ctx"] = ctx
    return ctx
