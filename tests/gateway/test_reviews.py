"""The page of the account review: what waits for the person, the answers, and the administrator's part."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
PAGE = "/staff/reviews"


@dataclass
class Office:
    """A department: its manager, and the accounts of its people, who have never signed in."""

    manager: Someone
    accounts: list[dict[str, Any]]


@pytest.fixture(scope="module")
def office(scenario: Scenario) -> Office:
    department = scenario.department()
    manager = scenario.hire("department_manager", department=department)
    names = ("孙一", "孙二", "孙三", "孙四")
    people = [
        {"username": f"pages.{next(scenario.numbers)}", "name": name, "roles": ["sales"], "department_id": department}
        for name in names
    ]
    return Office(manager, [scenario.admin.post("/staff", person) for person in people])


@pytest.fixture(scope="module")
def no_review(scenario: Scenario) -> Iterator[None]:
    """No review is open, whatever other tests of this process have done."""
    with scenario.fleet.without_review():
        yield


@dataclass
class Review:
    """A review: its id, and what the administrator saw before it began and since."""

    id: str
    before: str
    since: str


@pytest.fixture(scope="module")
def review(scenario: Scenario, office: Office, no_review: None, enter: Enter) -> Review:
    administrator = enter(scenario.administrator)
    before = administrator.get(PAGE).text
    assert administrator.post(PAGE, {}).location == PAGE
    [latest] = scenario.admin.get("/account-reviews", limit=1)["items"]
    return Review(latest["id"], before, administrator.get(PAGE).text)


def accounts(scenario: Scenario, review: Review, office: Office) -> dict[str, dict[str, Any]]:
    """The accounts of the department in the review, by their names."""
    found = {each["staff_id"]: each for each in scenario.admin.pages(f"/account-reviews/{review.id}/accounts")}
    return {account["name"]: found[account["id"]] for account in office.accounts}


def test_the_administrator_begins_a_review_and_one_at_a_time(review: Review, enter: Enter, scenario: Scenario) -> None:
    assert "Begin a review now" in review.before
    assert "Confirm all" not in review.before
    assert "Begin a review now" not in review.since
    again = enter(scenario.administrator).post(PAGE, {})
    assert again.status_code == 409
    assert "A review is under way; the next one begins after it." in again.text


def test_the_administrator_sets_the_rules(enter: Enter, scenario: Scenario) -> None:
    policy = scenario.admin.get("/account-reviews/policy")
    browser, path = enter(scenario.administrator), f"{PAGE}/policy"
    rules = {"version": str(policy["version"]), "months_between": "6", "days_to_answer": "7", "idle_days": "x"}
    assert browser.post(path, rules).status_code == 422
    assert browser.post(path, rules | {"idle_days": "80"}).location == PAGE
    kept = scenario.admin.get("/account-reviews/policy")
    assert {name: kept[name] for name in ("months_between", "days_to_answer", "idle_days")} == {
        "months_between": 6,
        "days_to_answer": 7,
        "idle_days": 80,
    }
    scenario.patch(
        scenario.administrator,
        "/account-reviews/policy",
        {name: policy[name] for name in ("months_between", "days_to_answer", "idle_days")},
        kept["version"],
    )


def test_accounts_are_answered_for_one_by_one_or_all(
    enter: Enter, scenario: Scenario, office: Office, review: Review
) -> None:
    browser, path = enter(office.manager), f"{PAGE}/{review.id}/answers"
    page = browser.get(PAGE).text
    for said in (*(each["name"] for each in office.accounts), "never", "Confirm all 4 accounts"):
        assert said in page
    assert "Begin a review now" not in page
    assert "4 accounts wait for your answer" in browser.get("/home/accounts").text
    kept, refused, *_ = office.accounts

    nobody = browser.post(path, {"verb": "keep"})
    assert nobody.status_code == 422
    assert kept["name"] in nobody.text
    assert "Accounts: " in nobody.text
    assert browser.post(path, {"verb": "refuse"}).status_code == 422

    assert browser.post(path, {"verb": "keep", "staff_ids": kept["id"]}).location == PAGE
    assert browser.post(path, {"verb": "refuse", "staff_ids": refused["id"]}).location == PAGE
    answers = {name: each["answer"] for name, each in accounts(scenario, review, office).items()}
    assert answers == {"孙一": "kept", "孙二": "refused", "孙三": "waiting", "孙四": "waiting"}
    assert not scenario.admin.get(f"/staff/{refused['id']}")["active"]
    assert "Confirm all 2 accounts" in browser.get(PAGE).text
    confirmed = browser.get(f"{PAGE}?all=yes&answer=kept").text
    assert kept["name"] in confirmed
    assert refused["name"] not in confirmed

    assert browser.post(path, {"verb": "keep_all", "staff_ids": kept["id"]}).location == PAGE
    answers = {name: each["answer"] for name, each in accounts(scenario, review, office).items()}
    assert answers == {"孙一": "kept", "孙二": "refused", "孙三": "kept", "孙四": "kept"}


def test_the_first_page_says_nothing_of_accounts_to_who_answers_for_none(enter: Enter, scenario: Scenario) -> None:
    assert enter(scenario.of("sales")).get("/home/accounts").status_code == 404
