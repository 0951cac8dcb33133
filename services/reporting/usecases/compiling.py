"""Compiling a report: the cases of a period, counted and held against the period before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chassis.context import Context
from services.reporting.domain import figures
from services.reporting.domain.periods import moments, period_before
from services.reporting.store import report_sql
from services.reporting.store.report_sql import Span


def compile_figures(ctx: Context, first: date, last: date) -> dict[str, Any]:
    """Everything a report says, as plain JSON values: it is frozen with the report.

    Counts are ``{now, before, change, percent}``, beside ``key`` where they are one of a list; hours and percentages
    are texts with one decimal, None where there is nothing to say.
    """
    before_first, before_last = period_before(first, last)
    begin, end = moments(first, last, ctx.zone)
    span = Span(before=moments(before_first, before_last, ctx.zone)[0], first=begin, end=min(end, ctx.now))
    counts = report_sql.count_cases(ctx.session, span)
    regions, other_regions = figures.top(counts.get("region", {}), figures.REGIONS_NAMED)
    causes, other_causes = figures.top(counts.get("cause", {}), figures.CAUSES_NAMED)
    (open_now, late_now), (open_before, late_before) = (
        report_sql.waiting_at(ctx.session, moment) for moment in (span.end, span.first)
    )
    return {
        "as_of": ctx.now.isoformat(),
        "period": {"from": first.isoformat(), "to": last.isoformat()},
        "before": {"from": before_first.isoformat(), "to": before_last.isoformat()},
        "total": figures.compared(*counts.get("all", {}).get("all", (0, 0))),
        **{f"by_{name}": figures.listed(counts.get(name, {}), keys) for name, keys in figures.KEYS.items()},
        "by_region": regions,
        "other_regions": other_regions,
        "by_cause": causes,
        "other_causes": other_causes,
        "by_score": figures.listed(counts["score"], figures.SCORES) if "score" in counts else [],
        "satisfaction": _satisfaction(ctx, span),
        "by_day": _days(ctx, span, first, last),
        "answers": _answers(ctx, span),
        "open_at_end": figures.compared(open_now, open_before),
        "overdue_at_end": figures.compared(late_now, late_before),
        "complaints": _complaints(ctx, span),
    }


def _days(ctx: Context, span: Span, first: date, last: date) -> list[dict[str, Any]]:
    counted = report_sql.by_day(ctx.session, span, ctx.zone.key)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        {"day": day.isoformat(), "feedback": feedback, "complaint": complaint}
        for day in days
        for feedback, complaint in [counted.get(day, (0, 0))]
    ]


def _answers(ctx: Context, span: Span) -> list[dict[str, Any]]:
    found = report_sql.answer_times(ctx.session, span, ctx.now)

    def of(kind: str, *, now: bool) -> dict[str, Any]:
        row = found.get((kind, now))
        return figures.answer_times(
            answered=row.answered if row else 0,
            median=row.median if row else None,
            p90=row.p90 if row else None,
            in_time=row.in_time if row else 0,
            late_unanswered=row.late_unanswered if row else 0,
        )

    kinds = ["all", *figures.KEYS["kind"]]
    return [{"key": kind, "now": of(kind, now=True), "before": of(kind, now=False)} for kind in kinds]


def _satisfaction(ctx: Context, span: Span) -> list[dict[str, Any]]:
    """Of all cases, and by desk, tier and cause: only where customers have said something."""
    found = report_sql.satisfaction(ctx.session, span)
    causes = sorted({key for dimension, key, _ in found if dimension == "cause"})

    def of(dimension: str, key: str, *, now: bool) -> dict[str, Any]:
        row = found.get((dimension, key, now))
        return figures.satisfied(row.answers, row.average) if row else figures.satisfied(0, None)

    return [
        {"by": by, "key": key, "now": of(by, key, now=True), "before": of(by, key, now=False)}
        for by, keys in {**figures.SATISFACTION_KEYS, "cause": causes}.items()
        for key in keys
        if (by, key, True) in found or (by, key, False) in found
    ]


def _complaints(ctx: Context, span: Span) -> list[dict[str, Any]]:
    return [
        {
            **row._mapping,
            "received_at": row.received_at.isoformat(),
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            "hours": figures.hours(row.hours),
        }
        for row in report_sql.important_complaints(ctx.session, span, ctx.now)
    ]
