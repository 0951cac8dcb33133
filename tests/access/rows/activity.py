"""Rows of activity: one's own notices, the group robots of departments."""

from __future__ import annotations

from tests.access.matrix import ACTIVITY, UNREAD, rows

ROWS = (
    *rows(
        ACTIVITY,
        "oneself",
        ("GET /v1/notices", {}),
        ("GET /v1/notices/unread", {}),
        ("GET /v1/notices/settings", {}),
        ("PATCH /v1/notices/settings", {"answers": 200, "body": {"backup_failed": "page"}}),
        ("POST /v1/notices/read", {"answers": 200, "body": {"kind": "backup_failed"}}),
    ),
    *rows(ACTIVITY, "oneself", ("POST /v1/notices/{id}/read", {}), on="notice"),
    *rows(ACTIVITY, "set group robots", ("GET /v1/notice-channels", {}), ("POST /v1/notice-channels", UNREAD)),
    *rows(
        ACTIVITY,
        "set group robots",
        ("GET /v1/notice-channels/{id}", {}),
        ("PATCH /v1/notice-channels/{id}", {"body": {"name": "群"}}),
        ("POST /v1/notice-channels/{id}/try", {}),
        ("POST /v1/notice-channels/{id}/disable", {}),
        ("POST /v1/notice-channels/{id}/enable", {}),
        on="channel",
    ),
)
