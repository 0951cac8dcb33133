"""What a use case is given: its transaction, the time, who asks, and the two ways to cause anything elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from chassis.auth import Actor
from chassis.events import Event

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
        """Tell the other services. Becomes rows of the event log when the edge settles, after the record's own rows,
        so that the order of the log is the order of cause and effect."""
        self.events.extend(events)

    def enqueue(self, job: Any, *, due_at: datetime | None = None, unique: str | None = None) -> None:
        """Ask this service itself to do a job later. The same ``unique`` is never queued twice."""
        self.jobs.append(Pending(job=job, due_at=due_at, unique=unique))
