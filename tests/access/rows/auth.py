"""Rows of auth: staff, accounts, departments, roles, tokens, oneself."""

from __future__ import annotations

from tests.access.matrix import AUTH, UNREAD, rows
from tests.fleet import PASSWORD

STAFF_ROWS = (
    *rows(AUTH, "read staff", ("GET /v1/staff", {}), ("GET /v1/sign-ins", {})),
    *rows(AUTH, "read staff", ("GET /v1/staff/{id}", {}), on="person"),
    *rows(AUTH, "manage staff", ("POST /v1/staff", UNREAD)),
    *rows(
        AUTH,
        "manage staff",
        ("PATCH /v1/staff/{id}", {"body": {"address": "北京市"}}),
        ("POST /v1/staff/{id}/disable", {"refused": True}),
        ("POST /v1/staff/{id}/enable", {"refused": True}),
        on="person",
    ),
    *rows(
        AUTH,
        "manage accounts",
        ("POST /v1/staff/{id}/reset-password", {"answers": 200}),
        ("POST /v1/staff/{id}/reset-second-factor", {"answers": 200}),
        ("GET /v1/staff/{id}/sessions", {}),
        ("POST /v1/staff/{id}/sessions/end", {"answers": 200}),
        ("POST /v1/staff/{id}/sessions/{session_id}/end", {"answers": 404}),
        on="account",
    ),
    *rows(
        AUTH,
        "answer for accounts",
        ("GET /v1/account-reviews", {}),
        ("GET /v1/account-reviews/count", {}),
        ("GET /v1/account-reviews/policy", {}),
        ("GET /v1/account-reviews/{id}/accounts", {"answers": 404}),
        ("POST /v1/account-reviews/{id}/answers", UNREAD),
    ),
    *rows(
        AUTH,
        "review accounts",
        ("POST /v1/account-reviews", {"answers": 409}),
        ("PATCH /v1/account-reviews/policy", {"body": {"months_between": 3, "days_to_answer": 14, "idle_days": 90}}),
    ),
    *rows(AUTH, "read departments", ("GET /v1/departments", {})),
    *rows(AUTH, "read departments", ("GET /v1/departments/{id}", {}), on="department"),
    *rows(AUTH, "manage departments", ("POST /v1/departments", UNREAD)),
    *rows(
        AUTH,
        "manage departments",
        ("PATCH /v1/departments/{id}", {"body": {"name": "销售部"}}),
        ("POST /v1/departments/{id}/disable", {}),
        ("POST /v1/departments/{id}/enable", {}),
        on="department",
    ),
    *rows(AUTH, "read roles", ("GET /v1/roles", {})),
    *rows(AUTH, "read roles", ("GET /v1/roles/{id}", {}), on="role"),
    *rows(AUTH, "manage roles", ("POST /v1/roles", UNREAD)),
    *rows(AUTH, "manage roles", ("PATCH /v1/roles/{id}", {"body": {"name_en": "Other"}}), on="role"),
    *rows(
        AUTH,
        "manage tokens",
        ("GET /v1/api-tokens", {}),
        ("GET /v1/api-tokens/accounts", {}),
        ("POST /v1/api-tokens", UNREAD),
    ),
    *rows(AUTH, "manage tokens", ("POST /v1/api-tokens/{id}/revoke", {}), on="token"),
)

ONESELF = (
    *rows(
        AUTH,
        "anybody",
        ("POST /v1/auth/api-tokens", UNREAD),
        ("POST /v1/auth/sessions", UNREAD),
        ("POST /v1/auth/sessions/end", UNREAD),
        ("POST /v1/auth/sessions/passkey", UNREAD),
        ("POST /v1/auth/sessions/passkey/begin", UNREAD),
        ("POST /v1/auth/sessions/second-factor", UNREAD),
        ("POST /v1/auth/sessions/second-factor/passkey", UNREAD),
        ("POST /v1/auth/sessions/second-factor/passkey/begin", UNREAD),
        ("POST /v1/auth/sessions/token", UNREAD),
        ("POST /v1/auth/tokens", UNREAD),
        ("POST /v1/auth/tokens/end", UNREAD),
        ("POST /v1/auth/tokens/refresh", UNREAD),
        ("POST /v1/auth/tokens/second-factor", UNREAD),
    ),
    *rows(
        AUTH,
        "oneself",
        ("GET /v1/me", {}),
        ("PATCH /v1/me", UNREAD),
        ("GET /v1/me/access", {}),
        ("POST /v1/me/password", UNREAD),
        ("GET /v1/me/second-factor", {}),
        ("POST /v1/me/second-factor/passkeys", UNREAD),
        ("POST /v1/me/second-factor/passkeys/confirm", UNREAD),
        ("POST /v1/me/second-factor/recovery-codes", UNREAD),
        ("POST /v1/me/second-factor/totp", UNREAD),
        ("POST /v1/me/second-factor/totp/confirm", UNREAD),
        ("POST /v1/me/second-factor/totp/end", UNREAD),
        ("GET /v1/me/sessions", {}),
        ("POST /v1/me/sessions/end", UNREAD),
        ("GET /v1/me/sign-ins", {}),
        ("GET /v1/colleagues", {}),
    ),
    *rows(AUTH, "oneself", ("POST /v1/me/sessions/{id}/end", {"answers": 404}), on="session"),
    *rows(
        AUTH,
        "oneself",
        ("PATCH /v1/me/second-factor/passkeys/{id}", {"body": {"name": "Key"}, "answers": 404}),
        ("POST /v1/me/second-factor/passkeys/{id}/end", {"body": {"password": PASSWORD}, "answers": 404}),
        on="passkey",
    ),
)

ROWS = (*STAFF_ROWS, *ONESELF)
