"""Rows of feedback: cases."""

from __future__ import annotations

from tests.access.matrix import FEEDBACK, REASON, UNREAD, rows
from tests.access.rights import Relation as R

ROWS = (
    *rows(
        FEEDBACK,
        "read cases",
        ("GET /v1/cases", {}),
        ("GET /v1/cases/count", {}),
        ("GET /v1/cases/desks", {}),
    ),
    *rows(FEEDBACK, "read cases", ("GET /v1/cases/{id}", {}), ("GET /v1/cases/{id}/timeline", {}), on="case"),
    *rows(
        FEEDBACK,
        "file cases",
        (
            "POST /v1/cases",
            {
                "body": {"customer_id": "{id}", "kind": "feedback", "channel": "phone", "content": "挺好"},
                "answers": 201,
                "hidden": 409,
                "without": (R.OWN_DISABLED, R.DEPARTMENT_DISABLED),
            },
        ),
        on="customer",
    ),
    *rows(FEEDBACK, "file cases", ("POST /v1/cases/batch", UNREAD), ("POST /v1/cases/file", UNREAD)),
    *rows(FEEDBACK, "see case files", ("GET /v1/case-files", {})),
    *rows(
        FEEDBACK,
        "see case files",
        ("GET /v1/case-files/{id}", {}),
        ("GET /v1/case-files/{id}/rows", {}),
        on="case file",
    ),
    *rows(
        FEEDBACK,
        "check case files",
        ("POST /v1/case-files/{id}/approve", {}),
        ("POST /v1/case-files/{id}/return", {"body": REASON}),
        ("POST /v1/case-files/{id}/return-rows", {"body": {"rows": [2], "reason": "unclear"}}),
        on="case file",
    ),
    *rows(
        FEEDBACK,
        "check case files",
        ("GET /v1/case-files/count", {}),
        ("GET /v1/case-files/policy", {}),
        ("PATCH /v1/case-files/policy", {"body": {"rows_unasked": 0}}),
    ),
    *rows(
        FEEDBACK,
        "handle cases",
        ("POST /v1/cases/{id}/take", {}),
        ("POST /v1/cases/{id}/release", {}),
        ("POST /v1/cases/{id}/note", {"body": {"text": "已联系"}}),
        ("POST /v1/cases/{id}/reply", {"body": {"text": "谢谢"}}),
        ("POST /v1/cases/{id}/resolve", {"body": {"result": "explained", "outcome": "已说明"}}),
        ("POST /v1/cases/{id}/reopen", {"body": REASON}),
        ("POST /v1/cases/{id}/close", {}),
        on="case",
    ),
)
