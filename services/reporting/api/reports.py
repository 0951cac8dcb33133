"""Reports: compile, submit, review, the PDF, the emails."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from chassis.context import Context
from chassis.db import Page
from chassis.http import Api, Presented, page_of
from chassis.http.approval import CommentSchema
from chassis.http.csv import csv_lines
from contracts.permissions import Permission
from services.reporting.api import report_schemas as schemas
from services.reporting.api.report_schemas import TablesQuery
from services.reporting.domain.sections import SECTIONS
from services.reporting.domain.workflow import REPORT
from services.reporting.emails.sheets import workbook_of
from services.reporting.emails.view import summary
from services.reporting.store import reports as queries
from services.reporting.store.models import Report, ReportPolicy
from services.reporting.store.reports import ReportFilter
from services.reporting.usecases import emails, readings, report_policy, reports
from services.reporting.usecases.report_policy import ChangeReportPolicy

api = Api("reports", description="Feedback and complaints of a period, compiled, reviewed and mailed")
READ, WRITE, REVIEW = Permission.REPORT_READ, Permission.REPORT_WRITE, Permission.REPORT_REVIEW
CONFIGURE = Permission.REPORT_CONFIGURE
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def present(ctx: Context, report: Report) -> Presented:
    """A report with its figures and emails, and what the actor may do with it."""
    snapshot = queries.snapshot_of(ctx.session, report)
    return Presented(
        report,
        {
            "figures": snapshot.figures,
            "summary": summary(snapshot.figures)._asdict(),
            "events": queries.events_of(ctx.session, report),
            "drawn_up_at": snapshot.generated_at,
            "letters": emails.emails_of_report(ctx, report),
            "actions": REPORT.actions(report, ctx.actor),
        },
    )


@api.get("/reports", permission=READ, query=schemas.ReportQuerySchema, returns=page_of(schemas.ReportRowSchema))
def list_reports(ctx: Context, query: ReportFilter) -> Page[Report]:
    """Reports, a page at a time."""
    return queries.reports_page(ctx.session, ctx.actor, query)


@api.get("/reports/<uuid:id>/pdf", permission=READ, returns=None, files=("application/pdf",))
def read_pdf(ctx: Context, id: UUID) -> Response:
    """A report as a PDF; the reading is in the access log."""
    report = readings.read_report(ctx, id)
    return _file(emails.pdf_of_report(ctx, report), "application/pdf", f"{report.code}.pdf")


@api.get("/reports/<uuid:id>/revisions/<int(max=99999):number>", permission=READ, returns=schemas.RevisionSchema)
def read_revision(ctx: Context, id: UUID, number: int) -> dict[str, Any]:
    """A report as it stood at one of its steps, by the step's number; the reading is in the access log."""
    report, event, snapshot = readings.read_revision(ctx, id, number)
    return {
        **{name: getattr(report, name) for name in ("code", "period_from", "period_to")},
        **{name: event.words.get(name, "") for name in SECTIONS},
        "event": event,
        "figures": snapshot.figures,
        "drawn_up_at": snapshot.generated_at,
        "summary": summary(snapshot.figures)._asdict(),
    }


@api.get(
    "/reports/<uuid:id>/tables.csv",
    permission=READ,
    returns=None,
    query=schemas.TablesQuerySchema,
    files=("text/csv",),
)
def read_tables_csv(ctx: Context, id: UUID, query: TablesQuery) -> Response:
    """A report's tables in one CSV file, one after the other; the reading is in the access log."""
    report = readings.read_report(ctx, id)
    sheets = emails.sheets_of_report(ctx, report, query.language)
    lines = [line for each in sheets for line in ([each.title], each.head, *each.rows, [])]
    return _file("".join(csv_lines(lines, list)), "text/csv", f"{report.code}.csv")


@api.get(
    "/reports/<uuid:id>/tables.xlsx",
    permission=READ,
    returns=None,
    query=schemas.TablesQuerySchema,
    files=(WORKBOOK,),
)
def read_tables_xlsx(ctx: Context, id: UUID, query: TablesQuery) -> Response:
    """A report's tables as a workbook with a sheet for each; the reading is in the access log."""
    report = readings.read_report(ctx, id)
    return _file(workbook_of(emails.sheets_of_report(ctx, report, query.language)), WORKBOOK, f"{report.code}.xlsx")


@api.post("/reports/<uuid:id>/letters/retry", permission=REVIEW, returns=schemas.ReportSchema)
def retry_emails(ctx: Context, id: UUID) -> Presented:
    """Try now what the mail server refused, and write to whoever is to get reports since."""
    return present(ctx, emails.retry_emails(ctx, id))


@api.get("/report-policy", permission=READ, returns=schemas.ReportPolicySchema)
def read_report_policy(ctx: Context) -> Presented:
    """How often reports are drawn up by the clock, and whom an approved one is mailed to."""
    return _present_policy(ctx, report_policy.read_report_policy(ctx))


@api.patch(
    "/report-policy",
    permission=CONFIGURE,
    body=schemas.ChangeReportPolicySchema,
    returns=schemas.ReportPolicySchema,
    versioned=True,
)
def change_report_policy(ctx: Context, command: ChangeReportPolicy, version: int) -> Presented:
    """Set how often reports are drawn up, and whom they are mailed to from now on."""
    return _present_policy(ctx, report_policy.change_report_policy(ctx, command, version))


def _present_policy(ctx: Context, policy: ReportPolicy) -> Presented:
    actions = ["edit"] if ctx.actor.may(CONFIGURE) else []
    return Presented(policy, {"readers": report_policy.readers_of(ctx, policy), "actions": actions})


def _file(content: bytes | str, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


one_report = api.resource("/reports", returns=schemas.ReportSchema, present=present)
one_report.create(reports.generate_report, permission=WRITE, body=schemas.GenerateReportSchema)
one_report.change(reports.change_report, permission=WRITE, body=schemas.ChangeReportSchema)
one_report.read(readings.read_report, permission=READ)
one_report.command("redraw", reports.regenerate_report, permission=WRITE)
one_report.command("answer", reports.answer_comment, permission=WRITE, body=schemas.AnswerCommentSchema)
one_report.command("submit", reports.submit_report, permission=WRITE)
one_report.command("return", reports.return_report, permission=REVIEW, body=CommentSchema)
one_report.command("approve", reports.approve_report, permission=REVIEW)
