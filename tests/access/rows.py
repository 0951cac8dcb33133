"""The rows of the access matrix, by service: what each operation needs, and what its request has to be.

Requests change nothing, or nothing that matters: a change is asked for with a version that the record never had, so 412
says that the record was seen and the right was there.
"""

from __future__ import annotations

from typing import Any

from tests.access.matrix import AUTH, CUSTOMER, FEEDBACK, NO_ID, REPORTING, Row
from tests.access.rights import Relation as R


def _rows(service: str, right: str, *lines: tuple[str, dict[str, Any]], on: str = "") -> tuple[Row, ...]:
    return tuple(Row(service=service, route=route, right=right, **{"on": on, **more}) for route, more in lines)


REASON, OWNER = {"reason": "unclear"}, {"owner_id": NO_ID}
UNREAD = {"answers": 422, "body": {"nonsense": True}}
"""A body that no route takes: who may not is told so before it is read."""

CUSTOMERS = (
    *_rows(
        CUSTOMER,
        "read customers",
        ("GET /v1/customers/{id}", {"masks": True}),
        ("GET /v1/customers/{id}/contacts", {"masks": True}),
        ("GET /v1/customers/{id}/changes", {"masks": True}),
        ("GET /v1/customers/{id}/timeline", {"masks": True}),
        ("GET /v1/customers/{id}/records", {}),
        ("GET /v1/customers/{id}/readings", {}),
        ("GET /v1/customers/{id}/transactions", {}),
        on="customer",
    ),
    *_rows(CUSTOMER, "read customers", ("GET /v1/customers", {}), ("GET /v1/customers/count", {})),
    *_rows(
        CUSTOMER,
        "write customers",
        ("PATCH /v1/customers/{id}", {"body": {"region": "北京市"}}),
        ("POST /v1/customers/{id}/submit", {}),
        ("POST /v1/customers/{id}/disable", {"body": {}}),
        ("POST /v1/customers/{id}/enable", {}),
        ("POST /v1/customers/{id}/owner", {"body": OWNER}),
        ("POST /v1/customers/{id}/contacts", {"body": {"name": "赵"}, "answers": 201}),
        ("POST /v1/customers/{id}/records", {"body": {"kind": "note", "text": "来过"}, "answers": 201}),
        on="customer",
    ),
    *_rows(
        CUSTOMER,
        "write customers",
        ("PATCH /v1/contacts/{id}", {"body": {"notes": "下午"}}),
        ("POST /v1/contacts/{id}/disable", {}),
        ("POST /v1/contacts/{id}/enable", {}),
        on="contact",
    ),
    *_rows(CUSTOMER, "write customers", ("POST /v1/customers", UNREAD)),
    *_rows(
        CUSTOMER,
        "check entries",
        ("POST /v1/customers/{id}/approve", {}),
        ("POST /v1/customers/{id}/return", {"body": REASON}),
        on="customer",
    ),
    *_rows(
        CUSTOMER,
        "check entries",
        ("POST /v1/change-requests/{id}/approve", {}),
        ("POST /v1/change-requests/{id}/reject", {"body": REASON}),
        on="change request",
    ),
    *_rows(CUSTOMER, "check entries", ("GET /v1/change-requests", {}), ("GET /v1/checks/count", {})),
    *_rows(
        CUSTOMER,
        "reveal",
        ("POST /v1/customers/{id}/reveal", {"body": {"purpose": "contact", "note": "回访"}, "answers": 200}),
        on="customer",
    ),
)

EXPORTS = (
    *_rows(CUSTOMER, "export", ("GET /v1/exports", {}), ("POST /v1/exports", UNREAD)),
    *_rows(CUSTOMER, "export", ("GET /v1/exports/{id}/file", {}), on="file"),
    *_rows(
        CUSTOMER,
        "agree to exports",
        ("GET /v1/exports/to-approve", {}),
        ("GET /v1/exports/count", {}),
        ("GET /v1/exports/policy", {}),
    ),
    *_rows(CUSTOMER, "set the export limit", ("PATCH /v1/exports/policy", {"body": {"rows_unasked": 1000}})),
    *_rows(
        CUSTOMER,
        "agree to exports",
        ("POST /v1/exports/{id}/approve", {"body": {}, "refused": True}),
        ("POST /v1/exports/{id}/refuse", {"body": REASON, "refused": True}),
        on="export",
    ),
)

VIEWING = (
    *_rows(CUSTOMER, "ask to view", ("GET /v1/view-requests", {}), ("POST /v1/view-requests", UNREAD)),
    *_rows(CUSTOMER, "decide on viewing", ("GET /v1/view-requests/to-decide", {}), ("GET /v1/view-requests/count", {})),
    *_rows(
        CUSTOMER,
        "decide on viewing",
        ("POST /v1/view-requests/{id}/approve", {"body": {}, "refused": True}),
        ("POST /v1/view-requests/{id}/refuse", {"body": REASON, "refused": True}),
        on="view request",
    ),
    *_rows(CUSTOMER, "end viewing", ("POST /v1/view-requests/{id}/end", {}), on="view request"),
)

HAND_OVERS = (
    *_rows(CUSTOMER, "see hand-overs", ("GET /v1/hand-overs", {}), ("GET /v1/hand-overs/count", {})),
    *_rows(CUSTOMER, "take customers over", ("POST /v1/hand-overs/{id}/take", {}), on="hand-over"),
    *_rows(CUSTOMER, "give customers", ("POST /v1/hand-overs/{id}/give", {"body": OWNER}), on="hand-over"),
    *_rows(CUSTOMER, "give customers", ("GET /v1/hand-overs/owners", {}), ("GET /v1/hand-overs/takers", {})),
    *_rows(
        CUSTOMER,
        "give customers",
        ("POST /v1/hand-overs/all", {"body": {"from_staff": "{id}", "to_staff": NO_ID}, "answers": 409}),
        on="person",
    ),
)

IMPORTS = (
    *_rows(CUSTOMER, "see imports", ("GET /v1/imports", {})),
    *_rows(
        CUSTOMER,
        "see imports",
        ("GET /v1/imports/{id}", {"masks": True}),
        ("GET /v1/imports/{id}/errors", {}),
        ("GET /v1/imports/{id}/errors.csv", {}),
        on="import",
    ),
    *_rows(CUSTOMER, "run imports", ("POST /v1/imports", UNREAD)),
    *_rows(
        CUSTOMER,
        "run imports",
        ("POST /v1/imports/{id}/mapping", {"body": {}}),
        ("POST /v1/imports/{id}/start", {"body": {}}),
        ("POST /v1/imports/{id}/take-back", {}),
        on="import",
    ),
    *_rows(
        CUSTOMER,
        "check imports",
        ("POST /v1/imports/{id}/approve", {}),
        ("POST /v1/imports/{id}/return", {"body": REASON}),
        on="import",
    ),
    *_rows(CUSTOMER, "report transactions", ("POST /v1/transactions", UNREAD)),
)

CASES = (
    *_rows(
        FEEDBACK,
        "read cases",
        ("GET /v1/cases", {}),
        ("GET /v1/cases/count", {}),
        ("GET /v1/cases/desks", {}),
    ),
    *_rows(FEEDBACK, "read cases", ("GET /v1/cases/{id}", {}), ("GET /v1/cases/{id}/timeline", {}), on="case"),
    *_rows(
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
    *_rows(FEEDBACK, "file cases", ("POST /v1/cases/batch", UNREAD), ("POST /v1/cases/file", UNREAD)),
    *_rows(
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

REPORTS = (
    *_rows(
        REPORTING,
        "read tiers",
        ("GET /v1/tiers/summary", {}),
        ("GET /v1/tiers/runs", {}),
        ("GET /v1/tiers/policies", {}),
    ),
    *_rows(
        REPORTING,
        "read tiers",
        ("GET /v1/tiers/policies/{id}", {}),
        ("POST /v1/tiers/policies/{id}/try", {"answers": 200}),
        on="policy",
    ),
    *_rows(REPORTING, "read customers", ("GET /v1/tiers/of/{customer_id}", {}), on="customer"),
    *_rows(
        REPORTING,
        "edit tiers",
        ("PATCH /v1/tiers/policies/{id}", {"body": {"note": "试"}}),
        ("POST /v1/tiers/policies/{id}/activate", {}),
        on="policy",
    ),
    *_rows(
        REPORTING,
        "edit tiers",
        ("POST /v1/tiers/policies", {"answers": 201}),
        ("POST /v1/tiers/recompute", {"answers": 202}),
    ),
    *_rows(REPORTING, "read reports", ("GET /v1/reports", {})),
    *_rows(REPORTING, "read reports", ("GET /v1/reports/{id}", {}), ("GET /v1/reports/{id}/pdf", {}), on="report"),
    *_rows(REPORTING, "write reports", ("POST /v1/reports", UNREAD)),
    *_rows(
        REPORTING,
        "write reports",
        ("POST /v1/reports/{id}/redraw", {}),
        ("POST /v1/reports/{id}/submit", {}),
        on="report",
    ),
    *_rows(
        REPORTING,
        "review reports",
        ("POST /v1/reports/{id}/return", {"body": {"comment": "请补充"}}),
        ("POST /v1/reports/{id}/approve", {}),
        ("POST /v1/reports/{id}/letters/retry", {"answers": 409}),
        on="report",
    ),
)

STAFF_ROWS = (
    *_rows(AUTH, "read staff", ("GET /v1/staff", {}), ("GET /v1/sign-ins", {})),
    *_rows(AUTH, "read staff", ("GET /v1/staff/{id}", {}), on="person"),
    *_rows(AUTH, "manage staff", ("POST /v1/staff", UNREAD)),
    *_rows(
        AUTH,
        "manage staff",
        ("PATCH /v1/staff/{id}", {"body": {"address": "北京市"}}),
        ("POST /v1/staff/{id}/disable", {"refused": True}),
        ("POST /v1/staff/{id}/enable", {"refused": True}),
        on="person",
    ),
    *_rows(
        AUTH,
        "manage accounts",
        ("POST /v1/staff/{id}/reset-password", {"answers": 200}),
        ("POST /v1/staff/{id}/reset-second-factor", {"answers": 200}),
        ("GET /v1/staff/{id}/sessions", {}),
        ("POST /v1/staff/{id}/sessions/end", {"answers": 200}),
        ("POST /v1/staff/{id}/sessions/{session_id}/end", {"answers": 404}),
        on="account",
    ),
    *_rows(
        AUTH,
        "answer for accounts",
        ("GET /v1/account-reviews", {}),
        ("GET /v1/account-reviews/count", {}),
        ("GET /v1/account-reviews/policy", {}),
        ("GET /v1/account-reviews/{id}/accounts", {"answers": 404}),
        ("POST /v1/account-reviews/{id}/answers", UNREAD),
    ),
    *_rows(
        AUTH,
        "review accounts",
        ("POST /v1/account-reviews", {"answers": 201}),
        ("PATCH /v1/account-reviews/policy", {"body": {"months_between": 3, "days_to_answer": 14, "idle_days": 90}}),
    ),
    *_rows(AUTH, "read departments", ("GET /v1/departments", {})),
    *_rows(AUTH, "read departments", ("GET /v1/departments/{id}", {}), on="department"),
    *_rows(AUTH, "manage departments", ("POST /v1/departments", UNREAD)),
    *_rows(
        AUTH,
        "manage departments",
        ("PATCH /v1/departments/{id}", {"body": {"name": "销售部"}}),
        ("POST /v1/departments/{id}/disable", {}),
        ("POST /v1/departments/{id}/enable", {}),
        on="department",
    ),
    *_rows(AUTH, "read roles", ("GET /v1/roles", {})),
    *_rows(AUTH, "read roles", ("GET /v1/roles/{id}", {}), on="role"),
    *_rows(AUTH, "manage roles", ("POST /v1/roles", UNREAD)),
    *_rows(AUTH, "manage roles", ("PATCH /v1/roles/{id}", {"body": {"name_en": "Other"}}), on="role"),
    *_rows(
        AUTH,
        "manage tokens",
        ("GET /v1/api-tokens", {}),
        ("GET /v1/api-tokens/accounts", {}),
        ("POST /v1/api-tokens", UNREAD),
    ),
    *_rows(AUTH, "manage tokens", ("POST /v1/api-tokens/{id}/revoke", {}), on="token"),
)

ONESELF = (
    *_rows(
        AUTH,
        "anybody",
        ("POST /v1/auth/api-tokens", UNREAD),
        ("POST /v1/auth/sessions", UNREAD),
        ("POST /v1/auth/sessions/end", UNREAD),
        ("POST /v1/auth/sessions/second-factor", UNREAD),
        ("POST /v1/auth/sessions/token", UNREAD),
        ("POST /v1/auth/tokens", UNREAD),
        ("POST /v1/auth/tokens/end", UNREAD),
        ("POST /v1/auth/tokens/refresh", UNREAD),
        ("POST /v1/auth/tokens/second-factor", UNREAD),
    ),
    *_rows(
        AUTH,
        "oneself",
        ("GET /v1/me", {}),
        ("PATCH /v1/me", UNREAD),
        ("GET /v1/me/access", {}),
        ("POST /v1/me/password", UNREAD),
        ("GET /v1/me/second-factor", {}),
        ("POST /v1/me/second-factor/recovery-codes", UNREAD),
        ("POST /v1/me/second-factor/totp", UNREAD),
        ("POST /v1/me/second-factor/totp/confirm", UNREAD),
        ("POST /v1/me/second-factor/totp/end", UNREAD),
        ("GET /v1/me/sessions", {}),
        ("POST /v1/me/sessions/end", UNREAD),
        ("GET /v1/me/sign-ins", {}),
        ("GET /v1/colleagues", {}),
    ),
    *_rows(AUTH, "oneself", ("POST /v1/me/sessions/{id}/end", {"answers": 404}), on="session"),
)

RECORDS = tuple(
    row
    for service in (AUTH, CUSTOMER, FEEDBACK, REPORTING)
    for row in (
        *_rows(
            service,
            "audit",
            *((f"GET /v1/audit/{service}/{what}", {"masks": True}) for what in ("changes", "readings")),
            *((f"GET /v1/audit/{service}/{what}.csv", {"masks": True}) for what in ("changes", "readings")),
            (f"GET /v1/audit/{service}/seals", {}),
            (f"POST /v1/audit/{service}/checks", {"answers": 202}),
        ),
        *_rows(service, "look after the system", (f"GET /v1/system/{service}", {})),
    )
) + _rows(CUSTOMER, "audit", ("GET /v1/unusual-readings", {}))

ROWS: tuple[Row, ...] = (
    *CUSTOMERS,
    *EXPORTS,
    *VIEWING,
    *HAND_OVERS,
    *IMPORTS,
    *CASES,
    *REPORTS,
    *STAFF_ROWS,
    *ONESELF,
    *RECORDS,
)
