"""Work by tier on the pages: who is due, a contact noted from the row, the method on the customer's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
LIST = "/customers/rhythm"


@pytest.fixture(scope="module")
def manager(scenario: Scenario) -> Someone:
    return scenario.hire("customer_manager")


@pytest.fixture(scope="module")
def late(scenario: Scenario, manager: Someone) -> dict[str, str]:
    """A VIP customer that was last contacted too long ago."""
    made = scenario.vip(manager)
    at = (datetime.now(UTC) - timedelta(days=40)).isoformat()
    manager.api.post(f"/customers/{made['id']}/records", {"kind": "visit", "text": "拜访", "at": at})
    return made


def test_the_list_says_who_is_due_and_how_many_by_tier(enter: Enter, manager: Someone, late: dict[str, str]) -> None:
    browser = enter(manager)
    page = browser.get(f"{LIST}?reach=mine").text
    assert late["code"] in page
    assert re.search(rf'href="{LIST}\?reach=mine&amp;tier=vip&amp;due=overdue">1</a>', page)
    assert late["code"] in browser.get(f"{LIST}?due=overdue").text
    assert late["code"] not in browser.get(f"{LIST}?due=week").text
    assert browser.get(LIST, headers=HTMX).status_code == 200


def test_the_customers_page_and_the_first_page_say_what_is_due(
    enter: Enter, manager: Someone, late: dict[str, str]
) -> None:
    browser = enter(manager)
    panel = browser.get(f"/customers/{late['id']}/rhythm").text
    assert "Every 30 days" in panel
    assert "<li>由客户经理本人联系" in panel
    assert "Overdue" in panel
    assert f"/customers/{late['id']}/rhythm" in browser.get(f"/customers/{late['id']}").text
    assert late["code"] in browser.get("/home/due").text


def test_a_contact_is_noted_from_the_row_and_the_list_stays_as_it_was(
    enter: Enter, manager: Someone, late: dict[str, str]
) -> None:
    browser = enter(manager)
    before = {"Referer": f"http://localhost{LIST}?tier=vip&due=overdue&evil=1"}
    fields = {"kind": "call", "direction": "out", "text": "电话回访"}
    answer = browser.post(f"{LIST}/{late['id']}/note", fields, headers=before)
    assert answer.headers["Location"] == f"{LIST}?tier=vip&due=overdue"
    [note, *_] = manager.api.get(f"/customers/{late['id']}/records")["items"]
    assert (note["kind"], note["direction"], note["text"]) == ("call", "out", "电话回访")
    assert late["code"] not in browser.get(f"{LIST}?due=overdue").text
    assert late["code"] not in browser.get("/home/due").text
    refused = browser.post(f"{LIST}/{late['id']}/note", {"kind": "call", "text": ""}, headers=HTMX)
    assert refused.status_code == 422


def test_who_edits_tiers_changes_the_method_and_others_read_it(enter: Enter, scenario: Scenario) -> None:
    manager = scenario.of("customer_manager")
    rule = next(each for each in manager.api.get("/rhythm-policies")["items"] if each["tier"] == "ordinary")
    assert "Change" in enter(manager).get(f"{LIST}/policies").text
    page = enter(scenario.of("sales")).get(f"{LIST}/policies").text
    assert "有来必答" in page
    assert f'action="{LIST}/policies/{rule["id"]}"' not in page
