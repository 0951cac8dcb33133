"""The check of an entry beside its paper: what differs is marked for the author, the next one opens by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]


@pytest.fixture
def author(scenario: Scenario) -> Someone:
    return scenario.hire("sales")


@pytest.fixture
def entry(scenario: Scenario, author: Someone) -> dict[str, Any]:
    return scenario.entry(author, mobile="13800138000")


def test_every_field_of_the_form_is_shown_also_those_that_nobody_filled_in(
    enter: Enter, scenario: Scenario, entry: dict[str, Any]
) -> None:
    page = enter(scenario.of("verifier")).get(f"/checks/{entry['id']}").text
    for name in ("name", "mobile", "phone", "email", "address", "industry", "founded_on"):
        assert f'name="differs-{name}"' in page
    assert "13800138000" in page
    assert page.count("data-check-row") == 12


def test_what_differs_goes_back_marked_and_the_author_sees_it_at_the_form(
    enter: Enter, scenario: Scenario, author: Someone, entry: dict[str, Any]
) -> None:
    verifier = enter(scenario.of("verifier"))
    fields = {"version": entry["version"], "differs-mobile": "yes", "note-mobile": "表上是 13900139000", "reason": ""}
    answer = verifier.post(f"/checks/{entry['id']}/return", fields)
    assert (answer.status_code, answer.location) == (303, "/checks/next")
    known = author.api.get(f"/customers/{entry['id']}")
    assert (known["status"], known["returned_fields"]) == ("returned", {"mobile": "表上是 13900139000"})
    assert "表上是 13900139000" in enter(author).get(f"/customers/{entry['id']}/edit").text


def test_to_return_an_entry_one_says_why_or_marks_a_field(
    enter: Enter, scenario: Scenario, author: Someone, entry: dict[str, Any]
) -> None:
    answer = enter(scenario.of("verifier")).post(f"/checks/{entry['id']}/return", {"version": entry["version"]})
    assert answer.status_code == 422
    assert author.api.get(f"/customers/{entry['id']}")["status"] == "submitted"


def test_after_a_decision_the_entry_that_waits_longest_is_next_and_the_list_when_there_is_none(
    enter: Enter, scenario: Scenario
) -> None:
    department = scenario.department()
    role = scenario.role({"customer:read": "department", "customer:verify": "department"})
    checker, mine = scenario.hire(role, department=department), scenario.hire("sales", department=department)
    first, second = scenario.entry(mine), scenario.entry(mine)
    browser = enter(checker)
    assert browser.get("/checks/next").location == f"/checks/{first['id']}"
    browser.post(f"/checks/{first['id']}/approve", {"version": first["version"]})
    assert browser.get("/checks/next").location == f"/checks/{second['id']}"
    browser.post(f"/checks/{second['id']}/approve", {"version": second["version"]})
    assert browser.get("/checks/next").location == "/checks"
