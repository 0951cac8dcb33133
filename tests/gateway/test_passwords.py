"""A password that is set by a link, and one that needs two: the pages, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from ops.demo.api_client import ApiClient
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone
from tests.support.password_links import link_to

Enter = Callable[..., Browser]
NEW = "Set-by-a-link-2026"


def patch(scenario: Scenario, api: ApiClient, path: str, body: dict[str, str], version: int | None = None) -> None:
    """A change by somebody at the API."""
    headers = {**api.headers(), **({"If-Match": f'"{version}"'} if version else {})}
    scenario.fleet.client.ask("PATCH", f"/api/v1{path}", body=body, headers=headers)


def colleague(scenario: Scenario) -> tuple[Someone, str]:
    """Somebody who stands for an address, and that address."""
    someone = scenario.hire("sales")
    address = f"{someone.username}@own.example.com"
    patch(scenario, someone.api, "/me", {"email": address})
    return someone, address


def test_the_administrator_sends_a_link_and_the_person_sets_the_password(
    scenario: Scenario, enter: Enter, visitor: Browser
) -> None:
    someone, address = colleague(scenario)
    office = enter(scenario.of("administrator"), "zh")
    sent = office.post(f"/staff/{someone.id}/password")
    assert sent.location == f"/staff/{someone.id}"
    assert "链接已发往 p***@own.example.com" in office.get(sent.location).text
    link = link_to(scenario.fleet, address)
    token = parse_qs(urlsplit(link).query)["token"][0]

    opened = visitor.get(link)
    assert (opened.status_code, opened.location) == (303, "/sign-in/password")
    page = visitor.get("/sign-in/password")
    assert {answer.headers["Referrer-Policy"] for answer in (opened, page)} == {"no-referrer"}
    assert (someone.username in page.text, token in page.text) == (True, False)
    refused = visitor.post("/sign-in/password", {"new": "short"})
    assert (refused.status_code, "太短。" in refused.text) == (422, True)
    done = visitor.post("/sign-in/password", {"new": NEW})
    assert done.location == "/sign-in"
    assert "密码已设定，请用新密码登录。" in visitor.get("/sign-in").text
    assert visitor.get(link).location == "/sign-in/password"
    over = visitor.get("/sign-in/password")
    assert (over.status_code, "链接已失效" in over.text) == (410, True)
    assert visitor.post("/sign-in", {"username": someone.username, "password": NEW}).location == "/"


def test_who_has_forgotten_it_hears_the_same_as_somebody_who_is_not_there(scenario: Scenario, visitor: Browser) -> None:
    someone, address = colleague(scenario)
    assert 'href="/sign-in/forgotten"' in visitor.get("/sign-in").text
    answers = [visitor.post("/sign-in/forgotten", {"login": login}) for login in (someone.username, "nobody.at.all")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    visitor.get(link_to(scenario.fleet, address))
    assert visitor.post("/sign-in/password", {"new": NEW}).location == "/sign-in"


def test_without_a_link_the_page_leads_to_asking_for_one(visitor: Browser) -> None:
    assert visitor.get("/sign-in/password").location == "/sign-in/forgotten"
    assert visitor.get("/sign-in/password/open?token=made-up").location == "/sign-in/password"
    assert visitor.get("/sign-in/password").status_code == 410


def test_the_form_is_not_forged_and_works_under_https_without_a_referrer(
    scenario: Scenario, make_pages: Callable[..., Flask], visitor: Browser
) -> None:
    someone, address = colleague(scenario)
    scenario.admin.post(f"/staff/{someone.id}/reset-password")
    link = link_to(scenario.fleet, address)
    visitor.get(link)
    assert visitor.client.post("/sign-in/password", data={"new": NEW}).status_code == 400
    safe = make_pages(public_url="https://crm.example.com", proxies=1).test_client()
    https = {"base_url": "https://crm.example.com", "headers": {"X-Forwarded-Proto": "https"}}
    safe.get(link, **https)
    found = re.search(r'name="csrf_token" value="([^"]+)"', safe.get("/sign-in/password", **https).text)
    assert found is not None
    done = safe.post("/sign-in/password", data={"csrf_token": found[1], "new": NEW}, **https)
    assert (done.status_code, done.location) == (303, "/sign-in")


def test_a_manager_starts_somebody_without_an_address_and_hands_the_password_over(
    scenario: Scenario, enter: Enter, visitor: Browser
) -> None:
    unit = scenario.department()
    manager = enter(scenario.hire("department_manager", department=unit), "zh")
    office = enter(scenario.of("administrator"), "zh")
    username = f"pages.{next(scenario.numbers)}"
    person = {"username": username, "name": "无邮箱", "department_id": unit, "roles": ["sales"]}
    added = manager.post("/staff/new", person)
    path = added.location
    assert re.fullmatch(r"/staff/requests/[0-9a-f-]{36}", path)
    page = manager.get(path).text
    assert ("待另一人确认" in page, "确认</button>" in page) == (True, False)
    assert "无邮箱" in office.get("/staff/requests").text
    assert "badge" in office.get("/staff/requests/count", headers=HTMX).text
    assert "项密码或两步验证申请等待您处理" in office.get("/home/requests").text
    assert office.post(f"{path}/confirm", {"version": "1"}).location == path
    assert "显示一次性密码" not in office.get(path).text
    assert office.post(f"{path}/collect", {"version": "2"}).status_code == 403
    assert "显示一次性密码" in manager.get(path).text
    shown = manager.post(f"{path}/collect", {"version": "2"})
    given = re.search(r'<code class="password-once">([^<]+)</code>', shown.text)
    assert given is not None
    assert visitor.post("/sign-in", {"username": username, "password": given[1]}).location == "/"
    assert visitor.get("/").location == "/own/password"


def test_the_person_says_of_an_address_that_somebody_else_has_put_there_that_it_is_theirs(
    scenario: Scenario, enter: Enter
) -> None:
    someone, _ = colleague(scenario)
    version = scenario.admin.get(f"/staff/{someone.id}")["version"]
    patch(scenario, scenario.admin, f"/staff/{someone.id}", {"email": "typed.by.others@example.com"}, version)
    mine = enter(someone, "zh")
    assert "是，这是我的邮箱" in mine.get("/own").text
    assert mine.post("/own/address").location == "/own"
    assert "是，这是我的邮箱" not in mine.get("/own").text


def test_leadership_finds_what_needs_two(scenario: Scenario, enter: Enter) -> None:
    leader = enter(scenario.of("leadership"), "zh")
    assert leader.get("/staff").location == "/staff/requests"
    assert leader.get("/staff/requests").status_code == 200
