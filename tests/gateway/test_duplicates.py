"""Who is there twice, on the pages: two beside each other, made one, taken apart again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
Known = dict[str, Any]


@pytest.fixture(scope="module")
def seller(scenario: Scenario) -> Someone:
    return scenario.hire("sales")


@pytest.fixture
def two(scenario: Scenario, seller: Someone) -> tuple[Known, Known]:
    """Two customers that are the same company; the second alone has notes on dealings."""
    number = f"021{60_000_000 + next(scenario.numbers)}"
    first = scenario.customer(seller, phone=number)
    second = scenario.customer(
        seller, name=first["name"], phone=number, dealings_notes="老客户", confirm_duplicate=True
    )
    return first, second


def test_the_likely_ones_of_a_customer_lead_to_the_two_beside_each_other(
    enter: Enter, seller: Someone, two: tuple[Known, Known]
) -> None:
    browser, (first, second) = enter(seller), two
    page = browser.get(f"/customers/{first['id']}")
    assert f"/customers/duplicates/of/{first['id']}" in page.text
    likely = browser.get(f"/customers/duplicates/of/{first['id']}")
    assert f"/customers/duplicates/{first['id']}/with/{second['id']}" in likely.text
    named = browser.get(f"/customers/duplicates/of/{first['id']}?code={second['code']}")
    assert named.headers["Location"].endswith(f"/{first['id']}/with/{second['id']}")
    nobody = browser.get(f"/customers/duplicates/of/{first['id']}?code=P999")
    assert (nobody.status_code, 'role="alert"' in nobody.text) == (200, True)


def test_what_the_first_lacks_is_proposed_from_the_second(
    enter: Enter, seller: Someone, two: tuple[Known, Known]
) -> None:
    first, second = two
    page = enter(seller).get(f"/customers/duplicates/{first['id']}/with/{second['id']}").text
    assert 'name="take" value="dealings_notes" checked' in page
    assert 'name="take" value="name"' not in page


def test_made_one_the_other_leads_to_it_and_is_taken_apart_again(
    enter: Enter, seller: Someone, two: tuple[Known, Known]
) -> None:
    browser, (first, second) = enter(seller), two
    fields = {"absorbed_id": second["id"], "absorbed_version": second["version"], "take": ["", "dealings_notes"]}
    path = f"/customers/duplicates/{first['id']}/with/{second['id']}"
    sent = browser.post(path, {**fields, "version": first["version"]}, headers=HTMX)
    assert sent.headers["HX-Redirect"] == f"/customers/{first['id']}"
    gone = browser.get(f"/customers/{second['id']}").text
    assert first["code"] in gone
    assert seller.api.get(f"/customers/{first['id']}")["dealings_notes"] == "老客户"
    version = seller.api.get(f"/customers/{second['id']}")["version"]
    browser.post(f"/customers/{second['id']}/separate", {"version": version}, headers=HTMX)
    assert seller.api.get(f"/customers/{second['id']}")["status"] == "active"


def test_a_stale_form_says_so_and_merges_nothing(enter: Enter, seller: Someone, two: tuple[Known, Known]) -> None:
    first, second = two
    fields = {"absorbed_id": second["id"], "absorbed_version": 99, "version": first["version"]}
    answer = enter(seller).post(f"/customers/duplicates/{first['id']}/with/{second['id']}", fields, headers=HTMX)
    assert answer.status_code == 412
    assert seller.api.get(f"/customers/{second['id']}")["status"] == "active"


def test_the_list_says_what_it_is_when_there_is_nothing(enter: Enter, scenario: Scenario) -> None:
    page = enter(scenario.hire("sales")).get("/customers/duplicates")
    assert (page.status_code, "empty-title" in page.text) == (200, True)
    assert "/customers/duplicates" in enter(scenario.of("sales")).get("/customers").text
