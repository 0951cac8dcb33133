"""Where a consumer is in a producer's log, and what a batch is to it. No database: the protocol's rule by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from chassis.feed.messages import Batch, Told


@dataclass(frozen=True)
class Position:
    """Everything up to ``seq`` of the log ``log_id`` is applied or parked; ``event_id`` is the event there."""

    log_id: str
    seq: int
    event_id: str | None


class Fit(Enum):
    """How a batch fits a position."""

    NEXT = "next"
    KNOWN = "known"
    GAP = "gap"
    FORKED = "forked"


@dataclass(frozen=True)
class Verdict:
    """What to do with a batch: apply ``events`` if it is NEXT."""

    fit: Fit
    events: Sequence[Told] = field(default=())
    detail: str | None = None


def judge(batch: Batch, position: Position) -> Verdict:
    """Tell whether ``batch`` carries on from ``position``.

    NEXT only if the event at the position is shown to be the one we have: by ``after_id``, or by itself within the
    batch. Otherwise it is KNOWN (nothing new), a GAP (go back to our position), or FORKED: the producer's log is not
    the one we have read, which no message can repair.
    """
    if batch.log_id != position.log_id:
        return Verdict(Fit.FORKED, detail=f"we have read log {position.log_id}, this is log {batch.log_id}")
    if batch.after > position.seq:
        return Verdict(Fit.GAP)
    if batch.to < position.seq:
        return Verdict(Fit.KNOWN)
    if batch.to == position.seq:
        return Verdict(Fit.KNOWN) if batch.to_id == position.event_id else _forked(position)
    if batch.after == position.seq:
        return Verdict(Fit.NEXT, batch.events) if batch.after_id == position.event_id else _forked(position)
    for index, told in enumerate(batch.events):
        if told.seq == position.seq:
            return Verdict(Fit.NEXT, batch.events[index + 1 :]) if told.id == position.event_id else _forked(position)
    return Verdict(Fit.GAP)  # it overlaps, and where we stand is an event we do not hear: ask for what comes after it


def _forked(position: Position) -> Verdict:
    return Verdict(Fit.FORKED, detail=f"event {position.seq} of the log is not the one we have read")
