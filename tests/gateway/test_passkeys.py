"""Passkeys at the pages: offered where browsers know them, made, and signed in with."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from chassis.auth.relying_party import relying_party
from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario
from tests.support.authenticator import Authenticator
from tests.support.fleet import PASSWORD, Fleet

Enter = Callable[..., Browser]
OWN = "/own/second-factor"
BEGIN, ALONE, SECOND = "/sign-in/passkey/begin", "/sign-in/passkey", "/sign-in/second/passkey"


@pytest.fixture(scope="module")
def named(make_pages: Callable[..., Flask], fleet: Fleet) -> Flask:
    """The gateway at an address that has passkeys."""
    return make_pages(public_url=fleet.site.public_url)


@pytest.fixture
def somebody(named: Flask) -> Browser:
    return Browser(named.test_client())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


def make(browser: Browser, key: Authenticator, fleet: Fleet) -> str:
    """Make a passkey on the pages; what they say then."""
    asked = browser.post(f"{OWN}/passkeys", {"password": PASSWORD}).text
    answer: dict[str, Any] = key.make(json.loads(hidden(asked, "options")), origin=fleet.site.public_url)
    sent = {
        **answer,
        "transports": " ".join(answer["transports"]),
        "challenge": hidden(asked, "challenge"),
        "name": "Key",
    }
    return browser.post(f"{OWN}/passkeys/confirm", sent).text


def test_it_is_made_and_signs_in_alone_and_leads_to_where_one_wanted_to_go(
    named: Flask, somebody: Browser, enter: Enter, scenario: Scenario, fleet: Fleet
) -> None:
    key = Authenticator()
    assert "recovery-codes" in make(enter(scenario.hire("sales"), at=named), key, fleet)
    options = somebody.post(BEGIN).json["options"]
    signed = key.use(options, origin=fleet.site.public_url)
    answer = somebody.post(ALONE, {**signed, "next": "/own"})
    assert (answer.status_code, answer.location) == (303, "/own")
    assert somebody.get("/own").status_code == 200
    again = somebody.post(ALONE, signed)
    assert (again.status_code, again.location) == (303, "/sign-in"), "what was asked is asked once"


def test_a_refused_one_is_said_on_the_sign_in_page(
    named: Flask, somebody: Browser, enter: Enter, scenario: Scenario, fleet: Fleet
) -> None:
    key = Authenticator()
    make(enter(scenario.hire("sales"), at=named), key, fleet)
    options = somebody.post(BEGIN).json["options"]
    somebody.post("/language", {"language": "en", "next": "/"})
    answer = somebody.post(ALONE, key.use(options, origin="https://elsewhere.example"))
    assert answer.status_code == 401
    assert "This passkey was not accepted" in answer.text
    assert 'name="password"' in answer.text


def test_the_second_step_asks_for_it_and_goes_on_after_a_wrong_answer(
    named: Flask, somebody: Browser, enter: Enter, scenario: Scenario, fleet: Fleet
) -> None:
    key, someone = Authenticator(), scenario.hire("sales")
    make(enter(someone, at=named), key, fleet)
    begun = somebody.post("/sign-in", {"username": someone.username, "password": PASSWORD, "next": "/customers"})
    assert begun.location == "/sign-in/second"
    page = somebody.get("/sign-in/second").text
    assert "data-start" in page, "there is no authenticator: the passkey is asked for at once"
    options = json.loads(hidden(page, "options"))
    wrong = somebody.post(SECOND, key.use(options, origin="https://elsewhere.example"))
    assert wrong.status_code == 401
    assert "data-start" not in wrong.text, "a refused one is not asked for again and again"
    answer = somebody.post(SECOND, key.use(options, origin=fleet.site.public_url))
    assert (answer.status_code, answer.location) == (303, "/customers")


def test_without_a_password_or_a_question_there_is_nothing_to_sign(somebody: Browser) -> None:
    assert somebody.post(SECOND, {"credential_id": "YWJj"}).location == "/sign-in"
    assert somebody.post(ALONE, {"credential_id": "YWJj"}).location == "/sign-in"


def test_what_is_asked_is_not_told_to_forms_of_others(somebody: Browser) -> None:
    assert somebody.client.post(BEGIN).status_code == 400


def test_at_an_address_without_passkeys_they_are_not_on_the_pages(pages: Flask, somebody: Browser) -> None:
    assert f'action="{ALONE}"' in somebody.get("/sign-in").text
    assert relying_party("http://127.0.0.1:8000") is None
    plain = Browser(pages.test_client()).get("/sign-in").text
    assert ALONE not in plain
    assert "passkeys.js" not in plain


def test_a_failed_making_is_said_and_can_be_tried_again(
    named: Flask, enter: Enter, scenario: Scenario, fleet: Fleet
) -> None:
    browser = enter(scenario.hire("sales"), at=named)
    assert "The present password is wrong." in browser.post(f"{OWN}/passkeys", {"password": "x"}).text
    asked = browser.post(f"{OWN}/passkeys", {"password": PASSWORD}).text
    answer = Authenticator().make(json.loads(hidden(asked, "options")), origin="https://elsewhere.example")
    sent = {**answer, "transports": "usb", "name": "Key"}
    kept = {name: hidden(asked, name) for name in ("challenge", "options")}
    again = browser.post(f"{OWN}/passkeys/confirm", {**sent, **kept})
    assert again.status_code == 422
    assert "This passkey was not accepted" in again.text
    assert {name: hidden(again.text, name) for name in kept} == kept
