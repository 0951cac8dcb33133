"""Masked values on the pages: shown plain once, on the page that asked, and never written back by a form."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
MOBILE, PHONE = "13812345678", "13900001111"
REVEALER = {"customer:read": "department", "customer:reveal": "department"}


@pytest.fixture(scope="module")
def customer(scenario: Scenario) -> dict[str, Any]:
    """Somebody else's customer, with a contact."""
    owner = scenario.of("sales")
    made = scenario.customer(owner, mobile=MOBILE, address="北京市海淀区1号")
    owner.api.post(f"/customers/{made['id']}/contacts", {"name": "李四", "phone": PHONE})
    return made


@pytest.fixture
def revealer(scenario: Scenario) -> Someone:
    return scenario.who_may(REVEALER)


def test_plain_values_are_offered_to_who_may_reveal_and_to_nobody_else(
    enter: Enter, scenario: Scenario, revealer: Someone, customer: dict[str, Any]
) -> None:
    offer = f'action="/customers/{customer["id"]}/reveal"'
    assert offer in enter(revealer).get(f"/customers/{customer['id']}").text
    reader = enter(scenario.who_may({"customer:read": "department"})).get(f"/customers/{customer['id']}")
    assert reader.status_code == 200
    assert offer not in reader.text


def test_plain_values_stand_on_the_page_that_asked_and_on_no_other(
    enter: Enter, scenario: Scenario, revealer: Someone, customer: dict[str, Any]
) -> None:
    browser = enter(revealer)
    answer = browser.post(f"/customers/{customer['id']}/reveal", {"purpose": "complaint", "note": "回访"})
    assert answer.status_code == 200
    assert MOBILE in answer.text
    assert PHONE in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    [asked] = [
        reading for reading in revealer.api.get(f"/customers/{customer['id']}/readings")["items"] if reading["purpose"]
    ]
    assert (asked["actor_id"], asked["purpose"], asked["note"]) == (revealer.id, "complaint", "回访")
    again = browser.get(f"/customers/{customer['id']}").text
    assert MOBILE not in again
    assert PHONE not in again


def test_a_purpose_that_is_lacking_is_asked_for(enter: Enter, revealer: Someone, customer: dict[str, Any]) -> None:
    answer = enter(revealer).post(f"/customers/{customer['id']}/reveal", {"purpose": "legal", "note": ""})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert MOBILE not in answer.text


def test_the_form_of_a_masked_customer_asks_for_new_numbers_and_keeps_those_that_are_left_empty(
    enter: Enter, scenario: Scenario, customer: dict[str, Any]
) -> None:
    other = scenario.who_may({"customer:read": "all", "customer:write": "own"})
    browser, see = enter(other), f"/customers/{customer['id']}"
    page = browser.get(f"{see}/edit").text
    assert MOBILE not in page
    assert re.search(r'name="mobile" value=""[^>]*placeholder="138\*{4}', page)
    sent = {"kind": "company", "masked": "yes", "version": str(customer["version"])}
    sent |= {"name": customer["name"], "mobile": "", "phone": "", "region": "上海市"}
    assert browser.post(f"{see}/edit", sent).location == see
    waiting = other.api.get(see)["change_request"]
    assert waiting["changes"] == {"region": [customer["region"], "上海市"]}
