"""Signing in through the company's provider, at the pages: there, back, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from chassis.testing.servers import DatabaseFactory
from gateway.app import create_app
from ops.demo.api_client import eventually
from tests.gateway.browsers import Browser
from tests.support.fleet import PASSWORD
from tests.support.openid import Person, garbage, new_subject
from tests.support.sso import NAME, SsoScenario, running_scenario


@pytest.fixture(scope="module")
def scenario(make_database: DatabaseFactory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SsoScenario]:
    """One house whose people sign in through a provider."""
    with running_scenario(make_database, tmp_path_factory.mktemp("sso")) as running:
        running.let_administrator_in()
        yield running


@pytest.fixture
def browser(scenario: SsoScenario) -> Browser:
    made = Browser(scenario.pages.test_client())
    made.post("/language", {"language": "en", "next": "/"})
    return made


@pytest.fixture
def person(scenario: SsoScenario) -> Person:
    """Somebody whom the provider lets in, and who has an account here."""
    made = Person(new_subject(), f"sso.{new_subject()}")
    scenario.hire(str(made.username), "sales")
    scenario.provider.person = made
    scenario.provider.instead.clear()
    return made


def back(scenario: SsoScenario, browser: Browser, path: str = "/sign-in/oidc") -> str:
    """Go to the provider, and sign in there: the address that one is sent back to."""
    there = browser.get(path)
    assert (there.status_code, there.location.startswith(f"{scenario.provider.issuer}/authorize?")) == (303, True)
    said = scenario.provider.answer_to(there.location)
    return f"/sign-in/oidc/callback?state={said['state']}&code={said['code']}&iss={said['iss']}"


def enter(scenario: SsoScenario, browser: Browser, path: str = "/sign-in/oidc") -> TestResponse:
    return browser.get(back(scenario, browser, path))


def test_the_sign_in_page_leads_there_and_the_way_back_leads_where_one_wanted_to_go(
    scenario: SsoScenario, browser: Browser, person: Person
) -> None:
    page = browser.get("/sign-in?next=/own/sessions").text
    assert f"Sign in with {NAME}" in page
    assert 'href="/sign-in/oidc?next=/own/sessions"' in page
    answer = enter(scenario, browser, "/sign-in/oidc?next=/own")
    assert (answer.status_code, answer.location) == (303, "/own")
    page = browser.get("/own").text
    assert "王芳" in page
    assert "Company sign-in" in browser.get("/own/sessions").text


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-out"])
def test_nobody_is_sent_to_another_house_on_the_way_back(
    scenario: SsoScenario, browser: Browser, person: Person, target: str
) -> None:
    assert browser.get(back(scenario, browser, f"/sign-in/oidc?next={target}")).location == "/"


def test_the_way_back_is_good_only_in_the_browser_that_went(
    scenario: SsoScenario, browser: Browser, person: Person
) -> None:
    address = back(scenario, browser)
    other = Browser(scenario.pages.test_client())
    answer = other.get(address)
    assert (answer.status_code, "oidc_ended" in answer.text) == (401, True)
    assert other.get("/own").status_code == 303
    began = back(scenario, other)
    assert other.get(address).status_code == 401, "nor in one that went on a way of its own"
    assert began
    assert browser.get(address).status_code == 303


def test_the_way_back_is_good_once(scenario: SsoScenario, browser: Browser, person: Person) -> None:
    address = back(scenario, browser)
    with browser.client.session_transaction() as kept:
        flow = dict(kept["oidc"])
    assert browser.get(address).status_code == 303
    assert browser.get(address).status_code == 401
    with browser.client.session_transaction() as kept:
        kept["oidc"] = flow
    answer = browser.get(address)
    assert (answer.status_code, "oidc_ended" in answer.text) == (401, True)


def test_a_session_planted_before_is_another_after_it(scenario: SsoScenario, browser: Browser, person: Person) -> None:
    with browser.client.session_transaction() as kept:
        kept["session"] = "planted"
    enter(scenario, browser)
    with browser.client.session_transaction() as kept:
        assert kept["session"] != "planted"
        assert set(kept) <= {"session", "language", "sign_out_address"}


def test_who_is_unknown_here_is_told_whom_to_ask_with_a_code(scenario: SsoScenario, browser: Browser) -> None:
    scenario.provider.person = Person(new_subject(), "nobody.here")
    answer = enter(scenario, browser)
    assert answer.status_code == 401
    assert "You have no account here yet. Please ask the administrator for one." in answer.text
    assert "Code: oidc_unknown_account" in answer.text
    assert "nobody.here" not in answer.text


def test_a_no_at_the_provider_is_said(scenario: SsoScenario, browser: Browser, person: Person) -> None:
    browser.get("/sign-in/oidc")
    with browser.client.session_transaction() as kept:
        assert kept["oidc"]
    answer = browser.get("/sign-in/oidc/callback?state=another&error=access_denied")
    assert (answer.status_code, "oidc_ended" in answer.text) == (401, True)
    state = scenario.provider.answer_to(browser.get("/sign-in/oidc").location)["state"]
    answer = browser.get(f"/sign-in/oidc/callback?state={state}&error=access_denied&iss={scenario.provider.issuer}")
    assert (answer.status_code, "Code: oidc_refused: denied" in answer.text) == (401, True)


def test_a_provider_that_talks_garbage_leaves_the_password(
    scenario: SsoScenario, browser: Browser, person: Person
) -> None:
    scenario.provider.instead["/token"] = garbage()
    answer = enter(scenario, browser)
    assert (answer.status_code, "Code: oidc_unavailable: garbage" in answer.text) == (409, True)
    form = {"username": str(person.username), "password": PASSWORD, "next": "/own"}
    assert browser.post("/sign-in", form).location == "/own"


def test_whoever_signs_out_is_offered_to_sign_out_there_too(
    scenario: SsoScenario, browser: Browser, person: Person
) -> None:
    enter(scenario, browser)
    assert browser.post("/sign-out").location == "/sign-in"
    page = browser.get("/sign-in").text
    assert f"Sign out of {NAME}, too" in page
    assert f'href="{scenario.provider.issuer}/sign-out?client_id=guanxi&amp;post_logout_redirect_uri=' in page
    browser.post("/sign-in", {"username": str(person.username), "password": PASSWORD})
    browser.post("/sign-out")
    assert f"Sign out of {NAME}, too" not in browser.get("/sign-in").text, "who came with a password is not"


def test_without_a_name_there_is_no_button(scenario: SsoScenario, person: Person) -> None:
    plain: Flask = create_app(replace(scenario.pages.extensions["settings"], oidc_name=""))
    assert "/sign-in/oidc" not in plain.test_client().get("/sign-in").text


def test_the_administrator_lets_groups_give_a_role_and_unlinks_somebody(
    scenario: SsoScenario, browser: Browser, person: Person
) -> None:
    enter(scenario, browser)
    admin = Browser(scenario.pages.test_client())
    admin.post("/language", {"language": "en", "next": "/"})
    admin.post("/sign-in", {"username": "admin", "password": PASSWORD})
    role = scenario.role("verifier")
    path = f"/staff/roles/{role.id}"
    assert "Groups that give it" in admin.get(path).text
    answer = admin.post(f"{path}/groups", {"groups": "verifiers\r\n\r\n 信息组 \r\n", "version": str(role.version)})
    assert (answer.status_code, answer.location) == (303, path)
    assert scenario.role("verifier").groups == ["verifiers", "信息组"]
    assert "verifiers\n信息组" in admin.get(path).text
    assert "verifiers, 信息组" in admin.get("/staff/roles").text
    scenario.provider.person = Person(person.subject, person.username, groups=["信息组"])
    enter(scenario, browser)
    found = admin.get(f"/staff?q={person.username}").text
    assert "Data verifier" in found
    id = found.partition('<td><a href="/staff/')[2].partition('"')[0]
    assert f'hx-get="/staff/{id}/provider-links"' in admin.get(f"/staff/{id}").text
    panel = admin.get(f"/staff/{id}/provider-links", headers={"HX-Request": "true"}).text
    assert person.subject in panel
    assert scenario.provider.issuer in panel
    action = urlsplit(panel.partition('method="post" action="')[2].partition('"')[0]).path
    assert admin.post(action).location == f"/staff/{id}"
    assert "Not linked yet" in admin.get(f"/staff/{id}/provider-links").text
    eventually(lambda: browser.get("/own").status_code == 303, what="what was open to end")
    assert "Company sign-in" in admin.get("/staff/sign-ins").text
