"""A job that is asked for many times before it starts is done once, after everything it was asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select, update

from chassis.auth import SYSTEM
from chassis.jobs import job as declare
from chassis.jobs.coalesce import enqueue_unless_waiting
from chassis.jobs.tables import job
from chassis.unit_of_work import unit_of_work


@declare("chassis.sweep_floor.v1")
class SweepFloor:
    """Sweep a floor."""

    floor: int


def test_what_waits_already_is_not_added_again(engine: Engine) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        first = enqueue_unless_waiting(ctx, SweepFloor(floor=1), due_at=ctx.now + timedelta(seconds=1))
        assert enqueue_unless_waiting(ctx, SweepFloor(floor=1)) == first
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        assert enqueue_unless_waiting(ctx, SweepFloor(floor=1)) == first
        assert enqueue_unless_waiting(ctx, SweepFloor(floor=2)) != first


def test_what_has_begun_or_is_done_is_added_again(engine: Engine) -> None:
    for status in ("running", "done"):
        with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
            first = enqueue_unless_waiting(ctx, SweepFloor(floor=1))
            ctx.session.execute(update(job).where(job.c.id == first).values(status=status))
            assert enqueue_unless_waiting(ctx, SweepFloor(floor=1)) != first
            ctx.session.execute(update(job).values(status="done"))


def test_no_worker_takes_the_waiting_job_before_the_asking_transaction_has_ended(engine: Engine) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="test", now=datetime.now(UTC)) as ctx:
        enqueue_unless_waiting(ctx, SweepFloor(floor=1))
    free = select(job.c.id).where(job.c.status == "waiting").with_for_update(skip_locked=True)
    with unit_of_work(engine, actor=SYSTEM, origin="test") as asking:
        enqueue_unless_waiting(asking, SweepFloor(floor=1))
        with engine.begin() as worker:
            assert worker.execute(free).first() is None
    with engine.begin() as worker:
        assert worker.execute(free).first() is not None
