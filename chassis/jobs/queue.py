"""The queue of jobs: where ``ctx.enqueue`` ends, and how far a job has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.context import Context
from chassis.db.models import new_id
from chassis.events import encode
from chassis.jobs.registry import name_of
from chassis.jobs.tables import job


@dataclass(frozen=True)
class JobProgress:
    """How far a job has come. ``done`` and ``total`` are in the job's own unit; None as long as it has not said."""

    id: UUID
    name: str
    status: str
    done: int | None
    total: int | None
    attempts: int
    last_error: str | None
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None


def record_jobs(ctx: Context) -> None:
    """Write the context's jobs to the queue. One whose unique key is there already, waiting or long done, is
    not added."""
    rows = [
        {
            "id": new_id(),
            "name": name_of(type(pending.job)),
            "payload": encode(pending.job),
            "due_at": pending.due_at or ctx.now,
            "unique_key": pending.unique,
            "created_by": ctx.actor.id,
            "created_by_name": ctx.actor.name,
            "request_id": ctx.request_id,
        }
        for pending in ctx.jobs
    ]
    ctx.session.execute(insert(job).on_conflict_do_nothing(), rows)


_COLUMNS = (
    job.c.id,
    job.c.name,
    job.c.status,
    job.c.done,
    job.c.total,
    job.c.attempts,
    job.c.last_error,
    job.c.due_at,
    job.c.created_at,
    job.c.finished_at,
)


def progress(session: Session, job_id: UUID) -> JobProgress | None:
    """How far the job has come; None when there is no such job."""
    return next(iter(read_progress(session, job.c.id == job_id, 1)), None)


def progress_of(session: Session, unique: str) -> JobProgress | None:
    """How far the job with this unique key has come; None when there is no such job."""
    return next(iter(read_progress(session, job.c.unique_key == unique, 1)), None)


def read_progress(session: Session, which: ColumnElement[bool], limit: int) -> list[JobProgress]:
    """How far jobs have come, the latest first."""
    rows = session.execute(select(*_COLUMNS).where(which).order_by(job.c.created_at.desc()).limit(limit))
    return [JobProgress(**row._mapping) for row in rows]


def retry_job(ctx: Context, job_id: UUID) -> bool:
    """Let a failed job go on where it failed. False when it is not one that has failed."""
    restarted = ctx.session.execute(
        update(job)
        .where(job.c.id == job_id, job.c.status == "failed")
        .values(status="waiting", attempts=0, due_at=ctx.now, finished_at=None)
        .returning(job.c.id)
    )
    return restarted.first() is not None
