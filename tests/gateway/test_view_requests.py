"""View requests on the pages: ask, decide, end."""

from collections.abc import Callable
from typing import Any

import pytest

from ops.demo.api_client import eventually
from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
LIST, TO_DECIDE = "/customers/requests", "/customers/requests/to-decide"


@pytest.fixture(scope="module")
def department(scenario: Scenario) -> str:
    return scenario.department()


@pytest.fixture(scope="module")
def manager(scenario: Scenario, department: str) -> Someone:
    """Who decides about the customers of that department."""
    return scenario.hire("department_manager", department=department)


@pytest.fixture(scope="module")
def vip(scenario: Scenario, department: str) -> dict[str, Any]:
    """Somebody's VIP customer."""
    return scenario.vip(scenario.hire("sales", department=department))


@pytest.fixture
def asker(scenario: Scenario) -> Someone:
    """Somebody of another department."""
    return scenario.hire("sales")


def asked(asker: Someone, vip: dict[str, Any]) -> dict[str, Any]:
    """A request of theirs."""
    body = {"customer_code": vip["code"], "purpose": "来店", "hours": 8}
    return dict(asker.api.post("/view-requests", body))


def approved(manager: Someone, request: dict[str, Any]) -> dict[str, Any]:
    path = f"/view-requests/{request['id']}/approve"
    return dict(manager.api.post(path, version=request["version"]))


def test_a_request_is_sent_with_its_code_purpose_and_hours(enter: Enter, asker: Someone, vip: dict[str, Any]) -> None:
    browser = enter(asker)
    sent = {"customer_code": vip["code"], "purpose": "<b>来店</b>", "hours": "48"}
    answer = browser.post(LIST, sent)
    assert (answer.status_code, answer.location) == (303, LIST)
    [request] = asker.api.get("/view-requests")["items"]
    assert (request["customer_code"], request["purpose"], request["hours"]) == (vip["code"], "<b>来店</b>", 48)
    page = browser.get(LIST).text
    assert "&lt;b&gt;来店&lt;/b&gt;" in page
    assert "2 days" in page
    assert f'href="{TO_DECIDE}"' not in page


def test_a_manager_decides_and_a_refusal_carries_its_reason_and_version(
    enter: Enter, asker: Someone, manager: Someone, vip: dict[str, Any]
) -> None:
    request = asked(asker, vip)
    browser, path = enter(manager), f"{LIST}/{request['id']}"
    assert f'action="{path}/approve"' in browser.get(TO_DECIDE).text
    assert browser.post(f"{path}/refuse", {"reason": "不必", "version": "9"}).status_code == 412
    answer = browser.post(f"{path}/refuse", {"reason": "不必", "version": str(request["version"])})
    assert (answer.status_code, answer.location) == (303, TO_DECIDE)
    [refused] = asker.api.get("/view-requests")["items"]
    assert (refused["status"], refused["note"]) == ("refused", "不必")


def test_a_request_says_how_far_it_goes_and_so_do_the_pages(
    enter: Enter, asker: Someone, manager: Someone, vip: dict[str, Any]
) -> None:
    browser = enter(asker)
    assert browser.post(LIST, {"customer_code": vip["code"], "purpose": "来店", "hours": "8"}).status_code == 303
    sent = {"customer_code": vip["code"], "purpose": "回电", "hours": "8", "extent": "plain"}
    assert browser.post(LIST, sent).status_code == 303
    plain, look = asker.api.get("/view-requests")["items"]
    assert (plain["extent"], look["extent"]) == ("plain", "look")
    for page in (browser.get(LIST).text, enter(manager).get(TO_DECIDE).text):
        assert page.count("See the numbers, too") - page.count('<option value="plain"') == 1
    approved(manager, plain)
    shown = browser.get(f"/customers/{vip['id']}").text
    assert "plain to you by a view request" in shown
    assert "By a view request" in browser.get(f"/customers/{vip['id']}/readings").text


def test_a_customer_that_a_request_has_opened_says_so_and_shows_its_cases_and_tier_but_no_way_to_file_one(
    enter: Enter, asker: Someone, manager: Someone, vip: dict[str, Any]
) -> None:
    browser, path = enter(asker), f"/customers/{vip['id']}"
    request = asked(asker, vip)
    assert browser.get(path).status_code == 404
    approved(manager, request)
    shown = browser.get(path).text
    assert "Open to you by a view request" in shown
    assert f'hx-get="{path}/transactions"' in shown
    assert "plain to you" not in shown
    assert f'hx-get="{path}/tier"' in shown
    assert f'hx-get="{path}/cases"' in shown
    assert "/cases/new" not in shown
    for panel in ("tier", "cases"):
        eventually(lambda panel=panel: browser.get(f"{path}/{panel}").status_code == 200 or None, what=f"the {panel}")


def test_a_request_is_ended_from_the_list_it_stands_in(
    enter: Enter, asker: Someone, manager: Someone, vip: dict[str, Any]
) -> None:
    for who, back, see in ((asker, "index", LIST), (manager, "to_decide", TO_DECIDE)):
        request = approved(manager, asked(asker, vip))
        version = {"version": str(request["version"])}
        answer = enter(who).post(f"{LIST}/{request['id']}/end/{back}", version)
        assert (answer.status_code, answer.location) == (303, see)
        ended = {each["id"]: each["status"] for each in asker.api.get("/view-requests")["items"]}
        assert ended[request["id"]] == "ended"
