"""How the queue of jobs stands, for the state page and the metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis.jobs.queue import JobProgress, read_progress
from chassis.jobs.tables import STATUSES, job


@dataclass(frozen=True)
class JobsStatus:
    """How many jobs there are of each status, and since when the one that is due longest has been due."""

    counts: dict[str, int]
    oldest_due_at: datetime | None

    @property
    def waiting(self) -> int:
        """Jobs that are to be done, now or later."""
        return self.counts["waiting"] + self.counts["running"]


def jobs_status(session: Session) -> JobsStatus:
    """How the queue stands now."""
    rows = session.execute(select(job.c.status, func.count()).group_by(job.c.status))
    counted = {status: number for status, number in rows}  # noqa: C416 - dict() does not know a Row for a pair
    oldest = session.scalar(select(func.min(job.c.due_at)).where(job.c.status == "waiting", job.c.due_at <= func.now()))
    return JobsStatus({status: counted.get(status, 0) for status in STATUSES}, oldest)


def failed_jobs(session: Session, limit: int = 100) -> list[JobProgress]:
    """The jobs that were given up, the latest first."""
    return read_progress(session, job.c.status == "failed", limit)
