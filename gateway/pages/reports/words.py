"""The words of the reports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "report_status": {
            "draft": _l("Draft"),
            "submitted": _l("Waiting for review"),
            "returned": _l("Returned"),
            "approved": _l("Approved"),
        },
    },
    colors={
        "report_status": {"draft": "secondary", "submitted": "yellow", "returned": "red", "approved": "green"},
    },
    fields={
        "period_from": _l("From"),
        "period_to": _l("To"),
    },
    refusals={
        "wrong_report_status": _l("This does not fit the present status of the report."),
        "own_report": _l("Somebody other than its author has to review the report."),
        "report_exists": _l("There is a report for this period already."),
        "before_period_from": _l("The period ends before it begins."),
    },
    columns={"report": {"status": "report_status"}},
)
