"""Exports on the pages: the list's own filter is exported, large ones wait, the file comes as it is."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, render_template

from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
LIST, TO_APPROVE = "/customers/exports", "/customers/exports/to-approve"


@pytest.fixture(scope="module")
def department(scenario: Scenario) -> str:
    return scenario.department()


@pytest.fixture(scope="module")
def asker(scenario: Scenario, department: str) -> Someone:
    """Somebody who exports what the department owns, which is two customers in two regions."""
    manager = scenario.hire("customer_manager", department=department)
    scenario.customer(manager, region="北京市")
    scenario.customer(manager, region="上海市")
    return manager


@pytest.fixture(scope="module")
def leader(scenario: Scenario) -> Someone:
    return scenario.hire("leadership", name="周总")


def set_limit(scenario: Scenario, leader: Someone, rows: int) -> int:
    """How many rows go out unasked from now on; the answer is how many it was."""
    policy = leader.api.get("/exports/policy")
    scenario.patch(leader, "/exports/policy", {"rows_unasked": rows}, policy["version"])
    return int(policy["rows_unasked"])


@pytest.fixture
def large(scenario: Scenario, leader: Someone) -> Iterator[None]:
    """Every export is a large one."""
    before = set_limit(scenario, leader, 0)
    yield
    set_limit(scenario, leader, before)


def waiting(asker: Someone) -> dict[str, Any]:
    """An export of theirs that waits for consent."""
    export = asker.api.post("/exports", {"format": "csv", "wanted": {}})
    assert export["status"] == "waiting"
    return dict(export)


def test_what_the_list_shows_is_what_is_exported_and_comes_as_the_service_gives_it(
    enter: Enter, scenario: Scenario, asker: Someone
) -> None:
    browser = enter(asker)
    page = browser.get("/customers?region=北京市&kind=company").text
    assert '<input type="hidden" name="region" value="北京市">' in page
    answer = browser.post(LIST, {"format": "csv", "region": "北京市", "kind": "company", "q": ""})
    assert (answer.status_code, answer.location) == (303, LIST)
    [export] = asker.api.get("/exports")["items"]
    assert (export["format"], export["language"]) == ("csv", "en")
    assert export["wanted"] == {"region": "北京市", "kind": "company", "in_use": True}
    scenario.until_listed(asker, "/exports", export["id"], "done")
    path = f"{LIST}/{export['id']}/file"
    assert f'href="{path}"' in browser.get(LIST).text
    file = browser.get(path)
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.data.startswith("\ufeff".encode())
    assert "北京市" in file.text
    assert "上海市" not in file.text


def test_the_export_is_offered_only_to_who_may_export(enter: Enter, scenario: Scenario) -> None:
    page = enter(scenario.who_may({"customer:read": "all"})).get("/customers")
    assert page.status_code == 200
    assert f'action="{LIST}"' not in page.text


@pytest.mark.usefixtures("large")
def test_a_large_export_is_agreed_to_and_says_meanwhile_by_whom(
    enter: Enter, scenario: Scenario, asker: Someone, leader: Someone
) -> None:
    export = waiting(asker)
    own = enter(asker).get(LIST).text
    assert "until one of these agrees to it:" in own
    assert leader.name in own
    browser = enter(leader)
    assert f"{asker.name} wants 2 rows" in browser.get(TO_APPROVE).text
    path = f"{LIST}/{export['id']}/approve"
    assert browser.post(path, {"version": "9"}).status_code == 412
    assert browser.post(path, {"version": str(export["version"])}).location == TO_APPROVE
    scenario.until_listed(asker, "/exports", export["id"], "done")


@pytest.mark.usefixtures("large")
def test_the_limit_is_changed_by_leadership_only(
    enter: Enter, scenario: Scenario, department: str, asker: Someone, leader: Someone
) -> None:
    waiting(asker)
    browser, limit = enter(leader), f"{LIST}/limit"
    assert f'action="{limit}"' in browser.get(TO_APPROVE).text
    version = str(leader.api.get("/exports/policy")["version"])
    assert browser.post(limit, {"rows_unasked": "few", "version": version}).status_code == 422
    assert browser.post(limit, {"rows_unasked": "50", "version": version}).location == TO_APPROVE
    assert leader.api.get("/exports/policy")["rows_unasked"] == 50
    manager = enter(scenario.hire("department_manager", department=department)).get(TO_APPROVE).text
    assert f"{asker.name} wants 2 rows" in manager
    assert f'action="{limit}"' not in manager


def test_that_nobody_may_agree_to_ones_large_export_is_said_with_what_to_do(pages: Flask) -> None:
    with pages.test_request_context(headers={"Accept-Language": "en"}):
        part = render_template("customers/_progress.html", running=False, waits=True, approvers=[])
    assert "Nobody else may agree to your large export" in part
