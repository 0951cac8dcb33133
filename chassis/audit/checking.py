"""The nightly look at the seals, and its result on record."""

from __future__ import annotations

from typing import Any

import psycopg
from celery.schedules import crontab
from psycopg.rows import TupleRow
from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from chassis.audit.content import OF_EVERY_SERVICE, Sources
from chassis.audit.tables import seal_check
from chassis.audit.verifying import Verification, finish, look_further
from chassis.context import Context
from chassis.db.models import new_id
from chassis.jobs.registry import Continue, Jobs, Outcome, State, job
from chassis.jobs.schedules import Schedules
from chassis.logs import get_logger

NIGHTLY = "audit"
FLAWS_KEPT = 100

log = get_logger(__name__)


@job("audit.check_seals.v1")
class CheckSeals:
    """Look whether every sealed row still is what it was."""


def register(jobs: Jobs, schedules: Schedules, sources: Sources = OF_EVERY_SERVICE) -> None:
    """Let the service check its seals over ``sources`` every night. Every worker does this by itself."""

    def check(ctx: Context, job: CheckSeals, state: State) -> Outcome:
        return check_seals(ctx, job, state, sources)

    jobs.replace(CheckSeals, check)
    if NIGHTLY not in schedules.names:
        schedules.every(NIGHTLY, crontab(minute="15", hour="3"), lambda _: CheckSeals())


def check_seals(ctx: Context, _: CheckSeals, state: State, sources: Sources) -> Outcome:
    """Some hundred seals a step; at the end the result is written down."""
    found = Verification.read(state)
    connection = driver_connection(ctx.session)
    if look_further(connection, found, sources):
        del found.flaws[FLAWS_KEPT:]
        return Continue(found.plain(), done=found.position)
    finish(connection, found, sources)
    write_check(ctx, found)
    return None


def write_check(ctx: Context, found: Verification) -> None:
    """Put what a look has found on record."""
    flaws = [str(flaw) for flaw in found.flaws[:FLAWS_KEPT]]
    ctx.session.execute(
        insert(seal_check).values(
            id=new_id(),
            at=ctx.now,
            ok=found.ok,
            seals=found.position,
            rows=found.rows,
            unsealed=found.unsealed,
            head=found.head,
            flaws=flaws,
        )
    )
    if flaws:
        log.error("seals_broken", flaws=flaws[:10], head=found.head)


def last_check(session: Session) -> Row[Any] | None:
    """The last look on record; None before the first."""
    return session.execute(select(seal_check).order_by(seal_check.c.at.desc()).limit(1)).one_or_none()


def driver_connection(session: Session) -> psycopg.Connection[TupleRow]:
    """The driver's own connection, in the session's transaction."""
    raw: Any = session.connection().connection.driver_connection
    connection: psycopg.Connection[TupleRow] = raw
    return connection
