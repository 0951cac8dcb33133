"""Reports: draw up, submit, review, the PDF, the letters."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from chassis.context import Context
from chassis.db import Page
from chassis.http import Api, Shown, page_of
from contracts.permissions import Permission
from services.reporting.api import report_schemas as schemas
from services.reporting.store import reports as queries
from services.reporting.store.models import Report
from services.reporting.store.reports import ReportFilter
from services.reporting.usecases import letters, readings, reports
from services.reporting.usecases.reports import Comment, DrawUpReport

api = Api("reports", description="Feedback and complaints of a period, compiled, reviewed and mailed")
READ, WRITE, REVIEW = Permission.REPORT_READ, Permission.REPORT_WRITE, Permission.REPORT_REVIEW


def shown(ctx: Context, report: Report) -> Shown:
    """A report with its figures and letters."""
    ctx.session.flush()
    drawing = queries.drawing_of(ctx.session, report)
    return Shown(
        report,
        {
            "figures": drawing.figures,
            "drawn_up_at": drawing.drawn_up_at,
            "letters": letters.letters_of_report(ctx, report),
        },
    )


@api.get("/reports", permission=READ, query=schemas.ReportQuerySchema, returns=page_of(schemas.ReportRowSchema))
def list_reports(ctx: Context, query: ReportFilter) -> Page[Report]:
    return queries.reports_page(ctx.session, query)


@api.post("/reports", permission=WRITE, body=schemas.DrawUpReportSchema, returns=schemas.ReportSchema, status=201)
def draw_up_report(ctx: Context, command: DrawUpReport) -> Shown:
    return shown(ctx, reports.draw_up_report(ctx, command))


@api.get("/reports/<uuid:id>", permission=READ, returns=schemas.ReportSchema)
def read_report(ctx: Context, id: UUID) -> Shown:
    return shown(ctx, readings.read_report(ctx, id))


@api.post("/reports/<uuid:id>/redraw", permission=WRITE, returns=schemas.ReportSchema, versioned=True)
def redraw_report(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, reports.redraw_report(ctx, id, version))


@api.post("/reports/<uuid:id>/submit", permission=WRITE, returns=schemas.ReportSchema, versioned=True)
def submit_report(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, reports.submit_report(ctx, id, version))


@api.post(
    "/reports/<uuid:id>/return",
    permission=REVIEW,
    body=schemas.CommentSchema,
    returns=schemas.ReportSchema,
    versioned=True,
)
def return_report(ctx: Context, id: UUID, command: Comment, version: int) -> Shown:
    return shown(ctx, reports.return_report(ctx, id, command, version))


@api.post("/reports/<uuid:id>/approve", permission=REVIEW, returns=schemas.ReportSchema, versioned=True)
def approve_report(ctx: Context, id: UUID, version: int) -> Shown:
    return shown(ctx, reports.approve_report(ctx, id, version))


@api.get("/reports/<uuid:id>/pdf", permission=READ, returns=None, files=("application/pdf",))
def read_pdf(ctx: Context, id: UUID) -> Response:
    report = readings.read_report(ctx, id)
    return Response(
        letters.pdf_of_report(ctx, report),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{report.code}.pdf"'},
    )


@api.post("/reports/<uuid:id>/letters/retry", permission=REVIEW, returns=schemas.ReportSchema)
def retry_letters(ctx: Context, id: UUID) -> Shown:
    return shown(ctx, letters.retry_letters(ctx, id))
