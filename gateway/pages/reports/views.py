"""Reports: drawn up for a period, reviewed, mailed to the leadership."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, url_for
from flask_babel import lazy_gettext as _l

from gateway.clients.generated import reporting
from gateway.mechanism.files import passed_on
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.panel import Back
from gateway.mechanism.papers import Papers
from gateway.mechanism.record import RecordPage
from gateway.pages.reports.tables import LIST, NONE_YET, figures_of

page = Blueprint("reports", __name__, url_prefix="/reports", template_folder="templates")

reports = ListPage(
    page,
    "reports",
    Looks(NONE_YET, "reports/index.html", table=LIST, above="reports/_draw_up.html"),
    find=reporting.list_reports,
    size=20,
)
reports.adds(
    "report",
    reporting.generate_report,
    said=_l("Drawn up; the figures are frozen."),
    see=lambda made: url_for(".detail", id=made["id"]),
    title=_l("Draw up"),
    icon="report-analytics",
    fields=(Field("period_from"), Field("period_to")),
)

report = RecordPage(page, "report", folder="reports", load=reporting.read_report, extras=figures_of)
report.command(
    "submit", reporting.submit_report, said=_l("Handed in for review."), title=_l("Hand in for review"), leads=True
)
report.command("redraw", reporting.regenerate_report, said=_l("Compiled again."), title=_l("Compile again"))
report.command(
    "approve",
    reporting.approve_report,
    said=_l("Approved; it is on its way to the leadership."),
    title=_l("Approve and mail to the leadership"),
    leads=True,
)
report.command(
    "return",
    reporting.return_report,
    said=_l("Returned with your comment."),
    title=_l("Return with a comment"),
    icon="arrow-back-up",
    fields=(Field("comment", _l("What is to be mended?"), look="textarea"),),
    submit=_l("Return"),
)
report.command(
    "retry",
    reporting.retry_emails,
    path="letters",
    said=_l("The emails are tried again."),
    title=_l("Send again now"),
    icon="refresh",
    tone="btn-sm",
)


Papers(
    report,
    find=reporting.list_report_attachments,
    attach=reporting.attach_to_report,
    fetch=reporting.fetch_report_attachment,
    preview=reporting.preview_report_attachment,
    withdraw=reporting.withdraw_report_attachment,
    back=Back(".detail", _l("Report")),
)


@page.get("/<uuid:id>/pdf")
def pdf(id: UUID) -> Response:
    """A report as a PDF."""
    return passed_on(reporting.read_pdf(id), f"report-{id}.pdf")
