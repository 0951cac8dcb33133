"""The administrator's page of tokens for programs."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ops.demo.api_client import ApiClient
from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario

Enter = Callable[..., Browser]


@pytest.fixture
def administrator(enter: Enter, scenario: Scenario) -> Browser:
    return enter(scenario.administrator)


@pytest.fixture(scope="module")
def program(scenario: Scenario) -> dict[str, Any]:
    return account_of(scenario, "erp")


def account_of(scenario: Scenario, *roles: str) -> dict[str, Any]:
    """An account of a program."""
    number = next(scenario.numbers)
    account = {"username": f"pages.erp.{number}", "name": f"程序{number}", "roles": list(roles)}
    return dict(scenario.admin.post("/staff", account | {"department_id": scenario.root}))


@pytest.fixture(scope="module")
def token(scenario: Scenario, program: dict[str, Any]) -> dict[str, Any]:
    """A token of it, that was used."""
    wanted = {"name": "Kingdee", "staff_id": program["id"], "permissions": {"transaction:write": "all"}}
    made = scenario.admin.post("/api-tokens", wanted | {"expires_at": str(datetime.now(UTC) + timedelta(days=30))})
    ApiClient(scenario.fleet.client, made["token"]).get("/me")
    return dict(made)


def of_program(scenario: Scenario, program: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in scenario.admin.pages("/api-tokens") if each["staff_id"] == program["id"]]


def test_the_list_says_what_each_token_may_and_when_it_was_used_last(
    administrator: Browser, program: dict[str, Any], token: dict[str, Any]
) -> None:
    page = administrator.get("/staff/tokens").text
    for shown in (program["name"], "Kingdee", token["hint"], f"/staff/tokens/new?account={program['id']}"):
        assert shown in page
    [row] = [row for row in page.split("<tr") if token["hint"] in row]
    assert "Record transactions" in row
    assert "127.0.0.1" in row
    assert '<a href="/staff" aria-current="page">' in page, "the rail shows where one is"


def test_a_token_is_offered_only_what_its_account_may(administrator: Browser, scenario: Scenario) -> None:
    account = account_of(scenario, "erp", scenario.role({"customer:read": "department"}, for_programs=True))
    form = administrator.get(f"/staff/tokens/new?account={account['id']}").text
    offered = {
        name: re.findall(r'value="(\w+)"', options)
        for name, options in re.findall(r'name="permission:([^"]+)">(.*?)</select>', form)
    }
    assert offered == {"transaction:write": ["own", "department", "all"], "customer:read": ["own", "department"]}


def test_a_token_is_made_shown_once_and_works(
    administrator: Browser, scenario: Scenario, program: dict[str, Any]
) -> None:
    fields = {"staff_id": program["id"], "name": "用友", "days": "90", "permission:transaction:write": "all"}
    answer = administrator.post("/staff/tokens/new", fields)
    assert answer.headers["Cache-Control"] == "no-store"
    shown = re.search(r"gx_[\w-]+", answer.text)
    assert shown
    assert ApiClient(scenario.fleet.client, shown[0]).get("/me")["id"] == program["id"]
    [made] = [each for each in of_program(scenario, program) if each["name"] == "用友"]
    assert made["permissions"] == {"transaction:write": "all"}
    assert shown[0] not in administrator.get("/staff/tokens").text


def test_a_refusal_is_shown_with_what_was_chosen(administrator: Browser, program: dict[str, Any]) -> None:
    fields = {"staff_id": program["id"], "name": "Kingdee", "days": "90", "permission:transaction:write": "all"}
    answer = administrator.post("/staff/tokens/new", fields | {"permission:customer:read": "all"})
    assert answer.status_code == 422
    assert "The account itself may not do this." in answer.text
    assert 'value="all" selected' in answer.text


def test_a_token_is_revoked_on_the_version_that_was_shown(
    administrator: Browser, scenario: Scenario, program: dict[str, Any], token: dict[str, Any]
) -> None:
    path = f"/staff/tokens/{token['id']}/revoke"
    assert f'action="{path}"' in administrator.get("/staff/tokens").text
    assert administrator.post(path, {"version": "9"}).status_code == 412
    answer = administrator.post(path, {"version": str(token["version"])})
    assert (answer.status_code, answer.location) == (303, "/staff/tokens")
    [revoked] = [each for each in of_program(scenario, program) if each["id"] == token["id"]]
    assert revoked["revoked_at"]


def test_another_than_the_administrator_is_not_let_in(enter: Enter, scenario: Scenario) -> None:
    assert enter(scenario.of("department_manager")).get("/staff/tokens").status_code == 403
