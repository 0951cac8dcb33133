"""Hand-overs on the pages: take, give, everything of one person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ops.demo.api_client import eventually
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
LIST, ALL = "/customers/hand-overs", "/customers/hand-overs/all"


@dataclass
class Office:
    """A department whose seller has an ordinary customer and two VIP ones, and those whom these may go to."""

    department: str
    seller: Someone
    manager: Someone
    """Of the department: gives."""
    taker: Someone
    """A customer manager: takes."""
    vips: list[dict[str, Any]]

    def waiting(self, number: int) -> dict[str, Any]:
        """The hand-over of one of the two."""
        found = {each["customer_id"]: each for each in self.manager.api.pages("/hand-overs")}
        return dict(found[self.vips[number]["id"]])


@pytest.fixture(scope="module")
def office(scenario: Scenario) -> Office:
    department = scenario.department()
    seller = scenario.hire("sales", department=department)
    manager = scenario.hire("department_manager", department=department)
    taker = scenario.hire("customer_manager", department=department)
    scenario.customer(seller)
    return Office(department, seller, manager, taker, [scenario.vip(seller), scenario.vip(seller)])


def test_a_customer_manager_takes_and_only_a_manager_gives(enter: Enter, office: Office) -> None:
    first, second = office.waiting(0), office.waiting(1)
    browser = enter(office.taker)
    page = browser.get(LIST).text
    assert f'action="{LIST}/{first["id"]}/take"' in page
    assert f'action="{LIST}/{first["id"]}/give"' not in page
    answer = browser.post(f"{LIST}/{first['id']}/take", {"version": str(first["version"])})
    assert (answer.status_code, answer.location) == (303, LIST)
    assert office.taker.api.get(f"/customers/{first['customer_id']}")["owner_id"] == office.taker.id

    giver = enter(office.manager)
    path = f"{LIST}/{second['id']}/give"
    assert f'<option value="{office.taker.id}">{office.taker.name}' in giver.get(LIST).text
    assert giver.post(path, {"version": "9", "owner_id": office.taker.id}).status_code == 412
    giver.post(path, {"version": str(second["version"]), "owner_id": office.taker.id})
    assert office.taker.api.get(f"/customers/{second['customer_id']}")["owner_id"] == office.taker.id


@pytest.fixture
def leaver(scenario: Scenario, office: Office) -> Someone:
    """Somebody of the department who owns two customers."""
    who = scenario.hire("sales", department=office.department)
    scenario.customer(who)
    scenario.customer(who)
    return who


@pytest.fixture
def heir(scenario: Scenario, office: Office) -> Someone:
    return scenario.hire("sales", department=office.department)


def test_everything_of_one_person_is_handed_over_by_one_form(
    enter: Enter, office: Office, leaver: Someone, heir: Someone
) -> None:
    browser = enter(office.manager)
    page = browser.get(f"{ALL}?owner_id={leaver.id}").text
    assert "2 customers" in page
    assert f'<option value="{heir.id}">' in page
    assert f'<option value="{leaver.id}">' not in page, "nobody takes the own customers"
    sent = {"from_staff": leaver.id, "to_staff": heir.id, "idempotency_key": heir.id}
    for _ in range(2):
        answer = browser.post(ALL, sent)
        assert (answer.status_code, answer.location) == (303, ALL)
        assert "Handed over: 2 customers." in browser.get(ALL).text, "a second click is the same one"
    assert len(heir.api.get("/customers", mine=True)["items"]) == 2
    assert leaver.api.get("/customers", mine=True)["items"] == []


def test_a_choice_that_is_lacking_is_asked_for_beside_that_person(enter: Enter, office: Office) -> None:
    answer = enter(office.manager).post(ALL, {"from_staff": office.seller.id, "to_staff": ""})
    assert answer.status_code == 422
    assert f'id="f-all-{office.seller.id}-to_staff-error">Please fill this in.' in answer.text


def test_a_refused_transfer_of_everything_says_why_beside_that_person(
    enter: Enter, scenario: Scenario, office: Office
) -> None:
    settled = scenario.vip(office.taker)
    sent = {"from_staff": office.taker.id, "to_staff": office.seller.id}
    answer = enter(office.manager).post(ALL, sent)
    assert answer.status_code == 409
    assert "VIP customers belong to customer managers and above." in answer.text
    assert office.taker.api.get(f"/customers/{settled['id']}")["owner_id"] == office.taker.id


def test_a_persons_page_says_how_many_customers_there_are_to_hand_over(
    enter: Enter, scenario: Scenario, office: Office, leaver: Someone
) -> None:
    browser = enter(office.manager)
    part = f"{LIST}/of/{leaver.id}"
    assert "2 customers" in browser.get(part).text
    scenario.disable(leaver)

    def says_so() -> str:
        page = browser.get(part).text
        return page if f"{leaver.name} can no longer sign in and still owns customers." in page else ""

    assert f"{ALL}?owner_id={leaver.id}" in eventually(says_so, what="the page to know that they left", every=0.05)
    alone = browser.get(f"{ALL}?owner_id={leaver.id}").text
    assert f'name="from_staff" value="{leaver.id}"' in alone
    assert f'name="from_staff" value="{office.seller.id}"' not in alone
    assert "Owns no customers." in browser.get(f"{LIST}/of/{office.manager.id}").text


def test_who_gives_a_customer_without_a_check_lands_where_one_may_be(enter: Enter, scenario: Scenario) -> None:
    giver = scenario.who_may({"customer:read": "own", "customer:write": "own", "customer:give": "own"})
    for headers in ({}, HTMX):
        made, landed, page = given(enter, scenario, giver, headers)
        assert (landed, page.status_code) == ("/customers", 200)
        assert f"{made['name']} is handed over." in page.text
        assert enter(giver).get(f"/customers/{made['id']}").status_code == 404


def test_an_owner_who_gives_a_customer_away_has_asked_for_it_and_stays_on_its_page(
    enter: Enter, scenario: Scenario
) -> None:
    giver = scenario.hire("sales")
    for headers in ({}, HTMX):
        made, landed, page = given(enter, scenario, giver, headers)
        assert (landed, page.status_code) == (f"/customers/{made['id']}", 200)
        assert giver.api.get(f"/customers/{made['id']}")["owner_id"] == giver.id
        waiting = {each["customer_id"]: each for each in scenario.of("verifier").api.pages("/change-requests")}
        assert list(waiting[made["id"]]["changes"]) == ["owner_id", "owner_name"]


def given(
    enter: Enter, scenario: Scenario, giver: Someone, headers: dict[str, str]
) -> tuple[dict[str, Any], str, TestResponse]:
    """A customer whom its owner hands to a colleague on the pages, where that leads, and what one sees there."""
    made, browser = scenario.customer(giver), enter(giver)
    path = f"/customers/{made['id']}"
    sent = {"version": str(giver.api.get(path)["version"]), "owner_id": scenario.hire("sales").id}
    answer = browser.post(f"{path}/owner", sent, headers=headers)
    landed = answer.headers.get("HX-Redirect") or answer.location or ""
    return made, landed, browser.get(landed)
