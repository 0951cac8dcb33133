"""The words of the reports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.reporting import ReportStatus
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "report_status": {
            ReportStatus.DRAFT: _l("Draft"),
            ReportStatus.SUBMITTED: _l("Waiting for review"),
            ReportStatus.RETURNED: _l("Returned"),
            ReportStatus.APPROVED: _l("Approved"),
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
        "period_from": _l("From"),
        "period_to": _l("To"),
    },
    error_messages={
        "report_exists": _l("There is a report for this period already."),
        "before_period_from": _l("The period ends before it begins."),
    },
    columns={"report": {"status": "report_status"}},
)
