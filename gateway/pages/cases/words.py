"""The words of feedback and complaints."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.feedback import CaseEventKind, CaseKind, CaseStatus, Channel, Desk, Result
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "case_kind": {CaseKind.FEEDBACK: _l("Feedback"), CaseKind.COMPLAINT: _l("Complaint")},
        "case_status": {
            CaseStatus.OPEN: _l("Open"),
            CaseStatus.TAKEN: _l("In hand"),
            CaseStatus.ANSWERED: _l("Answered"),
            CaseStatus.RESOLVED: _l("Resolved"),
            CaseStatus.CLOSED: _l("Closed"),
        },
        "desk": {Desk.SERVICE: _l("Customer service"), Desk.LEAD: _l("Service lead")},
        "channel": {
            Channel.PHONE: _l("Phone"),
            Channel.EMAIL: _l("E-mail"),
            Channel.WEB: _l("Web page"),
            Channel.VISIT: _l("Visit"),
            Channel.CHAT: _l("Chat"),
        },
        "result": {
            Result.SATISFIED: _l("Customer satisfied"),
            Result.COMPENSATED: _l("Compensated"),
            Result.EXPLAINED: _l("Explained"),
            Result.UNFOUNDED: _l("Unfounded"),
            Result.UNRESOLVED: _l("Not resolved"),
        },
        "case_event": {
            CaseEventKind.FILED: _l("Filed"),
            CaseEventKind.TAKEN: _l("Taken in hand"),
            CaseEventKind.RELEASED: _l("Put back"),
            CaseEventKind.NOTE: _l("Note"),
            CaseEventKind.MOVED: _l("Moved to another desk"),
            CaseEventKind.REPLY: _l("Reply and thanks"),
            CaseEventKind.RESOLVED: _l("Resolved"),
            CaseEventKind.REOPENED: _l("Reopened"),
            CaseEventKind.CLOSED: _l("Closed"),
        },
    },
    colors={
        "case_kind": {CaseKind.FEEDBACK: "teal", CaseKind.COMPLAINT: "pink"},
        "case_status": {
            CaseStatus.OPEN: "yellow",
            CaseStatus.TAKEN: "azure",
            CaseStatus.ANSWERED: "green",
            CaseStatus.RESOLVED: "green",
            CaseStatus.CLOSED: "secondary",
        },
    },
    fields={
        "channel": _l("Channel"),
        "content": _l("Content"),
        "received_at": _l("Received"),
        "result": _l("Result"),
        "outcome": _l("Outcome"),
    },
    error_messages={
        "wrong_desk": _l("This case lies on another desk."),
        "wrong_case_kind": _l("This fits the other kind of case only."),
        "taken_by_other": _l("Somebody else has this case in hand."),
        "only_csv": _l("For cases a CSV file is needed, packed (.gz) or not."),
        "columns_missing": _l("The file needs the columns time, customer code, channel, kind and content."),
    },
    columns={"case_file": {"kind": "case_kind", "status": "case_status"}},
)
