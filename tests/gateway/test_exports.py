"""Exports on the pages: the list's own filter is exported, large ones wait, the file comes as it is."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.gateway.conftest import Browser
from tests.gateway.outside import Outside
from tests.gateway.sample import CUSTOMER, ID

SignIn = Callable[..., Browser]
EXPORT: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "status": "done",
    "format": "csv",
    "wanted": {"region": "北京市", "tier": "vip"},
    "rows": 1200,
    "filename": "customers-1.csv",
    "asker_name": "王芳",
    "decided_by_name": "",
    "note": "",
    "error": "",
    "created_at": "2026-11-20T20:30:00+00:00",
}


@pytest.fixture
def customer(services: dict[str, Outside]) -> Outside:
    """The customer service with a list and an export."""
    customer = services["customer"]
    customer.says("GET", "/v1/customers", {"items": [CUSTOMER], "next": None})
    customer.says("GET", "/v1/customers/count", {"count": 1, "more": False})
    customer.says("GET", "/v1/exports", {"items": [EXPORT], "next": None})
    customer.says("GET", "/v1/exports/to-approve", {"items": [{**EXPORT, "status": "waiting"}], "next": None})
    customer.says("GET", "/v1/exports/policy", {"version": 3, "rows_unasked": 1000})
    customer.says("POST", "/v1/exports", EXPORT, status=201)
    customer.says("POST", f"/v1/exports/{ID}/approve", EXPORT)
    customer.says("PATCH", "/v1/exports/policy", {"version": 4, "rows_unasked": 50})
    return customer


def test_what_the_list_shows_is_what_is_exported(sign_in: SignIn, customer: Outside) -> None:
    browser = sign_in()
    page = browser.get("/customers?region=北京市&tier=vip").text
    assert '<input type="hidden" name="region" value="北京市">' in page
    answer = browser.post("/customers/exports", {"format": "csv", "region": "北京市", "tier": "vip", "q": ""})
    assert (answer.status_code, answer.location) == (303, "/customers/exports")
    [asked] = customer.asked("POST", "/v1/exports")
    assert asked.json == {"format": "csv", "language": "en", "wanted": {"region": "北京市", "tier": "vip"}}


def test_the_export_is_offered_only_to_who_may_export(sign_in: SignIn, customer: Outside) -> None:
    assert 'action="/customers/exports"' not in sign_in({"customer:read": "all"}).get("/customers").text


def test_a_finished_file_comes_as_the_service_gives_it(sign_in: SignIn, customer: Outside) -> None:
    browser = sign_in()
    assert f'href="/customers/exports/{ID}/file"' in browser.get("/customers/exports").text
    content = "\ufeff名称\r\n".encode()
    customer.says("GET", f"/v1/exports/{ID}/file", content, Content_Type="text/csv; charset=utf-8")
    answer = browser.get(f"/customers/exports/{ID}/file")
    assert answer.data == content
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_large_export_is_agreed_to_and_the_limit_is_changed_by_leadership_only(
    sign_in: SignIn, customer: Outside
) -> None:
    leader = sign_in({"customer:read": "all", "export:approve": "all"})
    page = leader.get("/customers/exports/to-approve").text
    assert "王芳 wants 1,200 rows" in page
    assert 'action="/customers/exports/limit"' in page
    leader.post(f"/customers/exports/{ID}/approve", {"version": "1"})
    assert len(customer.asked("POST", f"/v1/exports/{ID}/approve")) == 1
    leader.post("/customers/exports/limit", {"rows_unasked": "50", "version": "3"})
    [asked] = customer.asked("PATCH", "/v1/exports/policy")
    assert (asked.json, asked.headers["If-Match"]) == ({"rows_unasked": 50}, '"3"')
    manager = sign_in({"customer:read": "department", "export:approve": "department"})
    assert 'action="/customers/exports/limit"' not in manager.get("/customers/exports/to-approve").text


def test_who_may_agree_to_ones_large_export_is_named(
    sign_in: SignIn, customer: Outside, services: dict[str, Outside]
) -> None:
    customer.says("GET", "/v1/exports", {"items": [{**EXPORT, "status": "waiting"}], "next": None})
    services["auth"].says("GET", "/v1/colleagues", {"items": [{"id": ID, "name": "周总"}], "next": None})
    page = sign_in({"customer:export": "all"}).get("/customers/exports").text
    assert "until one of these agrees to it: 周总." in page
    [asked] = services["auth"].asked("GET", "/v1/colleagues")
    assert parse_qs(asked.query) == {"permission": ["export:approve"], "over_me": ["true"]}


def test_that_nobody_may_agree_to_ones_large_export_is_said_with_what_to_do(
    sign_in: SignIn, customer: Outside, services: dict[str, Outside]
) -> None:
    customer.says("GET", "/v1/exports", {"items": [{**EXPORT, "status": "waiting"}], "next": None})
    services["auth"].says("GET", "/v1/colleagues", {"items": [], "next": None})
    assert (
        "Nobody else may agree to your large export"
        in sign_in({"customer:export": "all"}).get("/customers/exports").text
    )
