"""What opens a customer for a time: a case in hand, and a view request that was agreed to; in every service alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ops.demo.api_client import eventually
from tests.access.fixtures import create_case, enter
from tests.access.scenario import Scenario, ask

pytestmark = pytest.mark.timeout(300)
PARTS = ("", "/contacts", "/timeline", "/changes")


def numbers(scenario: Scenario, role: str, id: str) -> set[str]:
    """Which of a customer's numbers and addresses somebody sees plain, in any part of it."""
    text = "".join(ask(scenario, role, "GET", f"/v1/customers/{id}{part}").text for part in PARTS)
    return {each for each in scenario.secrets[id].plain if each in text}


def until(want: Callable[[], bool], what: str) -> None:
    """Wait for the news to be heard."""
    eventually(lambda: want() or None, what=what, every=0.02)


def step(scenario: Scenario, role: str, case: Any, name: str, body: Any = None) -> Any:
    said = ask(scenario, role, "POST", f"/v1/cases/{case['id']}/{name}", body, case["version"])
    assert said.status == 200, said.text
    return said.body


@pytest.mark.parametrize("role", ["service", "service_lead"])
def test_who_takes_a_case_sees_its_customer_plain_until_it_is_released_and_nobody_else_does(
    scenario: Scenario, role: str
) -> None:
    id = enter(scenario, "south.owner")["id"]
    everything = set(scenario.secrets[id].plain)
    others = {"service", "service_lead", "customer_manager", "leadership"} - {role}
    case = create_case(scenario, "south.owner", id)
    assert numbers(scenario, role, id) == set()
    taken = step(scenario, role, case, "take")
    until(lambda: numbers(scenario, role, id) == everything, "the case to be in hand")
    assert [numbers(scenario, other, id) for other in others] == [set()] * len(others)
    step(scenario, role, taken, "release")
    until(lambda: numbers(scenario, role, id) == set(), "the case to be released")


def test_who_answers_a_case_sees_masks_again(scenario: Scenario) -> None:
    id = enter(scenario, "south.owner")["id"]
    taken = step(scenario, "service", create_case(scenario, "south.owner", id), "take")
    until(lambda: numbers(scenario, "service", id) != set(), "the case to be in hand")
    step(scenario, "service", taken, "reply", {"text": "谢谢", "mail": False})
    until(lambda: numbers(scenario, "service", id) == set(), "the case to be answered")


@pytest.mark.parametrize("extent", ["look", "plain"])
def test_a_view_request_opens_exactly_its_customer_with_its_cases_and_tier_until_it_is_ended(
    scenario: Scenario, extent: str
) -> None:
    made, other = enter(scenario, "south.owner"), enter(scenario, "south.owner")
    case = create_case(scenario, "south.owner", made["id"])
    paths = [f"/v1/customers/{made['id']}{part}" for part in (*PARTS, "/transactions")]
    paths += [f"/v1/cases/{case['id']}", f"/v1/tiers/of/{made['id']}"]

    def answers() -> set[int]:
        return {ask(scenario, "sales", "GET", path).status for path in paths}

    assert answers() == {404}
    wanted = {"customer_code": made["code"], "purpose": "联合拜访", "hours": 2, "extent": extent}
    asked = scenario.api("sales").post("/view-requests", wanted)
    assert answers() == {404}
    path = f"/view-requests/{asked['id']}"
    opened = scenario.api("leadership").post(f"{path}/approve", {}, version=asked["version"])
    until(lambda: answers() == {200}, "the customer to be open")
    plain = set(scenario.secrets[made["id"]].plain) if extent == "plain" else set()
    assert numbers(scenario, "sales", made["id"]) == plain
    assert ask(scenario, "sales", "GET", f"/v1/customers/{other['id']}").status == 404
    scenario.api("sales").post(f"{path}/end", version=opened["version"])
    until(lambda: answers() == {404}, "the customer to be closed again")
