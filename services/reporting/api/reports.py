"""Reports: compile, submit, review, the PDF, the emails."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from chassis.context import Context
from chassis.db import Page
from chassis.http import Api, Presented, page_of
from chassis.http.approval import CommentSchema
from contracts.permissions import Permission
from services.reporting.api import report_schemas as schemas
from services.reporting.domain.workflow import REPORT
from services.reporting.store import reports as queries
from services.reporting.store.models import Report
from services.reporting.store.reports import ReportFilter
from services.reporting.usecases import emails, readings, reports

api = Api("reports", description="Feedback and complaints of a period, compiled, reviewed and mailed")
READ, WRITE, REVIEW = Permission.REPORT_READ, Permission.REPORT_WRITE, Permission.REPORT_REVIEW


def present(ctx: Context, report: Report) -> Presented:
    """A report with its figures and emails, and what the actor may do with it."""
    snapshot = queries.snapshot_of(ctx.session, report)
    return Presented(
        report,
        {
            "figures": snapshot.figures,
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
    return Response(
        emails.pdf_of_report(ctx, report),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{report.code}.pdf"'},
    )


@api.post("/reports/<uuid:id>/letters/retry", permission=REVIEW, returns=schemas.ReportSchema)
def retry_emails(ctx: Context, id: UUID) -> Presented:
    """Try now what the mail server refused, and write to whoever joined the leadership since."""
    return present(ctx, emails.retry_emails(ctx, id))


one_report = api.resource("/reports", returns=schemas.ReportSchema, present=present)
one_report.create(reports.generate_report, permission=WRITE, body=schemas.GenerateReportSchema)
one_report.read(readings.read_report, permission=READ)
one_report.command("redraw", reports.regenerate_report, permission=WRITE)
one_report.command("submit", reports.submit_report, permission=WRITE)
one_report.command("return", reports.return_report, permission=REVIEW, body=CommentSchema)
one_report.command("approve", reports.approve_report, permission=REVIEW)
