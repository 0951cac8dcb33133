"""The administrator's page of tokens for programs."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import Browser
from tests.gateway.outside import Outside
from tests.gateway.sample import STAFF

Services = dict[str, Outside]
SignIn = Callable[..., Browser]
ID = "0192f0c1-0000-7000-8000-0000000000a1"
ERP = "0192f0c1-0000-7000-8000-0000000000e1"
TOKEN: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "name": "Kingdee",
    "staff_id": ERP,
    "staff_name": "ERP",
    "permissions": {"transaction:write": "all"},
    "hint": "wxyz",
    "expires_at": "2099-01-01T00:00:00+00:00",
    "revoked_at": None,
    "last_used_at": "2026-11-20T20:30:00+00:00",
    "last_used_from": "10.9.8.7",
}


@pytest.fixture(autouse=True)
def _tokens(services: Services) -> None:
    """One token, and two accounts that can have more."""
    services["auth"].says("GET", "/v1/api-tokens", {"items": [TOKEN], "next": None})
    accounts = [
        {"id": ERP, "name": "ERP", "username": "erp", "permissions": {"transaction:write": "all"}},
        {"id": STAFF["id"], "name": "王芳", "username": "wang", "permissions": {"staff:read": "department"}},
    ]
    services["auth"].says("GET", "/v1/api-tokens/accounts", {"items": accounts, "next": None})


def test_the_list_says_what_each_token_may_and_when_it_was_used_last(sign_in: SignIn) -> None:
    page = sign_in().get("/staff/tokens").text
    for shown in ("Kingdee", "wxyz", "Record transactions", "10.9.8.7", f"/staff/tokens/new?account={ERP}"):
        assert shown in page


def test_a_token_is_made_within_what_its_account_may_and_shown_once(sign_in: SignIn, services: Services) -> None:
    browser = sign_in()
    form = browser.get(f"/staff/tokens/new?account={STAFF['id']}").text
    assert 'name="permission:staff:read"' in form
    assert 'value="department"' in form
    assert 'value="all"' not in form
    assert 'name="permission:transaction:write"' not in form
    services["auth"].says("POST", "/v1/api-tokens", {**TOKEN, "token": "gx_secret"}, 201)
    fields = {"staff_id": ERP, "name": "Kingdee", "days": "90", "permission:transaction:write": "all"}
    answer = browser.post("/staff/tokens/new", fields)
    assert "gx_secret" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    [asked] = services["auth"].asked("POST", "/v1/api-tokens")
    assert (asked.json["staff_id"], asked.json["permissions"]) == (ERP, {"transaction:write": "all"})


def test_a_refusal_is_shown_with_what_was_chosen(sign_in: SignIn, services: Services) -> None:
    services["auth"].refuses("POST", "/v1/api-tokens", 422, "invalid", permissions=["beyond_account"])
    fields = {"staff_id": ERP, "name": "Kingdee", "days": "90", "permission:transaction:write": "all"}
    answer = sign_in().post("/staff/tokens/new", fields)
    assert answer.status_code == 422
    assert "The account itself may not do this." in answer.text
    assert 'value="all" selected' in answer.text


def test_a_token_is_revoked_on_the_version_that_was_shown(sign_in: SignIn, services: Services) -> None:
    services["auth"].says("POST", f"/v1/api-tokens/{ID}/revoke", TOKEN)
    assert sign_in().post(f"/staff/tokens/{ID}/revoke", {"version": "1"}).location == "/staff/tokens"
    [asked] = services["auth"].asked("POST", f"/v1/api-tokens/{ID}/revoke")
    assert asked.headers["If-Match"] == '"1"'
