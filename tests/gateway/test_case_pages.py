"""The page of a case: what was said and to whom, the customer beside it, no word of an email that was not sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]


@pytest.fixture(scope="module")
def clerk(scenario: Scenario) -> Someone:
    return scenario.hire("service")


@pytest.fixture(scope="module")
def customer(scenario: Scenario, clerk: Someone) -> dict[str, Any]:
    """A customer of the clerk's, with an address."""
    return scenario.customer(clerk, email="haitian@example.com", mobile="13800138000")


@pytest.fixture(scope="module")
def silent(scenario: Scenario, clerk: Someone) -> dict[str, Any]:
    """One without."""
    return scenario.customer(clerk)


def taken(clerk: Someone, case: dict[str, Any]) -> dict[str, Any]:
    """A case that the clerk has in hand."""
    return dict(clerk.api.post(f"/cases/{case['id']}/take", version=case["version"]))


def answer(browser: Browser, case: dict[str, Any], **fields: str) -> Any:
    """Send the form of an answer as htmx does."""
    sent = {"version": str(case["version"]), "text": "您好，已处理", **fields}
    return browser.post(f"/cases/{case['id']}/answer", sent, headers=HTMX)


def test_an_email_is_shown_before_it_goes_and_sent_by_a_second_press(
    enter: Enter, scenario: Scenario, clerk: Someone, customer: dict[str, Any]
) -> None:
    browser, case = enter(clerk), taken(clerk, scenario.case(customer, "complaint"))
    shown = answer(browser, case, channel="email", subject="关于安装")
    assert f"关于安装 ({case['code']})" in shown.text
    assert "您好，已处理" in shown.text
    assert "haitian@" not in shown.text
    assert clerk.api.get(f"/cases/{case['id']}")["told_by"] is None
    sent = answer(browser, case, channel="email", subject="关于安装", seen="yes")
    assert sent.headers["HX-Redirect"] == f"/cases/{case['id']}"
    page = browser.get(f"/cases/{case['id']}")
    assert "The answer is on its way by email." in page.text
    assert "您好，已处理" in browser.get(f"/cases/{case['id']}/conversation").text


def test_nothing_is_said_of_an_email_where_no_address_is_known(
    enter: Enter, scenario: Scenario, clerk: Someone, silent: dict[str, Any]
) -> None:
    browser, case = enter(clerk), scenario.case(silent)
    form = browser.get(f"/cases/{case['id']}/answer").text
    assert "No email address of this customer is known" in form
    assert 'value="email"' not in form
    answer(browser, case, channel="", ends="yes")
    page = browser.get(f"/cases/{case['id']}").text
    assert "The customer has not been told: no email was sent." in page
    assert "The customer has not been told so far." in page
    assert "on its way" not in page


def test_what_was_told_by_telephone_is_noted_as_told(
    enter: Enter, scenario: Scenario, clerk: Someone, silent: dict[str, Any]
) -> None:
    browser, case = enter(clerk), scenario.case(silent)
    answer(browser, case, channel="phone", ends="yes")
    page = browser.get(f"/cases/{case['id']}").text
    assert "Noted: the customer was told (Phone)." in page
    assert "has not been told" not in page


def test_an_answer_begins_with_a_template(
    enter: Enter, scenario: Scenario, clerk: Someone, customer: dict[str, Any]
) -> None:
    browser, case = enter(clerk), taken(clerk, scenario.case(customer, "complaint"))
    template = clerk.api.get("/reply-templates")["items"][0]
    page = browser.get(f"/cases/{case['id']}/answer?template_id={template['id']}&language=en").text
    assert template["subject_en"] in page
    assert f"Dear {customer['name']}" in page


def test_a_refused_answer_comes_back_with_what_was_typed(
    enter: Enter, scenario: Scenario, clerk: Someone, customer: dict[str, Any]
) -> None:
    browser, case = enter(clerk), taken(clerk, scenario.case(customer, "complaint"))
    refused = answer(browser, case, channel="phone", text="", subject="关于安装")
    assert refused.status_code == 422
    assert refused.headers["HX-Retarget"] == "#answer"
    assert "关于安装" in refused.text


def test_the_customer_stands_beside_the_case_as_far_as_one_may_see_it(
    enter: Enter, scenario: Scenario, clerk: Someone, customer: dict[str, Any]
) -> None:
    path = f"/cases/of/{customer['id']}/customer"
    seen = enter(clerk).get(path, headers=HTMX)
    assert customer["code"] in seen.text
    assert "13800138000" in seen.text
    hidden = enter(scenario.who_may({"case:read": "all", "customer:read": "own"})).get(path, headers=HTMX)
    assert hidden.status_code == 200
    assert "not open to you" in hidden.text
    assert customer["code"] not in hidden.text


def test_next_and_previous_lead_through_the_desk_and_say_where_it_ends(
    enter: Enter, scenario: Scenario, clerk: Someone, customer: dict[str, Any]
) -> None:
    browser = enter(clerk)
    first, second = (taken(clerk, scenario.case(customer, "complaint")) for _ in range(2))
    for case in (first, second):
        clerk.api.post(f"/cases/{case['id']}/prioritize", {"priority": "urgent"}, version=case["version"])
    page = browser.get(f"/cases/{first['id']}").text
    assert f'data-key="j" href="/cases/{first["id"]}/next"' in page
    assert browser.get(f"/cases/{first['id']}/next").headers["Location"] == f"/cases/{second['id']}"
    assert browser.get(f"/cases/{second['id']}/previous").headers["Location"] == f"/cases/{first['id']}"


def test_home_shows_the_most_urgent_of_ones_cases_first(
    enter: Enter, scenario: Scenario, customer: dict[str, Any]
) -> None:
    someone = scenario.hire("service")
    late = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    for number in range(7):
        taken(someone, scenario.case(customer, "complaint", content=f"新的{number}"))
    taken(someone, scenario.case(customer, "complaint", content="早就该办", received_at=late))
    panel = enter(someone).get("/home/my_cases", headers=HTMX).text
    assert panel.index("早就该办") < panel.index("新的0")
    assert "overdue by" in panel


def test_what_is_wrong_with_a_new_case_is_said_in_one_round(enter: Enter, clerk: Someone) -> None:
    sent = {"customer_code": "", "kind": "complaint", "channel": "phone", "content": ""}
    page = enter(clerk).post("/cases/new", sent, headers=HTMX)
    assert page.status_code == 422
    assert page.text.count("invalid-feedback") == 2
