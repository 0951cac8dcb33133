"""Hand-overs on the pages: take, give, everything of one person."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import Browser
from tests.gateway.outside import Outside
from tests.gateway.sample import ID

SignIn = Callable[..., Browser]
OTHER = "0192f0c1-0000-7000-8000-0000000000e1"
WAITING: dict[str, Any] = {
    "id": ID,
    "version": 2,
    "created_at": "2026-11-20T20:30:00+00:00",
    "code": "P2026000001A",
    "name": "贵宾",
    "tier": "vip",
    "region": "",
    "industry": "",
    "owner_name": "王芳",
    "department_name": "销售部",
}


@pytest.fixture
def customer(services: dict[str, Outside]) -> Outside:
    """The customer service with one hand-over and one leaver."""
    customer = services["customer"]
    customer.says("GET", "/v1/hand-overs", {"items": [WAITING], "next": None})
    customer.says("GET", "/v1/hand-overs/takers", {"items": [{"id": OTHER, "name": "同事", "department_name": ""}]})
    leaver = {"id": ID, "name": "离职", "active": False, "department_name": "销售部", "customers": 2}
    customer.says("GET", "/v1/hand-overs/owners", {"items": [leaver], "next": None})
    customer.says("POST", f"/v1/hand-overs/{ID}/take", WAITING)
    customer.says("POST", f"/v1/hand-overs/{ID}/give", WAITING)
    return customer


def test_a_customer_manager_takes_and_only_a_manager_gives(sign_in: SignIn, customer: Outside) -> None:
    browser = sign_in({"customer:read": "department", "hand_over:take": "all"})
    page = browser.get("/customers/hand-overs").text
    assert f'action="/customers/hand-overs/{ID}/take"' in page
    assert f'action="/customers/hand-overs/{ID}/give"' not in page
    answer = browser.post(f"/customers/hand-overs/{ID}/take", {"version": "2"})
    assert (answer.status_code, answer.location) == (303, "/customers/hand-overs")
    giver = sign_in({"customer:read": "department", "customer:give": "department"})
    assert f'<option value="{OTHER}">同事</option>' in giver.get("/customers/hand-overs").text
    giver.post(f"/customers/hand-overs/{ID}/give", {"version": "2", "owner_id": OTHER})
    [asked] = customer.asked("POST", f"/v1/hand-overs/{ID}/give")
    assert (asked.json, asked.headers["If-Match"]) == ({"owner_id": OTHER}, '"2"')


def test_everything_of_one_person_is_handed_over_by_one_form(sign_in: SignIn, customer: Outside) -> None:
    customer.says("POST", "/v1/hand-overs/all", {"customers": 2})
    browser = sign_in()
    assert "2 customers" in browser.get("/customers/hand-overs/all").text
    sent = {"from_staff": ID, "to_staff": OTHER, "idempotency_key": "k"}
    answer = browser.post("/customers/hand-overs/all", sent)
    assert (answer.status_code, answer.location) == (303, "/customers/hand-overs/all")
    [asked] = customer.asked("POST", "/v1/hand-overs/all")
    assert asked.json == {"from_staff": ID, "to_staff": OTHER}
    assert asked.headers["Idempotency-Key"] == "k"


def test_nobody_is_offered_as_the_taker_of_the_own_customers(sign_in: SignIn, customer: Outside) -> None:
    people = [{"id": who, "name": name, "department_name": ""} for who, name in ((ID, "离职"), (OTHER, "同事"))]
    customer.says("GET", "/v1/hand-overs/takers", {"items": people})
    page = sign_in().get("/customers/hand-overs/all").text
    assert f'<option value="{OTHER}">' in page
    assert f'<option value="{ID}">' not in page


def test_a_choice_that_is_lacking_is_asked_for_beside_that_person(sign_in: SignIn, customer: Outside) -> None:
    customer.says("POST", "/v1/hand-overs/all", {"code": "invalid", "fields": {"to_staff": ["required"]}}, status=422)
    answer = sign_in().post("/customers/hand-overs/all", {"from_staff": ID, "to_staff": ""})
    assert f'id="all-{ID}-error">Please fill this in.' in answer.text


def test_a_refused_hand_over_of_everything_says_why_beside_that_person(sign_in: SignIn, customer: Outside) -> None:
    customer.says("POST", "/v1/hand-overs/all", {"code": "not_an_owner"}, status=409)
    answer = sign_in().post("/customers/hand-overs/all", {"from_staff": ID, "to_staff": OTHER})
    assert answer.status_code == 409
    assert "VIP customers belong to customer managers and above." in answer.text


def test_a_persons_page_says_how_many_customers_there_are_to_hand_over(sign_in: SignIn, customer: Outside) -> None:
    browser = sign_in({"customer:give": "department"})
    part = browser.get(f"/customers/hand-overs/of/{ID}").text
    assert "离职 can no longer sign in and still owns customers." in part
    assert f"/customers/hand-overs/all?owner_id={ID}" in part
    assert f"owner_id={ID}" in customer.asked("GET", "/v1/hand-overs/owners")[0].query
    browser.get(f"/customers/hand-overs/all?owner_id={ID}")
    assert f"owner_id={ID}" in customer.asked("GET", "/v1/hand-overs/owners")[1].query
    customer.says("GET", "/v1/hand-overs/owners", {"items": [], "next": None})
    assert "Owns no customers." in browser.get(f"/customers/hand-overs/of/{ID}").text
