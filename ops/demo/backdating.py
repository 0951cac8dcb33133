"""Dates the work on the made-up cases near their arrival.

The demo is made in a minute: everything would have been answered at that minute, weeks too late, and the first page
would show a failing house. What people did is made by the API like everything else, and stays on record as it was; only
the moments of the cases, their timelines, and reporting's copies of them are set back. Nobody but the demo does this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import psycopg

from ops.demo.api_client import eventually
from ops.site import Site

LATE = 0.08
"""The share of answers that come after the deadline."""


@dataclass(frozen=True)
class Moments:
    """When a case was taken, answered, and closed."""

    taken_at: datetime
    answered_at: datetime
    closed_at: datetime


def moments_of(received: datetime, due: datetime, now: datetime, random: Random) -> Moments:
    """Likely moments: most answers in time, some a few hours late, none before the arrival or in the future."""
    time = due - received
    answered = (
        due + random.random() * time / 2 if random.random() < LATE else received + random.uniform(0.1, 0.9) * time
    )
    answered = min(answered, now - timedelta(minutes=1))
    answered = max(answered, received)
    return Moments(
        taken_at=received + (answered - received) / 4,
        answered_at=answered,
        closed_at=min(answered + timedelta(hours=1), now),
    )


def backdate_cases(site: Site, random: Random, now: datetime) -> None:
    """Set the moments of every case that was worked on, once reporting has heard of all of it."""
    feedback, reporting = (psycopg.connect(site.database_url(name, owner=True)) for name in ("feedback", "reporting"))
    with feedback, reporting:

        def heard() -> bool:
            said = feedback.execute("SELECT count(*), sum(version) FROM case_file").fetchone()
            known = reporting.execute("SELECT count(*), sum(version) FROM case_fact").fetchone()
            feedback.rollback()
            reporting.rollback()
            return said == known

        eventually(heard, what="reporting to hear of every case")
        cases = feedback.execute(
            "SELECT id, received_at, due_at, answered_at, closed_at, assignee_id FROM case_file ORDER BY id"
        ).fetchall()
        for id, received, due, answered, closed, assignee in cases:
            moments = moments_of(received, due, now, random)
            _date_steps(feedback, id, received, moments if answered or assignee else None)
            if answered:
                values = (moments.answered_at, moments.closed_at if closed else None, id)
                for database, table in ((feedback, "case_file"), (reporting, "case_fact")):
                    change = f"UPDATE {table} SET answered_at = %s, closed_at = %s WHERE id = %s"
                    database.execute(change, values)


def _date_steps(feedback: psycopg.Connection[Any], case_id: Any, received: datetime, moments: Moments | None) -> None:
    """The steps of a case's timeline, in their order."""
    at = {"filed": received}
    if moments:
        answered = moments.answered_at
        at |= {"taken": moments.taken_at, "note": answered, "reply": answered, "resolved": answered}
        at |= {"closed": moments.closed_at}
    for kind, moment in at.items():
        feedback.execute("UPDATE case_event SET at = %s WHERE case_id = %s AND kind = %s", (moment, case_id, kind))
