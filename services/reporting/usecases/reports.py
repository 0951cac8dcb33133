"""Reports: generate, generate again, submit, return, approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.approval import Comment, decide
from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.jobs import job
from contracts.reporting import ReportApproved, ReportStatus
from services.reporting.domain import periods
from services.reporting.domain.errors import ReportExists
from services.reporting.domain.workflow import REPORT
from services.reporting.store import reports as queries
from services.reporting.store.models import Report, ReportSnapshot
from services.reporting.usecases.compiling import compile_figures


@dataclass(frozen=True, kw_only=True)
class GenerateReport:
    """The period of a report, both days included."""

    period_from: date
    period_to: date


@job("reporting.draw_up_report.v1")
class GenerateLastMonth:
    """Generate the report of the month before ``today``, if nobody has."""

    today: date


@job("reporting.mail_report.v1")
class MailReport:
    """Write the emails that carry an approved report to the leadership."""

    report_id: UUID


def generate_report(ctx: Context, command: GenerateReport) -> Report:
    """Compile a report of a period as a draft. Raises Invalid for a period that makes no report, ReportExists when one
    of this period is there."""
    periods.check_period(command.period_from, command.period_to, ctx.today)
    queries.take_turn(ctx.session)
    known = queries.report_for(ctx.session, command.period_from, command.period_to)
    if known:
        raise ReportExists(id=str(known.id), report_code=known.code)
    [code] = next_codes(ctx.session, "R", ctx.today.year, 1)
    report = Report(
        id=new_id(),
        code=code,
        period_from=command.period_from,
        period_to=command.period_to,
        status=ReportStatus.DRAFT,
        snapshot=1,
        author_id=ctx.actor.id,
        author_name=ctx.actor.name if ctx.actor.id else "",
    )
    ctx.session.add(report)
    ctx.session.flush()
    _take_snapshot(ctx, report)
    return report


def generate_last_month(ctx: Context, today: date) -> None:
    """What the schedule does on the first of a month."""
    first, last = periods.last_month(today)
    if queries.report_for(ctx.session, first, last) is None:
        generate_report(ctx, GenerateReport(period_from=first, period_to=last))


def regenerate_report(ctx: Context, id: UUID, version: int | None) -> Report:
    """Generate a report that is not yet under review again, from what is known by now. Raises Stale, WrongStatus."""
    report = _held(ctx, id, version)
    REPORT.after("redraw", report, ctx.actor)
    report.snapshot += 1
    _take_snapshot(ctx, report)
    return report


def submit_report(ctx: Context, id: UUID, version: int | None) -> Report:
    """Hand a report in for its review. Raises Stale, WrongStatus."""
    report = _held(ctx, id, version)
    report.status = REPORT.after("submit", report, ctx.actor)
    report.submitted_by, report.submitted_by_name, report.submitted_at = ctx.actor.id, ctx.actor.name, ctx.now
    ctx.session.flush()
    return report


def return_report(ctx: Context, id: UUID, command: Comment, version: int | None) -> Report:
    """Give a report back to customer service with a comment. Raises Stale, WrongStatus, SamePerson."""
    report = queries.report_of(ctx.session, id, lock=True)
    decide(ctx, report, REPORT, "return", version)
    report.comment = command.comment
    ctx.session.flush()
    return report


def approve_report(ctx: Context, id: UUID, version: int | None) -> Report:
    """Approve a report: it is told, and mailed to the leadership. Raises Stale, WrongStatus, SamePerson."""
    report = queries.report_of(ctx.session, id, lock=True)
    decide(ctx, report, REPORT, "approve", version)
    report.approved_at, report.comment = ctx.now, ""
    ctx.session.flush()
    assert ctx.actor.id is not None  # the rules let nobody else review
    ctx.emit(
        ReportApproved(
            report_id=report.id,
            version=report.version,
            code=report.code,
            approved_by=ctx.actor.id,
            approved_at=ctx.now,
        )
    )
    ctx.enqueue(MailReport(report_id=report.id), unique=f"report.mail:{report.id}")
    return report


def _take_snapshot(ctx: Context, report: Report) -> None:
    figures = compile_figures(ctx, report.period_from, report.period_to)
    ctx.session.add(ReportSnapshot(report_id=report.id, number=report.snapshot, generated_at=ctx.now, figures=figures))
    ctx.session.flush()


def _held(ctx: Context, id: UUID, version: int | None) -> Report:
    report = queries.report_of(ctx.session, id, lock=True)
    expect_version(report, version)
    return report
