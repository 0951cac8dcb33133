"""The words of files of cases."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.feedback import CaseFileStatus
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "case_file_status": {
            CaseFileStatus.WAITING: _l("Waiting for check"),
            CaseFileStatus.APPROVED: _l("Approved"),
            CaseFileStatus.RETURNED: _l("Returned"),
        },
    },
    colors={
        "case_file_status": {
            CaseFileStatus.WAITING: "yellow",
            CaseFileStatus.APPROVED: "green",
            CaseFileStatus.RETURNED: "red",
        },
    },
    columns={"case_import": {"status": "case_file_status"}},
)
