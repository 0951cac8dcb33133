"""The tables of durable jobs and of schedules."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB

from chassis.db.base import chassis_metadata

_TIME = DateTime(timezone=True)

STATUSES = ("waiting", "running", "done", "failed", "cancelled")

job = Table(
    "job",
    chassis_metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("state", JSONB, nullable=False, server_default=text("'{}'"), comment="where the last committed step ended"),
    Column("done", BigInteger),
    Column("total", BigInteger),
    Column(
        "status",
        Text,
        CheckConstraint("status IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="status"),
        nullable=False,
        server_default="waiting",
    ),
    Column("due_at", _TIME, nullable=False),
    Column("lease_until", _TIME),
    Column("lease_token", Uuid),
    Column(
        "attempts",
        BigInteger,
        nullable=False,
        server_default=text("0"),
        comment="failures since the last step that held",
    ),
    Column("last_error", Text),
    Column("unique_key", Text),
    Column("created_by", Uuid),
    Column("created_by_name", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("created_at", _TIME, nullable=False, server_default=func.clock_timestamp()),
    Column("finished_at", _TIME),
)
Index("job_unique_key", job.c.unique_key, unique=True, postgresql_where=job.c.unique_key.isnot(None))
Index("job_waiting", job.c.due_at, postgresql_where=job.c.status == text("'waiting'"))
Index("job_running", job.c.lease_until, postgresql_where=job.c.status == text("'running'"))

schedule = Table(
    "schedule",
    chassis_metadata,
    Column("name", Text, primary_key=True),
    Column("last_run_at", _TIME, nullable=False, comment="the last instant of the schedule that was enqueued"),
)
