"""The page of the account review: what waits for the person, the answers, and the administrator's part."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.conftest import Browser
from tests.gateway.outside import Outside

Services = dict[str, Outside]
SignIn = Callable[..., Browser]
MANAGER = {"staff:read": "department", "staff:write": "department"}
ADMINISTRATOR = {"staff:read": "all", "staff:write": "all"}
ID = "0192f0c1-0000-7000-8000-0000000000a1"
SELLER = "0192f0c1-0000-7000-8000-0000000000b1"
REVIEW: dict[str, Any] = {
    "id": ID,
    "opened_on": "2027-01-01",
    "due_on": "2027-01-15",
    "reminded_on": None,
    "closed_at": None,
    "accounts": 7,
    "waiting": 2,
    "kept": 4,
    "refused": 1,
    "taken_away": 1,
    "mine": 2,
}
ACCOUNT: dict[str, Any] = {
    "staff_id": SELLER,
    "name": "孙磊",
    "username": "sunlei",
    "department_name": "销售部",
    "roles": ["sales"],
    "active": True,
    "last_sign_in_at": None,
    "answer": "waiting",
    "answered_by_name": "",
    "answered_at": None,
    "taken_away": "",
    "answerable": True,
}
POLICY = {"version": 3, "months_between": 3, "days_to_answer": 14, "idle_days": 90}
ACCOUNTS = f"/v1/account-reviews/{ID}/accounts"


@pytest.fixture(autouse=True)
def _review(services: Services) -> None:
    services["auth"].says("GET", "/v1/account-reviews", {"items": [REVIEW], "next": None})
    services["auth"].says("GET", ACCOUNTS, {"items": [ACCOUNT], "next": None})
    services["auth"].says("GET", "/v1/account-reviews/policy", POLICY)
    services["auth"].says("POST", f"/v1/account-reviews/{ID}/answers", REVIEW)


def test_what_waits_for_the_person_is_shown_first(sign_in: SignIn, services: Services) -> None:
    browser = sign_in(MANAGER)
    page = browser.get("/staff/reviews").text
    assert "mine=true" in services["auth"].asked("GET", ACCOUNTS)[0].query
    assert all(said in page for said in ("孙磊", "never", "Confirm all 2 accounts", "2027-01-15"))
    assert "Begin a review now" not in page
    browser.get("/staff/reviews?all=yes&answer=kept")
    assert "answer=kept" in services["auth"].asked("GET", ACCOUNTS)[1].query


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ({"verb": "keep", "staff_ids": SELLER}, {"keep": True, "staff_ids": [SELLER]}),
        ({"verb": "refuse", "staff_ids": SELLER}, {"keep": False, "staff_ids": [SELLER]}),
        ({"verb": "refuse"}, {"keep": False, "staff_ids": []}),
        ({"verb": "keep_all", "staff_ids": SELLER}, {"keep": True}),
    ],
)
def test_accounts_are_answered_for_one_by_one_or_all(
    sign_in: SignIn, services: Services, form: dict[str, str], body: dict[str, Any]
) -> None:
    assert sign_in(MANAGER).post(f"/staff/reviews/{ID}/answers", form).location == "/staff/reviews"
    [asked] = services["auth"].asked("POST", f"/v1/account-reviews/{ID}/answers")
    assert asked.json == body


def test_choosing_nobody_is_told_beside_the_list(sign_in: SignIn, services: Services) -> None:
    refused = {"code": "invalid", "fields": {"staff_ids": ["required"]}}
    services["auth"].says("POST", f"/v1/account-reviews/{ID}/answers", refused, 422)
    answer = sign_in(MANAGER).post(f"/staff/reviews/{ID}/answers", {"verb": "keep"})
    assert answer.status_code == 422
    assert "孙磊" in answer.text
    assert "Accounts: " in answer.text


def test_the_administrator_begins_a_review_and_sets_its_rules(sign_in: SignIn, services: Services) -> None:
    closed = {**REVIEW, "closed_at": "2027-01-16T00:00:00+00:00", "mine": 0}
    services["auth"].says("GET", "/v1/account-reviews", {"items": [closed], "next": None})
    services["auth"].says("POST", "/v1/account-reviews", REVIEW, 201)
    services["auth"].says("PATCH", "/v1/account-reviews/policy", POLICY)
    browser = sign_in(ADMINISTRATOR)
    page = browser.get("/staff/reviews").text
    assert "Begin a review now" in page
    assert "Confirm all" not in page
    assert browser.post("/staff/reviews", {}).location == "/staff/reviews"
    rules = {"version": "3", "months_between": "6", "days_to_answer": "7", "idle_days": "x"}
    assert browser.post("/staff/reviews/policy", rules).location == "/staff/reviews"
    [asked] = services["auth"].asked("PATCH", "/v1/account-reviews/policy")
    assert asked.json == {"months_between": 6, "days_to_answer": 7, "idle_days": None}


def test_the_first_page_says_how_many_accounts_wait(sign_in: SignIn, services: Services) -> None:
    services["auth"].says("GET", "/v1/account-reviews/count", {"waiting": 2})
    assert "2 accounts wait for your answer" in sign_in(MANAGER).get("/home/accounts").text
    assert sign_in({"customer:read": "own"}).get("/home/accounts").status_code == 404
