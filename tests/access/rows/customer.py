"""Rows of customer: customers and everything that is asked of them."""

from __future__ import annotations

from tests.access.matrix import CUSTOMER, NO_ID, OWNER, REASON, UNREAD, rows

CUSTOMERS = (
    *rows(
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
    *rows(
        CUSTOMER,
        "read customers",
        ("GET /v1/customers", {}),
        ("GET /v1/customers/count", {}),
        ("GET /v1/customers/implausible", {}),
    ),
    *rows(
        CUSTOMER,
        "write customers",
        ("POST /v1/customers/{id}/submit", {}),
        ("POST /v1/customers/{id}/withdraw", {}),
        ("POST /v1/customers/{id}/enable", {}),
        on="customer",
    ),
    *rows(
        CUSTOMER,
        "change customers",
        ("PATCH /v1/customers/{id}", {"body": {"region": "北京市"}}),
        ("POST /v1/customers/{id}/disable", {"body": {}}),
        ("POST /v1/customers/{id}/owner", {"body": OWNER}),
        on="customer",
    ),
    *rows(
        CUSTOMER,
        "change customers",
        ("POST /v1/customers/{id}/merge", {"body": {"absorbed_id": NO_ID, "absorbed_version": 1}, "answers": 404}),
        on="customer",
    ),
    *rows(CUSTOMER, "write customers", ("POST /v1/customers/{id}/separate", {}), on="customer"),
    *rows(
        CUSTOMER,
        "read customers",
        ("GET /v1/likely-pairs", {}),
        ("POST /v1/likely-pairs/{id}/differ", {"answers": 404}),
    ),
    *rows(CUSTOMER, "check entries", ("POST /v1/likely-pairs/find", {"answers": 200})),
    *rows(CUSTOMER, "read customers", ("GET /v1/customers/{id}/likely", {}), on="customer"),
    *rows(CUSTOMER, "write customers", ("GET /v1/entries", {}), ("GET /v1/customers/likely", {"answers": 422})),
    *rows(CUSTOMER, "handle cases", ("GET /v1/entries/handed-in", {})),
    *rows(CUSTOMER, "take entries", ("POST /v1/customers/{id}/take", {"answers": 404}), on="customer"),
    *rows(CUSTOMER, "read customers", ("GET /v1/check-policies", {})),
    *rows(CUSTOMER, "read customers", ("GET /v1/customers/{id}/rhythm", {}), on="customer"),
    *rows(
        CUSTOMER,
        "read customers",
        ("GET /v1/customers/rhythm", {}),
        ("GET /v1/customers/rhythm/count", {}),
        ("GET /v1/rhythm-policies", {}),
    ),
    *rows(CUSTOMER, "edit tiers", ("PATCH /v1/rhythm-policies/{id}", {"body": {"every_days": 30}, "answers": 404})),
    *rows(
        CUSTOMER, "set the policy of checks", ("PATCH /v1/check-policies/{id}", {"body": {"waits": []}, "answers": 404})
    ),
    *rows(
        CUSTOMER,
        "note contacts",
        ("POST /v1/customers/{id}/contacts", {"body": {"name": "赵"}, "answers": 201}),
        ("POST /v1/customers/{id}/records", {"body": {"kind": "note", "text": "来过"}, "answers": 201}),
        ("PATCH /v1/records/{id}", {"body": {"text": "来过"}, "answers": 404}),
        ("POST /v1/records/{id}/withdraw", {"body": REASON, "answers": 404}),
        on="customer",
    ),
    *rows(
        CUSTOMER,
        "write customers",
        ("PATCH /v1/contacts/{id}", {"body": {"notes": "下午"}}),
        ("POST /v1/contacts/{id}/disable", {}),
        ("POST /v1/contacts/{id}/enable", {}),
        on="contact",
    ),
    *rows(
        CUSTOMER,
        "decide on contacts",
        ("POST /v1/contacts/{id}/approve", {}),
        ("POST /v1/contacts/{id}/refuse", {"body": REASON}),
        on="contact",
    ),
    *rows(CUSTOMER, "read customers", ("GET /v1/contacts/proposed", {})),
    *rows(CUSTOMER, "write customers", ("POST /v1/customers", UNREAD)),
    *rows(
        CUSTOMER,
        "check entries",
        ("POST /v1/customers/{id}/approve", {}),
        ("POST /v1/customers/{id}/return", {"body": REASON}),
        on="customer",
    ),
    *rows(
        CUSTOMER,
        "check entries",
        ("POST /v1/change-requests/{id}/approve", {}),
        ("POST /v1/change-requests/{id}/reject", {"body": REASON}),
        on="change request",
    ),
    *(
        row
        for path in ("regions", "industries")
        for row in (
            *rows(CUSTOMER, "oneself", (f"GET /v1/{path}", {})),
            *rows(
                CUSTOMER,
                "check entries",
                (f"GET /v1/{path}/unplaced", {}),
                (f"POST /v1/{path}", UNREAD),
                (f"PATCH /v1/{path}/{{id}}", {"answers": 404, "body": {"name": "前海"}}),
                (f"POST /v1/{path}/{{id}}/enable", {"answers": 404}),
                (f"POST /v1/{path}/{{id}}/disable", {"answers": 404}),
            ),
        )
    ),
    *rows(CUSTOMER, "check entries", ("GET /v1/change-requests", {}), ("GET /v1/checks/count", {})),
    *rows(
        CUSTOMER,
        "reveal",
        ("POST /v1/customers/{id}/reveal", {"body": {"purpose": "contact", "note": "回访"}, "answers": 200}),
        on="customer",
    ),
)

EXPORTS = (
    *rows(CUSTOMER, "export", ("GET /v1/exports", {}), ("POST /v1/exports", UNREAD)),
    *rows(CUSTOMER, "export", ("GET /v1/exports/{id}/file", {}), on="file"),
    *rows(
        CUSTOMER,
        "agree to exports",
        ("GET /v1/exports/to-approve", {}),
        ("GET /v1/exports/count", {}),
        ("GET /v1/exports/policy", {}),
    ),
    *rows(CUSTOMER, "set the export limit", ("PATCH /v1/exports/policy", {"body": {"rows_unasked": 1000}})),
    *rows(
        CUSTOMER,
        "agree to exports",
        ("POST /v1/exports/{id}/approve", {"body": {}, "refused": True}),
        ("POST /v1/exports/{id}/refuse", {"body": REASON, "refused": True}),
        on="export",
    ),
)

VIEWING = (
    *rows(CUSTOMER, "ask to view", ("GET /v1/view-requests", {}), ("POST /v1/view-requests", UNREAD)),
    *rows(CUSTOMER, "decide on viewing", ("GET /v1/view-requests/to-decide", {}), ("GET /v1/view-requests/count", {})),
    *rows(
        CUSTOMER,
        "decide on viewing",
        ("POST /v1/view-requests/{id}/approve", {"body": {}, "refused": True}),
        ("POST /v1/view-requests/{id}/refuse", {"body": REASON, "refused": True}),
        on="view request",
    ),
    *rows(CUSTOMER, "end viewing", ("POST /v1/view-requests/{id}/end", {}), on="view request"),
)

HAND_OVERS = (
    *rows(CUSTOMER, "see hand-overs", ("GET /v1/hand-overs", {}), ("GET /v1/hand-overs/count", {})),
    *rows(CUSTOMER, "take customers over", ("POST /v1/hand-overs/{id}/take", {}), on="hand-over"),
    *rows(CUSTOMER, "give customers", ("POST /v1/hand-overs/{id}/give", {"body": OWNER}), on="hand-over"),
    *rows(CUSTOMER, "give customers", ("GET /v1/hand-overs/owners", {}), ("GET /v1/hand-overs/takers", {})),
    *rows(
        CUSTOMER,
        "give customers",
        ("POST /v1/hand-overs/all", {"body": {"from_staff": "{id}", "to_staff": NO_ID}, "answers": 409}),
        on="person",
    ),
)

IMPORTS = (
    *rows(CUSTOMER, "see imports", ("GET /v1/imports", {})),
    *rows(
        CUSTOMER,
        "see imports",
        ("GET /v1/imports/{id}", {"masks": True}),
        ("GET /v1/imports/{id}/errors", {}),
        ("GET /v1/imports/{id}/errors.csv", {}),
        ("GET /v1/imports/{id}/sample", {"masks": True}),
        ("GET /v1/imports/{id}/rows", {"masks": True}),
        on="import",
    ),
    *rows(CUSTOMER, "run imports", ("POST /v1/imports", UNREAD)),
    *rows(
        CUSTOMER,
        "run imports",
        ("POST /v1/imports/{id}/mapping", {"body": {}}),
        ("POST /v1/imports/{id}/read-again", {"body": {}}),
        ("POST /v1/imports/{id}/start", {"body": {}}),
        ("POST /v1/imports/{id}/take-back", {}),
        on="import",
    ),
    *rows(
        CUSTOMER,
        "check imports",
        ("POST /v1/imports/{id}/approve", {}),
        ("POST /v1/imports/{id}/return", {"body": REASON}),
        ("POST /v1/imports/{id}/return-rows", {"body": {"rows": [2], "reason": "与表格不符"}}),
        on="import",
    ),
    *rows(CUSTOMER, "agree to exports", ("GET /v1/imports/policy", {})),
    *rows(CUSTOMER, "set the export limit", ("PATCH /v1/imports/policy", {"body": {"rows_unasked": 0}})),
    *rows(CUSTOMER, "report transactions", ("POST /v1/transactions", UNREAD)),
)

ROWS = (*CUSTOMERS, *EXPORTS, *VIEWING, *HAND_OVERS, *IMPORTS)
