"""The second step of signing in, and one's own second factor."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyotp
import pytest
from flask import Flask

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone
from tests.support.fleet import PASSWORD

Enter = Callable[..., Browser]
OWN = "/own/second-factor"
WRONG = "000000"


@dataclass
class Secured:
    """Somebody with an authenticator, and the recovery codes."""

    who: Someone
    codes: list[str]


def codes_in(page: str) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li><code>([^<]+)</code>", page)


def set_up(browser: Browser) -> list[str]:
    """Set the authenticator up on the pages; the recovery codes."""
    begun = browser.post(f"{OWN}/totp", {"password": PASSWORD}).text
    secret = re.search(r'name="secret" value="([^"]+)"', begun)
    address = re.search(r'name="address" value="([^"]+)"', begun)
    assert secret
    assert address
    sent = {"secret": secret[1], "address": address[1].replace("&amp;", "&"), "code": pyotp.TOTP(secret[1]).now()}
    return codes_in(browser.post(f"{OWN}/totp/confirm", sent).text)


@pytest.fixture(scope="module")
def secured(enter: Enter, scenario: Scenario) -> Secured:
    someone = scenario.hire("sales")
    return Secured(someone, set_up(enter(someone)))


@pytest.fixture
def half(visitor: Browser, secured: Secured) -> Browser:
    """Somebody whose password was right."""
    form = {"username": secured.who.username, "password": secured.who.password, "next": "/own"}
    answer = visitor.post("/sign-in", form)
    assert (answer.status_code, answer.location) == (303, "/sign-in/second")
    return visitor


def test_the_code_is_asked_for_and_leads_to_where_one_wanted_to_go(half: Browser, secured: Secured) -> None:
    assert "验证码" in half.get("/sign-in/second").text
    assert half.get("/own").location.startswith("/sign-in?"), "half a proof opens nothing"
    answer = half.post("/sign-in/second", {"code": secured.codes.pop()})
    assert (answer.status_code, answer.location) == (303, "/own")
    with half.client.session_transaction() as kept:
        assert "proof" not in kept
    assert half.get("/own").status_code == 200


def test_a_wrong_code_is_said_and_may_be_tried_again(half: Browser, secured: Secured) -> None:
    answer = half.post("/sign-in/second", {"code": WRONG})
    assert answer.status_code == 401
    assert "验证码错误，或已经用过。" in answer.text
    assert half.get("/sign-in/second").status_code == 200
    assert half.post("/sign-in/second", {"code": secured.codes.pop()}).location == "/own"


def test_when_the_challenge_is_over_the_password_is_asked_for_again(half: Browser) -> None:
    with half.client.session_transaction() as kept:
        kept["proof"] = {**kept["proof"], "challenge": "of yesterday"}
    answer = half.post("/sign-in/second", {"code": WRONG})
    assert 'name="password"' in answer.text
    assert half.get("/sign-in/second").location == "/sign-in"


def test_without_a_password_there_is_no_second_step(visitor: Browser) -> None:
    assert visitor.get("/sign-in/second").location == "/sign-in"
    assert visitor.post("/sign-in/second", {"code": "123456"}).location == "/sign-in"


def test_setting_up_shows_a_picture_then_the_recovery_codes_this_once_and_is_switched_off(
    enter: Enter, scenario: Scenario
) -> None:
    browser = enter(scenario.hire("sales"))
    assert "Set it up" in browser.get(OWN).text
    assert "The present password is wrong." in browser.post(f"{OWN}/totp", {"password": "x"}).text
    shown = browser.post(f"{OWN}/totp", {"password": PASSWORD}).text
    assert 'src="data:image/png;base64,' in shown
    secret = re.search(r'name="secret" value="([^"]+)"', shown)
    assert secret
    assert f"{secret[1][:4]} {secret[1][4:8]}" in shown
    sent = {"secret": secret[1], "address": "otpauth://totp/x"}
    again = browser.post(f"{OWN}/totp/confirm", {**sent, "code": WRONG}).text
    assert 'src="data:image/png;base64,' in again
    assert "This code is wrong" in again
    first = codes_in(browser.post(f"{OWN}/totp/confirm", {**sent, "code": pyotp.TOTP(secret[1]).now()}).text)
    assert len(first) == 10

    page = browser.get(OWN).text
    assert "10 recovery codes are left." in page
    assert first[0] not in page
    assert "The present password is wrong." in browser.post(f"{OWN}/recovery-codes", {"password": "x"}).text
    second = codes_in(browser.post(f"{OWN}/recovery-codes", {"password": PASSWORD}).text)
    assert len(second) == 10
    assert not set(first) & set(second)
    assert browser.post(f"{OWN}/totp/end", {"password": PASSWORD}).location == OWN
    assert "Set it up" in browser.get(OWN).text


def test_whose_role_asks_for_a_second_factor_gets_nowhere_else_before_it_is_set_up(
    pages: Flask, enter: Enter, scenario: Scenario
) -> None:
    code = scenario.role({"customer:read": "own"})
    someone = scenario.hire(code)
    [role] = [each for each in scenario.admin.pages("/roles") if each["code"] == code]
    administrator, path = enter(scenario.administrator), f"/staff/roles/{role['id']}"
    offered = administrator.get(path).text
    assert "Require a second factor" in offered
    name, value = re.findall(r'<button class="btn" name="(\w+)" value="(\w+)">Require a second factor', offered)[0]
    required = {name: value, "version": str(role["version"])}
    assert administrator.post(f"{path}/second-factor", required).location == path
    assert scenario.admin.get(f"/roles/{role['id']}")["second_factor"] is True
    assert administrator.post(f"{path}/second-factor", required).status_code == 412

    browser = Browser(pages.test_client())
    browser.post("/sign-in", {"username": someone.username, "password": someone.password})
    for page in ("/", "/customers", "/own", "/own/password"):
        assert browser.get(page).location == OWN, page
    assert browser.get("/home/desks", headers=HTMX).headers["HX-Redirect"] == OWN
    assert "设置两步验证" in browser.get(OWN).text
    assert len(set_up(browser)) == 10
    assert browser.get("/").status_code == 200
    refused = browser.post(f"{OWN}/totp/end", {"password": PASSWORD})
    assert refused.status_code == 409
    browser.post("/language", {"language": "en", "next": "/"})
    assert "it cannot be switched off" in browser.get(OWN).text
