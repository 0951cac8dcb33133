"""Reports: generate, write, generate again, submit, return, answer, approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.approval import Comment, decide
from chassis.codes import next_codes
from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.jobs import job
from contracts.activity import NoticeKind, notify
from contracts.permissions import Permission
from contracts.reporting import ReportApproved, ReportEventKind, ReportFrequency, ReportStatus
from services.reporting.domain import periods
from services.reporting.domain.errors import ReportExists
from services.reporting.domain.workflow import REPORT
from services.reporting.store import reports as queries
from services.reporting.store.models import Report, ReportEvent, ReportSnapshot
from services.reporting.usecases.compiling import compile_figures


@dataclass(frozen=True, kw_only=True)
class GenerateReport:
    """The period of a report, both days included."""

    period_from: date
    period_to: date


@dataclass(frozen=True, kw_only=True)
class ChangeReport:
    """New words of some sections."""

    values: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class AnswerComment:
    """What the author says to the reviewer's comment."""

    answer: str


@job("reporting.draw_up_report.v1")
class GenerateScheduled:
    """Generate the report that is due ``today`` by the clock, if reports are made that often and nobody has made it."""

    today: date
    frequency: ReportFrequency = ReportFrequency.MONTHLY


@job("reporting.mail_report.v1")
class MailReport:
    """Write the emails that carry an approved report to whom it goes."""

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
        writers=[],
        **dict.fromkeys(("what_happened", "why", "proposal", "response"), ""),
    )
    ctx.session.add(report)
    ctx.session.flush()
    _take_snapshot(ctx, report)
    _note(ctx, report, ReportEventKind.DRAWN_UP)
    return report


def generate_scheduled(ctx: Context, today: date, frequency: ReportFrequency) -> None:
    """What the schedule does on a Monday and on the first of a month."""
    if queries.report_policy(ctx.session).frequency is not frequency:
        return
    first, last = periods.scheduled(frequency, today)
    if queries.report_for(ctx.session, first, last) is None:
        generate_report(ctx, GenerateReport(period_from=first, period_to=last))


def change_report(ctx: Context, id: UUID, command: ChangeReport, version: int | None) -> Report:
    """Write the words of a report that is not yet under review, or has come back. Raises Stale, WrongStatus."""
    report = _held(ctx, id, version)
    REPORT.after("edit", report, ctx.actor)
    return _written(ctx, report, command.values)


def answer_comment(ctx: Context, id: UUID, command: AnswerComment, version: int | None) -> Report:
    """Answer the reviewer's comment on a report that has come back; it is read when the report is submitted again.
    Raises Stale, WrongStatus."""
    report = _held(ctx, id, version)
    REPORT.after("answer", report, ctx.actor)
    return _written(ctx, report, {"response": command.answer})


def regenerate_report(ctx: Context, id: UUID, version: int | None) -> Report:
    """Generate a report that is not yet under review again, from what is known by now; its words stay. Raises Stale,
    WrongStatus."""
    report = _held(ctx, id, version)
    REPORT.after("redraw", report, ctx.actor)
    report.snapshot += 1
    _take_snapshot(ctx, report)
    _note(ctx, report, ReportEventKind.REDRAWN)
    return report


def submit_report(ctx: Context, id: UUID, version: int | None) -> Report:
    """Hand a report in for its review. Raises Stale, WrongStatus."""
    report = _held(ctx, id, version)
    report.status = REPORT.after("submit", report, ctx.actor)
    report.submitted_by, report.submitted_by_name, report.submitted_at = ctx.actor.id, ctx.actor.name, ctx.now
    ctx.session.flush()
    notify(
        ctx,
        NoticeKind.REPORT_TO_REVIEW,
        "report",
        report.id,
        code=report.code,
        permission=Permission.REPORT_REVIEW,
        once=str(report.version),
    )
    _note(ctx, report, ReportEventKind.SUBMITTED, report.response)
    return report


def return_report(ctx: Context, id: UUID, command: Comment, version: int | None) -> Report:
    """Give a report back to customer service with a comment. Raises Stale, WrongStatus, SamePerson."""
    report = queries.report_of(ctx.session, id, lock=True)
    decide(ctx, report, REPORT, "return", version)
    report.comment, report.response = command.comment, ""
    ctx.session.flush()
    _tell_authors(ctx, report, NoticeKind.REPORT_RETURNED)
    _note(ctx, report, ReportEventKind.RETURNED, report.comment)
    return report


def approve_report(ctx: Context, id: UUID, version: int | None) -> Report:
    """Approve a report: it is told, and mailed to whom it goes. Raises Stale, WrongStatus, SamePerson."""
    report = queries.report_of(ctx.session, id, lock=True)
    decide(ctx, report, REPORT, "approve", version)
    report.approved_at, report.comment, report.response = ctx.now, "", ""
    ctx.session.flush()
    _note(ctx, report, ReportEventKind.APPROVED)
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
    _tell_authors(ctx, report, NoticeKind.REPORT_APPROVED)
    return report


def _tell_authors(ctx: Context, report: Report, kind: NoticeKind) -> None:
    """Tell who has drawn a report up, and who has handed it in, how it was decided on."""
    authors = (report.author_id, report.submitted_by)
    notify(ctx, kind, "report", report.id, code=report.code, to=authors, once=str(report.version))


def _take_snapshot(ctx: Context, report: Report) -> None:
    figures = compile_figures(ctx, report.period_from, report.period_to)
    ctx.session.add(ReportSnapshot(report_id=report.id, number=report.snapshot, generated_at=ctx.now, figures=figures))
    ctx.session.flush()


def _note(ctx: Context, report: Report, kind: ReportEventKind, comment: str = "") -> None:
    """Keep a step of a report that is held for update, with the report as it stands."""
    event: dict[str, Any] = {
        "report_id": report.id,
        "number": queries.last_event(ctx.session, report) + 1,
        "at": ctx.now,
        "kind": kind,
        "actor_id": ctx.actor.id,
        "actor_name": ctx.actor.name if ctx.actor.id else "",
        "comment": comment,
        "snapshot": report.snapshot,
        "words": report.words,
    }
    ctx.session.add(ReportEvent(**event))
    ctx.session.flush()


def _written(ctx: Context, report: Report, values: dict[str, str]) -> Report:
    """A report with new words, and whose they are."""
    for name, value in values.items():
        setattr(report, name, value)
    if ctx.actor.id and ctx.actor.id not in report.writers:
        report.writers = [*report.writers, ctx.actor.id]
    ctx.session.flush()
    return report


def _held(ctx: Context, id: UUID, version: int | None) -> Report:
    report = queries.report_of(ctx.session, id, lock=True)
    expect_version(report, version)
    return report
