"""The consumer's side: apply a batch and move the cursor in one transaction. Effect exactly once, in order."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.context import Deployment, open_context
from chassis.db.transient import is_transient
from chassis.events import decode
from chassis.feed.consumers import Consumers, Reaction
from chassis.feed.cursor import add_dead_letter, count_failure, dead_letter_keys, lock_position, move_cursor, note_heard
from chassis.feed.messages import Ack, Batch, Told
from chassis.feed.position import Fit, Position, Verdict, judge
from chassis.logs import bind_request, get_logger
from chassis.unit_of_work import flush_outbox

MAX_ATTEMPTS = 3
"""How often an event may fail before it is parked."""

REQUESTS_LOGGED = 10

log = get_logger(__name__)


class UnknownVersion(Exception):
    """We hear this event, but not in the version that came: we are older than its producer."""


@dataclass
class Applied:
    """How far a batch was applied."""

    position: Position
    dead_letters: dict[str, int]
    skipped: int = 0
    status: str = "ok"
    detail: str | None = None


def deliver(engine: Engine, consumers: Consumers, batch: Batch, *, deployment: Deployment = Deployment()) -> Ack:
    """Apply what is new in ``batch`` and return the acknowledgement to send.

    The whole batch at once; if that fails, one event at a time in savepoints. Raises only what another try may cure.
    """
    bind_request(batch.events[0].trace_id if batch.events else "", producer=batch.producer)
    try:
        return _attempt(engine, consumers, batch, deployment, careful=False)
    except Exception as error:
        if is_transient(error):
            raise
        log.warning("batch_failed", after=batch.after, to=batch.to, error=type(error).__name__)
        return _attempt(engine, consumers, batch, deployment, careful=True)


def _attempt(engine: Engine, consumers: Consumers, batch: Batch, deployment: Deployment, *, careful: bool) -> Ack:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.info["deployment"] = deployment
        position = lock_position(session, batch)
        verdict = judge(batch, position)
        if verdict.fit is Fit.NEXT:
            applied = _apply(session, consumers, batch, position, verdict, careful=careful)
            move_cursor(
                session,
                batch,
                applied.position,
                skipped=applied.skipped,
                status=applied.status,
                detail=applied.detail,
            )
            if verdict.events:
                log.info(
                    "batch_applied", to=applied.position.seq, events=len(verdict.events), requests=_requests(verdict)
                )
            return _ack(consumers, batch, applied.position.seq, applied.status, applied.detail)
        return _stay(session, consumers, batch, position, verdict)


def _requests(verdict: Verdict) -> list[str]:
    """The requests that caused a batch, some of them: what ties the log lines of a story together."""
    return list(dict.fromkeys(told.trace_id for told in verdict.events))[:REQUESTS_LOGGED]


def _stay(session: Session, consumers: Consumers, batch: Batch, position: Position, verdict: Verdict) -> Ack:
    """Answer a batch that brings nothing to apply."""
    status, detail = ("forked", verdict.detail)
    if verdict.fit is not Fit.FORKED:
        status, detail = _dead_letter_status(dead_letter_keys(session, batch.producer))
    shown = batch.to == position.seq or verdict.fit is Fit.FORKED  # an old repeat shows nothing about how we stand now
    note_heard(session, batch, status if shown else None, detail)
    return _ack(consumers, batch, position.seq, "rewind" if verdict.fit is Fit.GAP else status, detail)


def _ack(consumers: Consumers, batch: Batch, cursor: int, status: str, detail: str | None) -> Ack:
    return Ack(
        consumer=consumers.service,
        log_id=batch.log_id,
        cursor=cursor,
        gen=batch.gen,
        status=status,
        detail=detail,
    )


def _dead_letter_status(dead_letters: dict[str, int]) -> tuple[str, str | None]:
    if not dead_letters:
        return "ok", None
    return "parked", f"{sum(dead_letters.values())} events of {len(dead_letters)} keys are parked"


def _apply(
    session: Session, consumers: Consumers, batch: Batch, position: Position, verdict: Verdict, *, careful: bool
) -> Applied:
    applied = Applied(position, dead_letter_keys(session, batch.producer))
    end = Position(batch.log_id, batch.to, batch.to_id)
    if careful:
        # An error must show at the event that caused it, not at the commit.
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        finished = _apply_one_by_one(session, consumers, batch, verdict.events, applied)
    else:
        finished = _apply_in_runs(session, consumers, batch, verdict.events, applied)
    if finished:
        applied.position = end
        applied.status, applied.detail = _dead_letter_status(applied.dead_letters)
    return applied


def _apply_in_runs(
    session: Session, consumers: Consumers, batch: Batch, events: Sequence[Told], applied: Applied
) -> bool:
    for name, run in itertools.groupby(
        _without_dead_letters(session, batch, events, applied), key=lambda told: told.type
    ):
        _react(session, consumers, name, list(run), applied)
    return True


def _without_dead_letters(session: Session, batch: Batch, events: Sequence[Told], applied: Applied) -> Iterator[Told]:
    for told in events:
        if told.key in applied.dead_letters:
            _add_behind(session, batch, told, applied)
        else:
            yield told


def _apply_one_by_one(
    session: Session, consumers: Consumers, batch: Batch, events: Sequence[Told], applied: Applied
) -> bool:
    """Returns False when it stopped before an event that is to be tried again."""
    for told in events:
        if told.key in applied.dead_letters:
            _add_behind(session, batch, told, applied)
        else:
            try:
                with session.begin_nested():
                    _react(session, consumers, told.type, [told], applied)
            except Exception as error:
                if is_transient(error):
                    raise
                if not _add_after_attempts(session, batch, told, error, applied):
                    return False
        applied.position = Position(batch.log_id, told.seq, told.id)
    return True


def _add_behind(session: Session, batch: Batch, told: Told, applied: Applied) -> None:
    add_dead_letter(session, batch.producer, told, "an earlier event of this key is parked")
    applied.dead_letters[told.key] += 1


def _add_after_attempts(session: Session, batch: Batch, told: Told, error: Exception, applied: Applied) -> bool:
    why = f"{type(error).__name__}: {error}"[:500]
    attempts = count_failure(session, batch.producer, told.seq, why)
    log.warning("event_failed", type=told.type, seq=told.seq, attempts=attempts, exc_info=error)
    if attempts < MAX_ATTEMPTS:
        applied.status = "retrying"
        applied.detail = f"event {told.seq} failed {attempts} of {MAX_ATTEMPTS} times: {type(error).__name__}"
        return False
    add_dead_letter(session, batch.producer, told, why)
    applied.dead_letters[told.key] = 1
    return True


def _react(session: Session, consumers: Consumers, name: str, events: Sequence[Told], applied: Applied) -> None:
    reaction = consumers.reaction_to(name)
    if reaction is None:
        if consumers.knows_other_version(name):
            raise UnknownVersion(f"{consumers.service} does not know {name}")
        applied.skipped += len(events)
        log.warning("unknown_event_skipped", type=name, count=len(events))
    elif reaction.many:
        react(session, reaction, events)
    else:
        for told in events:
            react(session, reaction, [told])


def react(session: Session, reaction: Reaction, events: Sequence[Told]) -> None:
    """Have ``reaction`` answer ``events`` in the session's transaction; what it tells and enqueues is part of it."""
    deployment = session.info.get("deployment", Deployment())
    ctx = open_context(session, deployment, actor=SYSTEM, origin="feed", request_id=events[0].trace_id)
    reaction.react(ctx, [decode(reaction.event, json.loads(told.data)) for told in events])
    flush_outbox(ctx)
