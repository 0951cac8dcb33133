"""Rows of feedback: cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.access.matrix import FEEDBACK, NO_ID, REASON, UNREAD, rows
from tests.access.rights import Relation as R

SAID, OTHER = {"text": "已联系", "channel": "phone"}, {"code": "X2026000001T"}
SOON = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
AWAY = {"substitute_id": NO_ID, "from_day": SOON, "to_day": SOON}
TERMS = {"result_minutes": 60, "clock": "always"}

ROWS = (
    *rows(
        FEEDBACK,
        "read cases",
        ("GET /v1/cases", {}),
        ("GET /v1/cases/count", {}),
        ("GET /v1/cases/desks", {}),
    ),
    *rows(
        FEEDBACK,
        "read cases",
        ("GET /v1/cases/{id}", {}),
        ("GET /v1/cases/{id}/timeline", {}),
        ("GET /v1/cases/{id}/neighbours", {}),
        ("GET /v1/cases/{id}/draft", {}),
        ("POST /v1/cases/{id}/watch", {}),
        ("POST /v1/cases/{id}/unwatch", {}),
        on="case",
    ),
    *rows(FEEDBACK, "read cases", ("GET /v1/reply-templates", {}), ("GET /v1/absences", {})),
    *rows(FEEDBACK, "read cases", ("GET /v1/reply-templates/{id}", {}), on="reply template"),
    *rows(FEEDBACK, "keep reply templates", ("POST /v1/reply-templates", UNREAD)),
    *rows(
        FEEDBACK,
        "keep reply templates",
        ("PATCH /v1/reply-templates/{id}", {"body": {"name": "致谢"}}),
        ("POST /v1/reply-templates/{id}/disable", {}),
        ("POST /v1/reply-templates/{id}/enable", {}),
        on="reply template",
    ),
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
    *(
        row
        for path in ("subjects", "causes", "products", "places")
        for row in (
            *rows(FEEDBACK, "oneself", (f"GET /v1/{path}", {})),
            *rows(
                FEEDBACK,
                "keep lists of cases",
                (f"POST /v1/{path}", UNREAD),
                (f"PATCH /v1/{path}/{{id}}", {"answers": 404, "body": {"name": "质量"}}),
                (f"POST /v1/{path}/{{id}}/enable", {"answers": 404}),
                (f"POST /v1/{path}/{{id}}/disable", {"answers": 404}),
            ),
        )
    ),
    *rows(
        FEEDBACK,
        "read cases",
        ("GET /v1/deadline-rules", {}),
        ("GET /v1/working-calendar", {}),
        ("GET /v1/own-days", {}),
    ),
    *rows(
        FEEDBACK,
        "keep deadlines",
        ("POST /v1/deadline-rules", UNREAD),
        ("PATCH /v1/deadline-rules/{id}", {"answers": 404, "body": TERMS}),
        ("POST /v1/deadline-rules/{id}/disable", {"answers": 404}),
        ("POST /v1/deadline-rules/{id}/enable", {"answers": 404}),
        ("PATCH /v1/working-calendar", UNREAD),
        ("POST /v1/own-days", UNREAD),
        ("POST /v1/own-days/{id}/disable", {"answers": 404}),
        ("POST /v1/own-days/{id}/enable", {"answers": 404}),
    ),
    *rows(FEEDBACK, "anybody", ("POST /v1/satisfaction/look", UNREAD), ("POST /v1/satisfaction/answer", UNREAD)),
    *rows(FEEDBACK, "file cases", ("POST /v1/cases/batch", UNREAD), ("POST /v1/cases/file", UNREAD)),
    *rows(FEEDBACK, "file cases", ("POST /v1/cases/{id}/said", {"body": SAID}), on="case"),
    *rows(FEEDBACK, "see case files", ("GET /v1/case-files", {})),
    *rows(
        FEEDBACK,
        "see case files",
        ("GET /v1/case-files/{id}", {}),
        ("GET /v1/case-files/{id}/rows", {}),
        ("GET /v1/case-files/{id}/errors.csv", {}),
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
        ("GET /v1/cases/colleagues", {}),
        ("POST /v1/absences", {"body": AWAY, "answers": 422}),
    ),
    *rows(FEEDBACK, "handle cases", ("POST /v1/absences/{id}/end", {}), on="absence"),
    *rows(
        FEEDBACK,
        "handle cases",
        ("POST /v1/cases/{id}/email", {"body": {"text": "您好"}, "answers": 409}),
        ("POST /v1/cases/{id}/answer", {"body": SAID}),
        ("POST /v1/cases/{id}/wait", {"body": {}}),
        ("POST /v1/cases/{id}/mail-again", {}),
        ("POST /v1/cases/{id}/resume", {}),
        ("POST /v1/cases/{id}/rate", {"body": {"score": 4}}),
        ("POST /v1/cases/{id}/classify", {"body": {}}),
        ("POST /v1/cases/{id}/assign", {"body": {"staff_id": NO_ID}}),
        ("POST /v1/cases/{id}/prioritize", {"body": {"priority": "high"}}),
        ("POST /v1/cases/{id}/merge", {"body": OTHER}),
        ("POST /v1/cases/{id}/link", {"body": OTHER}),
        ("POST /v1/cases/{id}/unlink", {"body": OTHER}),
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
