"""The words of the reviews of accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.auth import ReviewAnswer
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "review_answer": {
            ReviewAnswer.WAITING: _l("Without an answer"),
            ReviewAnswer.KEPT: _l("Confirmed"),
            ReviewAnswer.REFUSED: _l("Denied"),
        },
    },
    columns={"reviewed_account": {"status": "review_answer", "answer": "review_answer"}},
    fields={
        "staff_ids": _l("Accounts"),
        "keep": _l("Confirmed"),
        "months_between": _l("Months from one review to the next"),
        "days_to_answer": _l("Days to answer"),
        "idle_days": _l("Days without use"),
    },
    error_messages={
        "review_under_way": _l("A review is under way; the next one begins after it."),
    },
)
