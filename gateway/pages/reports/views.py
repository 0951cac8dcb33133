"""Reports: drawn up for a period, written, reviewed, mailed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import Record
from gateway.clients.generated import auth, reporting
from gateway.formats import today
from gateway.i18n import language
from gateway.mechanism.files import passed_on
from gateway.mechanism.form import Field
from gateway.mechanism.listing import ListPage, Looks
from gateway.mechanism.page import Page
from gateway.mechanism.panel import Back
from gateway.mechanism.papers import Papers
from gateway.mechanism.record import RecordPage
from gateway.pages.reports.periods import PRESETS, period_of
from gateway.pages.reports.tables import LIST, NONE_YET, report_of, revision_of
from gateway.render import show

page = Blueprint("reports", __name__, url_prefix="/reports", template_folder="templates")


def _period(found: Any) -> Record:
    """The period that stands in the form at first, by the button that was pressed above it."""
    chosen = request.args.get("period", "")
    return {"period": period_of(chosen, today()), "presets": PRESETS, "chosen": chosen}


reports = ListPage(
    page,
    "reports",
    Looks(NONE_YET, "reports/index.html", table=LIST, above="reports/_draw_up.html"),
    find=reporting.list_reports,
    extras=_period,
    size=20,
)
reports.adds(
    "report",
    reporting.generate_report,
    record="period",
    said=_l("Drawn up; the figures are frozen."),
    see=lambda made: url_for(".detail", id=made["id"]),
    title=_l("Draw up"),
    icon="report-analytics",
    fields=(Field("period_from", of="period_from"), Field("period_to", of="period_to")),
)

FOUND = 20
"""Persons shown of those who are called so."""
MARKDOWN = _l("Markdown: **bold**, - for lists, # for headings. An empty line begins a paragraph.")
report = RecordPage(page, "report", folder="reports", load=reporting.read_report, extras=report_of)
report.command(
    "submit", reporting.submit_report, said=_l("Handed in for review."), title=_l("Hand in for review"), leads=True
)
report.command(
    "redraw",
    reporting.regenerate_report,
    said=_l("Compiled again; the words are as they were."),
    title=_l("Compile again"),
)
report.command(
    "edit",
    reporting.change_report,
    path="words",
    said=_l("Saved."),
    title=_l("Write"),
    icon="pencil",
    tone="btn-sm",
    clears=True,
    fields=tuple(
        Field(name, look="textarea", hint=hint, html={"rows": 7})
        for name, hint in (("what_happened", ""), ("why", ""), ("proposal", MARKDOWN))
    ),
    submit=_l("Save"),
)
report.command(
    "answer",
    reporting.answer_comment,
    said=_l("Answered; it is read when the report is handed in again."),
    title=_l("Answer the comment"),
    icon="message-reply",
    tone="btn-sm",
    fields=(Field("answer", look="textarea", of="answer"),),
    submit=_l("Save the answer"),
)
report.command(
    "approve",
    reporting.approve_report,
    said=_l("Approved; it is on its way to its readers."),
    title=_l("Approve and mail"),
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


def _policy() -> Record:
    """How often reports are made and whom they go to; with ``q`` whoever of the staff is called so."""
    known = reporting.read_report_policy()
    pairs = {each["id"]: each["name"] for each in known["readers"]}
    if q := request.args.get("q", "").strip():
        pairs |= {
            each["id"]: f"{each['name']} · {each['department_name'] or ''}"
            for each in _called(q)
            if each["id"] not in pairs
        }
    leaders = [_("the leadership")] if known["to_leadership"] else []
    goes_to = [*leaders, *(each["name"] for each in known["readers"])]
    return {"policy": known, "readers": list(pairs.items()), "goes_to": goes_to, "q": q}


def _called(q: str) -> list[Any]:
    return list(auth.list_colleagues(q=q, limit=FOUND)["items"])


policy = Page(page, "reports/policy.html", load=_policy, path="/policy", endpoint="policy")
policy.adds(
    "edit",
    reporting.change_report_policy,
    record="policy",
    always=False,
    pairs=lambda context: {"staff_ids": context["readers"]},
    said=_l("Saved; it holds from now on."),
    submit=_l("Save"),
    fields=(
        Field("frequency", choice="report_frequency", of="frequency", required=True),
        Field("to_leadership", of="to_leadership"),
        Field("staff_ids", _l("and to these persons"), of="staff_ids"),
    ),
)


@page.get("/<uuid:id>/revisions/<int:number>")
def revision(id: UUID, number: int) -> Response:
    """A report as it stood at one of its steps."""
    found = reporting.read_revision(id, str(number))
    return show("reports/revision.html", id=id, revision=found, **revision_of(found))


@page.get("/<uuid:id>/pdf")
def pdf(id: UUID) -> Response:
    """A report as a PDF."""
    return passed_on(reporting.read_pdf(id), f"report-{id}.pdf")


@page.get("/<uuid:id>/tables.csv")
def tables_csv(id: UUID) -> Response:
    """A report's tables as CSV."""
    return passed_on(reporting.read_tables_csv(id, language=language()), f"report-{id}.csv")


@page.get("/<uuid:id>/tables.xlsx")
def tables_xlsx(id: UUID) -> Response:
    """A report's tables as a workbook."""
    return passed_on(reporting.read_tables_xlsx(id, language=language()), f"report-{id}.xlsx")
