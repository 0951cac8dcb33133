"""Durable jobs: done step by step, each step once, whatever becomes of the worker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM, Actor
from chassis.context import Context
from chassis.errors import Refused
from chassis.jobs import Continue, Jobs, Outcome, RetryLater, job
from chassis.jobs.queue import JobProgress, progress_of, retry_job
from chassis.jobs.runner import JobRunner
from chassis.jobs.status import failed_jobs, jobs_status
from chassis.testing.emptying import DatabaseKeeper
from chassis.testing.servers import TestDatabase, chassis_and
from chassis.unit_of_work import unit_of_work

ALICE = Actor(id=uuid4(), name="alice")
State = dict[str, Any]


@job("test.count_up.v1")
class CountUp:
    """Count to a number, one a step."""

    to: int
    by: str = "x"


WITH_TALLY = chassis_and("CREATE TABLE tally (who text, n int, PRIMARY KEY (who, n))")


@pytest.fixture
def database(keep_database: DatabaseKeeper) -> TestDatabase:
    """The chassis' tables, and one that jobs write to."""
    return keep_database("chassis", WITH_TALLY)


@pytest.fixture
def tally(database: TestDatabase, make_engine: Callable[[str], Engine]) -> Engine:
    return make_engine(database.owner)


def count_up(ctx: Context, job: CountUp, state: State) -> Outcome:
    n = state.get("n", 0) + 1
    ctx.session.execute(text("INSERT INTO tally VALUES (:who, :n)"), {"who": job.by, "n": n})
    return Continue({"n": n}, done=n, total=job.to) if n < job.to else None


def runner(engine: Engine, handler: Any = count_up, pause: timedelta = timedelta(0)) -> JobRunner:
    jobs = Jobs("test")
    jobs.on(CountUp, handler)
    return JobRunner(engine=engine, jobs=jobs, pause=lambda attempts: pause)


def ask(engine: Engine, *jobs: CountUp, unique: str | None = "job", due_at: datetime | None = None) -> None:
    with unit_of_work(engine, actor=ALICE, origin="test", request_id="r-1") as ctx:
        for wanted in jobs:
            ctx.enqueue(wanted, unique=unique and f"{unique}{wanted.by if len(jobs) > 1 else ''}", due_at=due_at)


def standing(engine: Engine, unique: str = "job") -> JobProgress:
    with Session(engine) as session:
        found = progress_of(session, unique)
    assert found is not None
    return found


def counted(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT n FROM tally ORDER BY who, n")))


def test_a_job_is_done_step_by_step_with_progress(tally: Engine) -> None:
    ask(tally, CountUp(to=3))
    assert standing(tally).status == "waiting"
    stops = iter([False, True, True])
    runner(tally).run_due(stop=lambda: next(stops))
    assert (standing(tally).status, standing(tally).done, standing(tally).total) == ("waiting", 1, 3)
    assert runner(tally).run_due() == 2
    assert (standing(tally).status, standing(tally).done) == ("done", 2)
    assert standing(tally).finished_at is not None
    assert counted(tally) == [1, 2, 3]


def test_the_same_unique_key_is_never_queued_twice(tally: Engine) -> None:
    ask(tally, CountUp(to=1))
    ask(tally, CountUp(to=1))
    runner(tally).run_due()
    ask(tally, CountUp(to=1))
    assert runner(tally).run_due() == 0


def test_a_job_acts_for_whoever_asked_for_it(tally: Engine) -> None:
    seen: list[Context] = []

    def look(ctx: Context, job: CountUp, state: State) -> Outcome:
        seen.append(ctx)
        return None

    ask(tally, CountUp(to=1))
    runner(tally, look).run_due()
    assert (seen[0].actor, seen[0].origin, seen[0].request_id) == (ALICE, "job", "r-1")


def test_a_job_waits_until_it_is_due(tally: Engine) -> None:
    ask(tally, CountUp(to=1), due_at=datetime.now(UTC) + timedelta(hours=1))
    assert runner(tally).run_due() == 0


def test_a_step_that_fails_leaves_nothing_and_is_tried_again(tally: Engine) -> None:
    fails = iter([True, True, False])

    def sometimes(ctx: Context, job: CountUp, state: State) -> Outcome:
        outcome = count_up(ctx, job, state)
        if next(fails, False):
            raise RuntimeError("broken")
        return outcome

    ask(tally, CountUp(to=2))
    runner(tally, sometimes).run_due()
    assert standing(tally).status == "done"
    assert standing(tally).attempts == 0
    assert counted(tally) == [1, 2]


def test_a_job_that_always_fails_is_given_up_and_can_be_retried(tally: Engine) -> None:
    tries = []

    def broken(ctx: Context, job: CountUp, state: State) -> Outcome:
        tries.append(1)
        raise RuntimeError("broken for good")

    ask(tally, CountUp(to=1))
    runner(tally, broken).run_due()
    assert len(tries) == 8
    assert (standing(tally).status, standing(tally).last_error) == ("failed", "RuntimeError: broken for good")
    with Session(tally) as session:
        assert [found.id for found in failed_jobs(session)] == [standing(tally).id]
    with unit_of_work(tally, actor=SYSTEM, origin="test") as ctx:
        assert retry_job(ctx, standing(tally).id)
    runner(tally).run_due()
    assert standing(tally).status == "done"


def test_failures_are_retried_after_growing_pauses(tally: Engine) -> None:
    def broken(ctx: Context, job: CountUp, state: State) -> Outcome:
        raise RuntimeError

    ask(tally, CountUp(to=1))
    assert runner(tally, broken, pause=timedelta(minutes=1)).run_due() == 0
    assert standing(tally).status == "waiting"
    assert standing(tally).due_at > datetime.now(UTC) + timedelta(seconds=50)


def test_what_the_rules_refuse_has_failed_for_good_with_its_code(tally: Engine) -> None:
    class NoSuchFile(Refused):
        code = "no_such_file"

    def refuse(ctx: Context, job: CountUp, state: State) -> Outcome:
        count_up(ctx, job, state)
        raise NoSuchFile

    ask(tally, CountUp(to=1))
    runner(tally, refuse).run_due()
    assert (standing(tally).status, standing(tally).last_error) == ("failed", "no_such_file")
    assert counted(tally) == []


def test_a_refusal_that_keeps_its_record_commits_it(tally: Engine) -> None:
    class WrongFile(Refused):
        code = "wrong_file"
        kept = True

    def refuse(ctx: Context, job: CountUp, state: State) -> Outcome:
        count_up(ctx, job, state)
        raise WrongFile

    ask(tally, CountUp(to=1))
    runner(tally, refuse).run_due()
    assert (standing(tally).status, counted(tally)) == ("failed", [1])


def test_a_passing_error_is_not_counted(tally: Engine) -> None:
    def deadlock(ctx: Context, job: CountUp, state: State) -> Outcome:
        raise OperationalError("UPDATE", {}, psycopg.errors.DeadlockDetected())

    ask(tally, CountUp(to=1))
    runner(tally, deadlock).run_due()
    assert (standing(tally).status, standing(tally).attempts) == ("waiting", 0)


def test_a_job_may_put_itself_off(tally: Engine) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    def put_off(ctx: Context, job: CountUp, state: State) -> Outcome:
        return RetryLater(tomorrow, "not today")

    ask(tally, CountUp(to=1))
    runner(tally, put_off).run_due()
    assert (standing(tally).status, standing(tally).due_at, standing(tally).last_error) == (
        "waiting",
        tomorrow,
        "not today",
    )


def test_what_a_step_tells_and_asks_for_is_part_of_it(tally: Engine) -> None:
    def ask_again(ctx: Context, job: CountUp, state: State) -> Outcome:
        if job.to:
            ctx.enqueue(CountUp(to=0), unique="child")
        return None

    ask(tally, CountUp(to=1))
    assert runner(tally, ask_again).run_due() == 2
    assert standing(tally, "child").status == "done"


def test_a_worker_that_lost_its_lease_does_no_further_step(tally: Engine) -> None:
    """It was frozen, another took over: its token no longer fits."""
    taken_over: list[int] = []

    def take_over(ctx: Context, job: CountUp, state: State) -> Outcome:
        outcome = count_up(ctx, job, state)
        if not taken_over:
            taken_over.append(1)
            threading.Thread(target=expire_and_finish).start()
        return outcome

    finished = threading.Event()

    def expire_and_finish() -> None:
        with tally.begin() as connection:  # waits for the step to be committed
            connection.execute(text("UPDATE job SET lease_until = now() - interval '1 s' WHERE status = 'running'"))
        runner(tally).run_due()
        finished.set()

    ask(tally, CountUp(to=200))
    runner(tally, take_over).run_due()
    assert finished.wait(20)
    assert standing(tally).status == "done"
    assert counted(tally) == list(range(1, 201))


def test_a_worker_that_died_is_replaced_when_its_lease_has_run_out(tally: Engine) -> None:
    def die(ctx: Context, job: CountUp, state: State) -> Outcome:
        raise KeyboardInterrupt

    ask(tally, CountUp(to=1))
    with pytest.raises(KeyboardInterrupt):
        runner(tally, die).run_due()
    assert standing(tally).status == "running"
    assert runner(tally).run_due() == 0
    with tally.begin() as connection:
        connection.execute(text("UPDATE job SET lease_until = now() - interval '1 s'"))
    runner(tally).run_due()
    assert standing(tally).status == "done"


def test_a_job_that_kills_its_worker_each_time_is_given_up(tally: Engine) -> None:
    def die(ctx: Context, job: CountUp, state: State) -> Outcome:
        raise KeyboardInterrupt

    ask(tally, CountUp(to=1))
    for _ in range(8):
        with pytest.raises(KeyboardInterrupt):
            runner(tally, die).run_due()
        with tally.begin() as connection:
            connection.execute(text("UPDATE job SET lease_until = now() - interval '1 s'"))
    runner(tally, die).run_due()
    assert standing(tally).status == "failed"


def test_two_workers_never_do_the_same_step(tally: Engine) -> None:
    ask(tally, *(CountUp(to=5, by=f"w{n}") for n in range(12)))
    threads = [threading.Thread(target=runner(tally).run_due) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(tally) == [1, 2, 3, 4, 5] * 12
    with Session(tally) as session:
        assert jobs_status(session).counts["done"] == 12


def test_a_long_job_gives_others_their_turn(tally: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.jobs.runner.TURN_SECONDS", 0.0)
    order: list[str] = []

    def note(ctx: Context, job: CountUp, state: State) -> Outcome:
        order.append(job.by)
        return count_up(ctx, job, state)

    ask(tally, CountUp(to=4, by="long"), CountUp(to=1, by="short"))
    runner(tally, note).run_due()
    assert order.index("short") < 3
    assert order.count("long") == 4


def test_a_job_nobody_here_knows_waits_for_a_worker_that_does(tally: Engine) -> None:
    ask(tally, CountUp(to=1))
    assert JobRunner(engine=tally, jobs=Jobs("other")).run_due() == 0
    assert standing(tally).status == "waiting"
