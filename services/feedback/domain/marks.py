"""Before a deadline there are marks: when half of the time has passed, and most of it, who has the case is told; at
the deadline itself also the leadership. Each is told once."""

from __future__ import annotations

from datetime import datetime

from contracts.feedback import DeadlineClock
from services.feedback.domain.deadlines import LAST_MARK, MARKS, Deadlines


def next_mark(
    policy: Deadlines, clock: DeadlineClock, at: datetime, mark: int, due: datetime
) -> tuple[int, datetime | None]:
    """What comes after the mark that lies at ``at``, ``mark`` of them told before it: how many are told with it, and
    when the next one comes (None: the deadline itself was the last)."""
    told = mark + 1
    if told >= LAST_MARK:
        return LAST_MARK, None
    left = policy.passed(clock, at, due)
    part = (MARKS[told + 1] - MARKS[told]) / (MARKS[LAST_MARK] - MARKS[told])
    return told, due if told == LAST_MARK - 1 else policy.later(clock, at, left * part)


def reached(
    policy: Deadlines, clock: DeadlineClock, at: datetime, mark: int, due: datetime, now: datetime
) -> tuple[int, datetime | None]:
    """The same when several marks may have passed by now: how many are told now, and when the next one comes."""
    moment: datetime | None = at
    while moment is not None and moment <= now:
        mark, moment = next_mark(policy, clock, moment, mark, due)
    return mark, moment
