"""Rows of reporting: tiers and reports."""

from __future__ import annotations

from tests.access.matrix import REPORTING, UNREAD, rows

ROWS = (
    *rows(
        REPORTING,
        "read tiers",
        ("GET /v1/tiers/summary", {}),
        ("GET /v1/tiers/runs", {}),
        ("GET /v1/tiers/policies", {}),
    ),
    *rows(
        REPORTING,
        "read tiers",
        ("GET /v1/tiers/policies/{id}", {}),
        ("POST /v1/tiers/policies/{id}/try", {"answers": 200}),
        on="policy",
    ),
    *rows(REPORTING, "read customers", ("GET /v1/tiers/of/{customer_id}", {}), on="customer"),
    *rows(
        REPORTING,
        "edit tiers",
        ("PATCH /v1/tiers/policies/{id}", {"body": {"note": "试"}}),
        ("POST /v1/tiers/policies/{id}/activate", {}),
        on="policy",
    ),
    *rows(
        REPORTING,
        "edit tiers",
        ("POST /v1/tiers/policies", {"answers": 201}),
        ("POST /v1/tiers/recompute", {"answers": 202}),
    ),
    *rows(REPORTING, "read reports", ("GET /v1/reports", {})),
    *rows(
        REPORTING,
        "read reports",
        ("GET /v1/reports/{id}", {}),
        ("GET /v1/reports/{id}/pdf", {}),
        ("GET /v1/reports/{id}/tables.csv", {}),
        ("GET /v1/reports/{id}/tables.xlsx", {}),
        ("GET /v1/reports/{id}/revisions/{number}", {}),
        on="report",
    ),
    *rows(REPORTING, "read reports", ("GET /v1/report-policy", {})),
    *rows(REPORTING, "configure reports", ("PATCH /v1/report-policy", {"body": {"frequency": "monthly"}})),
    *rows(REPORTING, "write reports", ("POST /v1/reports", UNREAD)),
    *rows(
        REPORTING,
        "write reports",
        ("PATCH /v1/reports/{id}", {"body": {"why": "人手不足"}}),
        ("POST /v1/reports/{id}/redraw", {}),
        ("POST /v1/reports/{id}/answer", {"body": {"answer": "已补充"}}),
        ("POST /v1/reports/{id}/submit", {}),
        on="report",
    ),
    *rows(
        REPORTING,
        "review reports",
        ("POST /v1/reports/{id}/return", {"body": {"comment": "请补充"}}),
        ("POST /v1/reports/{id}/approve", {}),
        ("POST /v1/reports/{id}/letters/retry", {"answers": 409}),
        on="report",
    ),
)
