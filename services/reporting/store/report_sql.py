"""Counting the cases of a period and of the period before it, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.reporting.domain.figures import Counts


@dataclass(frozen=True, kw_only=True)
class Span:
    """The period before begins at ``before``, the period at ``first``; ``end`` is the first moment after it."""

    before: datetime
    first: datetime
    end: datetime


_COUNTS = text(
    """
    SELECT d.dimension, d.key, count(*) FILTER (WHERE c.received_at >= :first) AS now,
           count(*) FILTER (WHERE c.received_at < :first) AS before
    FROM case_fact c
    CROSS JOIN LATERAL (VALUES
        ('all', 'all'), ('kind', c.kind), ('status', c.status), ('tier', c.tier), ('channel', c.channel),
        ('region', c.region), ('desk', c.desk), ('result', CASE WHEN c.kind = 'complaint' THEN c.result END),
        ('cause', nullif(c.cause, '')), ('score', c.satisfaction::text)
    ) AS d(dimension, key)
    WHERE c.received_at >= :before AND c.received_at < :end AND d.key IS NOT NULL
    GROUP BY d.dimension, d.key
    """
)
_ANSWERS = text(
    """
    SELECT coalesce(c.kind, 'all') AS kind, c.received_at >= :first AS now,
           count(a.hours) AS answered,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY a.hours) AS median,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY a.hours) AS p90,
           count(*) FILTER (WHERE c.answered_at <= c.due_at) AS in_time,
           count(*) FILTER (WHERE c.answered_at IS NULL AND c.due_at < :as_of) AS late_unanswered
    FROM case_fact c
    CROSS JOIN LATERAL (SELECT EXTRACT(EPOCH FROM c.answered_at - c.received_at)::float8 / 3600 AS hours) a
    WHERE c.received_at >= :before AND c.received_at < :end
    GROUP BY GROUPING SETS ((now, c.kind), (now))
    """
)
_SATISFACTION = text(
    """
    SELECT d.dimension, d.key, c.received_at >= :first AS now, count(*) AS answers, avg(c.satisfaction) AS average
    FROM case_fact c
    CROSS JOIN LATERAL (VALUES
        ('all', 'all'), ('desk', c.desk), ('tier', c.tier), ('cause', nullif(c.cause, ''))
    ) AS d(dimension, key)
    WHERE c.satisfaction IS NOT NULL AND c.received_at >= :before AND c.received_at < :end AND d.key IS NOT NULL
    GROUP BY 1, 2, 3
    """
)
_WAITING = text(
    """
    SELECT count(*) AS open, count(*) FILTER (WHERE due_at < :moment) AS overdue
    FROM (SELECT due_at FROM case_fact WHERE answered_at IS NULL AND received_at < :moment
          UNION ALL
          SELECT due_at FROM case_fact WHERE answered_at >= :moment AND received_at < :moment) AS waiting
    """
)
_DAYS = text(
    """
    SELECT (received_at AT TIME ZONE :zone)::date AS day, count(*) FILTER (WHERE kind = 'feedback') AS feedback,
           count(*) FILTER (WHERE kind = 'complaint') AS complaint
    FROM case_fact WHERE received_at >= :first AND received_at < :end
    GROUP BY 1 ORDER BY 1
    """
)
_COMPLAINTS = text(
    """
    SELECT code, customer_code, customer_name, tier, channel, region, desk, status, content, result, outcome,
           received_at, answered_at, EXTRACT(EPOCH FROM answered_at - received_at)::float8 / 3600 AS hours,
           coalesce(answered_at, :as_of) > due_at AS late
    FROM case_fact
    WHERE kind = 'complaint' AND tier <> 'ordinary' AND received_at >= :first AND received_at < :end
    ORDER BY tier DESC, received_at, code
    """
)


def count_cases(session: Session, span: Span) -> dict[str, Counts]:
    """Cases received in either period: what they are counted by -> key -> (period, period before)."""
    rows = session.execute(_COUNTS, {"before": span.before, "first": span.first, "end": span.end})
    counted: dict[str, dict[str, tuple[int, int]]] = {}
    for row in rows:
        counted.setdefault(row.dimension, {})[row.key] = (row.now, row.before)
    return dict(counted)


def answer_times(session: Session, span: Span, as_of: datetime) -> dict[tuple[str, bool], Row[Any]]:
    """(kind or ``all``, whether it is the period) -> how fast the cases received in it were answered."""
    values = {"before": span.before, "first": span.first, "end": span.end, "as_of": as_of}
    return {(row.kind, row.now): row for row in session.execute(_ANSWERS, values)}


def satisfaction(session: Session, span: Span) -> dict[tuple[str, str, bool], Row[Any]]:
    """(what it is told by, key, whether it is the period) -> how satisfied the customers of its cases were."""
    values = {"before": span.before, "first": span.first, "end": span.end}
    return {(row.dimension, row.key, row.now): row for row in session.execute(_SATISFACTION, values)}


def waiting_at(session: Session, moment: datetime) -> tuple[int, int]:
    """How many cases waited for an answer at a moment, and how many of them were late."""
    row = session.execute(_WAITING, {"moment": moment}).one()
    return row.open, row.overdue


def by_day(session: Session, span: Span, zone: str) -> dict[date, tuple[int, int]]:
    """Feedback and complaints received each day of the period; days without any are not there."""
    rows = session.execute(_DAYS, {"first": span.first, "end": span.end, "zone": zone})
    return {row.day: (row.feedback, row.complaint) for row in rows}


def important_complaints(session: Session, span: Span, as_of: datetime) -> Sequence[Row[Any]]:
    """The period's complaints of potential and VIP customers, VIP first, in the order they came in."""
    return session.execute(_COMPLAINTS, {"first": span.first, "end": span.end, "as_of": as_of}).all()
