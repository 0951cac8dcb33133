"""The pages of customer service: any caller is found and opened, and numbers are plain while a case is in hand."""

from collections.abc import Callable
from typing import Any

import pytest

from ops.demo.api_client import eventually
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
MOBILE, MASK = "13711113141", "137****3141"


@pytest.fixture
def owner(scenario: Scenario) -> Someone:
    return scenario.of("sales")


@pytest.fixture
def customer(scenario: Scenario, owner: Someone) -> dict[str, Any]:
    """A customer of sales, with a name of its own."""
    number = next(scenario.numbers)
    return scenario.customer(owner, name=f"代录客户{number}号", phone=MOBILE)


def test_the_chooser_of_a_new_case_offers_customers_of_everybody(
    enter: Enter, scenario: Scenario, customer: dict[str, Any]
) -> None:
    browser = enter(scenario.of("service"))
    assert 'data-choices="/customers/choices"' in browser.get("/cases/new").text
    offered = browser.get("/customers/choices", query_string={"q": customer["name"]}).json
    assert [each["value"] for each in offered] == [customer["code"]]
    assert browser.get("/customers/search", query_string={"q": customer["name"]}).location.endswith(customer["id"])


def test_a_case_leads_to_its_customer_where_that_can_be_read_and_only_names_it_elsewhere(
    enter: Enter, scenario: Scenario, customer: dict[str, Any]
) -> None:
    case = scenario.case(customer)
    link = f'href="/customers/{customer["id"]}"'
    service = enter(scenario.of("service"))
    panel = f"/cases/of/{customer['id']}/customer"
    assert link in service.get(panel, headers=HTMX).text
    assert service.get(f"/customers/{customer['id']}").status_code == 200
    elsewhere = enter(scenario.hire("customer_manager", department=scenario.department()))
    page = elsewhere.get(f"/cases/{case['id']}").text
    assert customer["name"] in page
    assert link not in page
    assert link not in elsewhere.get(panel, headers=HTMX).text


def test_numbers_are_plain_while_the_case_is_in_hand_and_the_page_says_why(
    enter: Enter, scenario: Scenario, customer: dict[str, Any]
) -> None:
    case = scenario.case(customer, kind="complaint")
    clerk = scenario.of("service")
    browser, path = enter(clerk), f"/customers/{customer['id']}"
    before = browser.get(path).text
    assert MASK in before
    assert MOBILE not in before
    assert f'action="{path}/reveal"' not in before
    taken = clerk.api.post(f"/cases/{case['id']}/take", version=case["version"])
    shown = eventually(lambda: MOBILE in browser.get(path).text or None, what="the case to be in hand")
    assert shown
    assert f"while case {case['code']} is in your hands" in browser.get(path).text
    assert f"Case {case['code']} in hand" in browser.get(f"{path}/readings").text
    clerk.api.post(f"/cases/{case['id']}/release", version=taken["version"])
    eventually(lambda: MOBILE not in browser.get(path).text or None, what="the case to be released")


def test_a_change_behind_the_mask_is_said_to_be_one(
    enter: Enter, scenario: Scenario, owner: Someone, customer: dict[str, Any]
) -> None:
    enter(owner).post(
        f"/customers/{customer['id']}/edit",
        {"kind": "company", "name": customer["name"], "phone": "13722223141", "version": str(customer["version"])},
    )
    asked = owner.api.get(f"/customers/{customer['id']}")["change_request"]
    scenario.of("verifier").api.post(f"/change-requests/{asked['id']}/approve", version=asked["version"])
    said = "(the hidden part has changed)"
    for part in ("timeline", "changes"):
        page = enter(scenario.of("service")).get(f"/customers/{customer['id']}/{part}").text
        assert said in page
        assert f"<del>{MASK}</del>" not in page
        own = enter(owner).get(f"/customers/{customer['id']}/{part}").text
        assert said not in own
        assert f"<del>{MOBILE}</del>" in own
