"""The words of the reports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.reporting import ReportEventKind, ReportFrequency, ReportStatus
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "report_status": {
            ReportStatus.DRAFT: _l("Draft"),
            ReportStatus.SUBMITTED: _l("Waiting for review"),
            ReportStatus.RETURNED: _l("Returned"),
            ReportStatus.APPROVED: _l("Approved"),
        },
        "report_frequency": {
            ReportFrequency.OFF: _l("not at all"),
            ReportFrequency.WEEKLY: _l("every Monday, of the week before"),
            ReportFrequency.MONTHLY: _l("on the first of each month, of the month before"),
        },
        "report_event": {
            ReportEventKind.DRAWN_UP: _l("Drawn up"),
            ReportEventKind.REDRAWN: _l("Compiled again"),
            ReportEventKind.SUBMITTED: _l("Handed in"),
            ReportEventKind.RETURNED: _l("Returned"),
            ReportEventKind.APPROVED: _l("Approved"),
        },
    },
    colors={
        "report_status": {
            ReportStatus.DRAFT: "secondary",
            ReportStatus.SUBMITTED: "yellow",
            ReportStatus.RETURNED: "red",
            ReportStatus.APPROVED: "green",
        },
    },
    fields={
        "response": _l("Answer to the comment"),
        "period_from": _l("From"),
        "period_to": _l("To"),
        "what_happened": _l("Situation"),
        "why": _l("Causes"),
        "proposal": _l("Proposals"),
        "answer": _l("Answer"),
        "writers": _l("Written by"),
        "frequency": _l("Reports are drawn up"),
        "to_leadership": _l("Approved reports go to the leadership"),
    },
    error_messages={
        "report_exists": _l("There is a report for this period already."),
        "before_period_from": _l("The period ends before it begins."),
    },
    columns={"report": {"status": "report_status"}, "report_policy": {"frequency": "report_frequency"}},
)
