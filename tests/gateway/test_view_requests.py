"""View requests on the pages: ask, decide, end."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import Browser
from tests.gateway.outside import Outside
from tests.gateway.sample import CUSTOMER, ID

SignIn = Callable[..., Browser]
OTHER = "0192f0c1-0000-7000-8000-0000000000e1"
REQUEST: dict[str, Any] = {
    "id": ID,
    "version": 2,
    "customer_code": "P2026000001A",
    "customer_id": None,
    "customer_name": "贵宾",
    "owner_name": "客户经理",
    "purpose": "<b>来店</b>",
    "hours": 48,
    "status": "waiting",
    "asker_name": "业务员",
    "note": "",
    "decided_by_name": "",
    "decided_at": None,
    "until": None,
    "created_at": "2026-11-20T20:30:00+00:00",
}


@pytest.fixture
def customer(services: dict[str, Outside]) -> Outside:
    """The customer service with one view request."""
    customer = services["customer"]
    customer.says("GET", "/v1/view-requests", {"items": [REQUEST], "next": None})
    customer.says("GET", "/v1/view-requests/to-decide", {"items": [REQUEST], "next": None})
    customer.says("POST", f"/v1/view-requests/{ID}/refuse", REQUEST)
    customer.says("POST", f"/v1/view-requests/{ID}/end", REQUEST)
    return customer


def test_a_request_is_sent_with_its_code_purpose_and_hours(sign_in: SignIn, customer: Outside) -> None:
    customer.says("POST", "/v1/view-requests", REQUEST, status=201)
    browser = sign_in({"customer:read": "own"})
    page = browser.get("/customers/requests").text
    assert "&lt;b&gt;来店&lt;/b&gt;" in page
    assert "2 days" in page
    assert 'href="/customers/requests/to-decide"' not in page
    answer = browser.post("/customers/requests", {"customer_code": "P1", "purpose": "x", "hours": "8"})
    assert (answer.status_code, answer.location) == (303, "/customers/requests")
    [asked] = customer.asked("POST", "/v1/view-requests")
    assert asked.json == {"customer_code": "P1", "purpose": "x", "hours": 8}


def test_a_manager_decides_and_a_refusal_carries_its_reason_and_version(sign_in: SignIn, customer: Outside) -> None:
    browser = sign_in({"customer:read": "department", "view_request:decide": "department"})
    assert f'action="/customers/requests/{ID}/approve"' in browser.get("/customers/requests/to-decide").text
    answer = browser.post(f"/customers/requests/{ID}/refuse", {"reason": "不必", "version": "2"})
    assert (answer.status_code, answer.location) == (303, "/customers/requests/to-decide")
    [asked] = customer.asked("POST", f"/v1/view-requests/{ID}/refuse")
    assert (asked.json, asked.headers["If-Match"]) == ({"reason": "不必"}, '"2"')


def test_a_customer_that_a_request_has_opened_says_so_and_shows_no_panels_of_others(
    sign_in: SignIn, customer: Outside
) -> None:
    customer.says("GET", f"/v1/customers/{ID}", {**CUSTOMER, "owner_id": OTHER, "masked": True, "opened": True})
    customer.says("GET", f"/v1/customers/{ID}/contacts", {"items": []})
    customer.says("GET", f"/v1/customers/{ID}/timeline", {"items": [], "next": None})
    page = sign_in({"customer:read": "own", "case:read": "own", "case:write": "own", "transaction:read": "own"})
    shown = page.get(f"/customers/{ID}").text
    assert "Open to you by a view request" in shown
    assert f'hx-get="/customers/{ID}/transactions"' in shown
    assert f'hx-get="/customers/{ID}/tier"' not in shown
    assert f'hx-get="/customers/{ID}/cases"' not in shown
    assert "/cases/new" not in shown


def test_a_request_is_ended_from_the_list_it_stands_in(sign_in: SignIn, customer: Outside) -> None:
    answer = sign_in().post(f"/customers/requests/{ID}/end/index", {"version": "2"})
    assert (answer.status_code, answer.location) == (303, "/customers/requests")
    answer = sign_in().post(f"/customers/requests/{ID}/end/to_decide", {"version": "2"})
    assert (answer.status_code, answer.location) == (303, "/customers/requests/to-decide")
