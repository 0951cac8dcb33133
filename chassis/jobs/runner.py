"""Doing jobs: claim one that is due, do its steps, each in one transaction that also stores how far it has come.

The row stays locked while a step runs, so no step is ever done by two workers; the lease only says who goes on
between steps, and its token keeps out a worker that was frozen meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, func, select, text, update
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM, Actor
from chassis.context import Deployment, open_context
from chassis.db.transient import is_transient
from chassis.errors import Refused
from chassis.events import decode
from chassis.jobs.registry import Continue, GivenUp, Jobs, Outcome, RetryLater
from chassis.jobs.tables import job
from chassis.logs import bind_request, get_logger
from chassis.unit_of_work import flush_outbox

LEASE = timedelta(seconds=6)
MAX_ATTEMPTS = 8
TURN_SECONDS = 2.0
"""How long a job may go on, step after step, while others wait for their turn."""

PAUSE_AFTER_PASSING_ERROR = timedelta(seconds=2)

log = get_logger(__name__)

DUE = """name = ANY (:names) AND ((status = 'waiting' AND due_at <= now())
        OR (status = 'running' AND lease_until < now()))"""
_OTHERS_DUE = text(f"SELECT EXISTS (SELECT FROM job WHERE {DUE})")  # noqa: S608
_CLAIM = text(
    f"""
    WITH due AS (
      SELECT id, status FROM job WHERE {DUE} ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    UPDATE job SET status = 'running', lease_token = gen_random_uuid(), lease_until = now() + :lease,
      attempts = attempts + CASE due.status WHEN 'running' THEN 1 ELSE 0 END
    FROM due WHERE job.id = due.id
    RETURNING job.id, job.lease_token, job.name, job.attempts
    """  # noqa: S608
)


@dataclass(frozen=True)
class Claim:
    """A job that is ours until somebody finds its lease run out."""

    id: UUID
    token: UUID
    name: str
    attempts: int


class LeaseLost(Exception):
    """The job is no longer ours: another worker has taken it over."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures in a row: 2 s, doubling."""
    return timedelta(seconds=2.0**attempts)


def never() -> bool:
    """Nothing asks the runner to stop."""
    return False


@dataclass(frozen=True)
class JobRunner:
    """Does the jobs of one service."""

    engine: Engine
    jobs: Jobs
    deployment: Deployment = field(default_factory=Deployment)
    pause: Callable[[int], timedelta] = pause_after

    def run_due(self, seconds: float = 10.0, stop: Callable[[], bool] = never) -> int:
        """Do what is due for about ``seconds``, jobs taking turns; returns the number of steps done.

        ``stop`` is asked between steps. Raises what the database raises when it is away; nothing is lost then.
        """
        steps = 0
        end = time.monotonic() + seconds
        while not stop() and time.monotonic() < end:
            claim = self._claim()
            if claim is None:
                break
            if claim.attempts >= MAX_ATTEMPTS:
                self._give_up(claim, "the worker was lost each time")
            else:
                steps += self._take_turn(claim, end, stop)
        return steps

    def _claim(self) -> Claim | None:
        with self.engine.begin() as connection:
            row = connection.execute(_CLAIM, {"names": self.jobs.names, "lease": LEASE}).one_or_none()
        return Claim(*row) if row else None

    def _take_turn(self, claim: Claim, end: float, stop: Callable[[], bool]) -> int:
        """Do steps of one job until it ends, waits, or it is time for others."""
        steps = 0
        began = time.monotonic()
        turn = began + TURN_SECONDS
        while True:
            try:
                ended = self._step(claim)
            except LeaseLost:
                log.warning("lease_lost", job=claim.name)
                return steps
            except Exception as error:
                self._fail(claim, error)
                return steps
            steps += 1
            if ended:
                log.info(f"job_{ended}", steps=steps, ms=round((time.monotonic() - began) * 1000))
                return steps
            now = time.monotonic()
            if stop() or now >= end or (now >= turn and self._others_are_due()):
                self._release(claim)
                return steps

    def _others_are_due(self) -> bool:
        with self.engine.connect() as connection:
            return bool(connection.scalar(_OTHERS_DUE, {"names": self.jobs.names}))

    def _step(self, claim: Claim) -> str:
        """One transaction: a step's effects and where it ended. Returns how the job ended for now (``done``, ``waits``
        for a later time, ``refused``); '' when there is more to do."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            row = session.execute(
                select(job)
                .where(job.c.id == claim.id, job.c.lease_token == claim.token, job.c.status == "running")
                .with_for_update()
            ).one_or_none()
            if row is None:
                raise LeaseLost
            bind_request(row.request_id, job=claim.name)
            try:
                outcome = self._call(session, row)
            except Refused as error:
                if not error.kept:
                    raise
                self._store(session, claim, _ended("failed", error.code))
                return "refused"
            self._store(session, claim, _after(outcome))
        if isinstance(outcome, Continue):
            return ""
        return "done" if outcome is None else "waits"

    def _call(self, session: Session, row: Row[Any]) -> Outcome:
        kind, handler = self.jobs.find(row.name)
        ctx = open_context(
            session,
            self.deployment,
            actor=Actor(id=row.created_by, name=row.created_by_name),
            origin="job",
            request_id=row.request_id,
        )
        try:
            outcome = handler(ctx, decode(kind, row.payload), dict(row.state))
        except Refused as error:
            if error.kept:
                flush_outbox(ctx)
            raise
        flush_outbox(ctx)
        return outcome

    def _store(self, session: Session, claim: Claim, values: dict[str, Any]) -> None:
        session.execute(update(job).where(job.c.id == claim.id).values(values))

    def _fail(self, claim: Claim, error: Exception) -> None:
        """Note a step that did not hold; try again later, unless the rules said no."""
        if isinstance(error, Refused):
            log.info("job_refused", job=claim.name, code=error.code)
            self._give_up(claim, error.code)
            return
        message = f"{type(error).__name__}: {error}"[:500]
        if is_transient(error):
            log.warning("job_postponed", job=claim.name, error=type(error).__name__)
            self._postpone(claim, PAUSE_AFTER_PASSING_ERROR, {"last_error": message})
            return
        attempts = self._attempts(claim) + 1
        log.error("job_failed", job=claim.name, attempts=attempts, exc_info=error)
        if attempts >= MAX_ATTEMPTS:
            self._give_up(claim, message)
        else:
            self._postpone(claim, self.pause(attempts), {"last_error": message, "attempts": attempts})

    def _attempts(self, claim: Claim) -> int:
        with self.engine.connect() as connection:
            return connection.scalar(select(job.c.attempts).where(job.c.id == claim.id)) or 0

    def _postpone(self, claim: Claim, pause: timedelta, values: dict[str, Any]) -> None:
        self._write(claim, _waiting(func.now() + pause) | values)

    def _release(self, claim: Claim) -> None:
        """Let others have their turn: the last in the queue again."""
        self._write(claim, _waiting(func.now()))

    def _give_up(self, claim: Claim, error: str) -> None:
        """The job will not be done; whoever waits for what it does is told with that, if the telling holds."""
        tell = self.jobs.given_up(claim.name)
        try:
            if tell is not None:
                self._tell(claim, error, tell)
        except Exception as failed:
            if is_transient(failed):
                raise
            log.error("giving_up_not_told", job=claim.name, exc_info=failed)
        self._write(claim, _ended("failed", error))

    def _tell(self, claim: Claim, error: str, tell: GivenUp[Any]) -> None:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            mine = (job.c.id == claim.id, job.c.lease_token == claim.token, job.c.status == "running")
            row = session.execute(select(job).where(*mine).with_for_update()).one_or_none()
            if row is None:
                return
            kind, _ = self.jobs.find(row.name)
            ctx = open_context(session, self.deployment, actor=SYSTEM, origin="job", request_id=row.request_id)
            tell(ctx, decode(kind, row.payload), error, row.created_by)
            flush_outbox(ctx)
            self._store(session, claim, _ended("failed", error))

    def _write(self, claim: Claim, values: dict[str, Any]) -> None:
        """Change the row, if it is still ours."""
        with self.engine.begin() as connection:
            connection.execute(
                update(job)
                .where(job.c.id == claim.id, job.c.lease_token == claim.token, job.c.status == "running")
                .values(values)
            )


def _after(outcome: Outcome) -> dict[str, Any]:
    """What a job's row says after a step that held."""
    held: dict[str, Any] = {"attempts": 0}
    match outcome:
        case Continue(state, done, total):
            progress = {name: value for name, value in (("done", done), ("total", total)) if value is not None}
            return held | progress | {"state": state, "last_error": None, "lease_until": func.clock_timestamp() + LEASE}
        case RetryLater(due_at, reason, state):
            kept = {} if state is None else {"state": state}
            return held | kept | _waiting(due_at) | {"last_error": reason}
        case None:
            return held | _ended("done", None)


def _waiting(due_at: Any) -> dict[str, Any]:
    return {"status": "waiting", "due_at": due_at, "lease_token": None, "lease_until": None}


def _ended(status: str, error: str | None) -> dict[str, Any]:
    return {
        "status": status,
        "last_error": error,
        "finished_at": func.clock_timestamp(),
        "lease_token": None,
        "lease_until": None,
    }
