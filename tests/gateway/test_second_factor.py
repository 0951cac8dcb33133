"""The second step of signing in, and one's own second factor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.gateway.conftest import EVERYTHING, HTMX, Browser, session_of
from tests.gateway.outside import Outside
from tests.gateway.sample import STAFF

Services = dict[str, Outside]
SignIn = Callable[..., Browser]
ASKED = {"second_factor": ["totp", "recovery"], "challenge": "the-challenge", "expires_in": 300}


@pytest.fixture
def half(stranger: Browser, services: Services) -> Browser:
    """Somebody whose password was right."""
    asked = {"code": "second_factor_required", "detail": ASKED}
    services["auth"].says("POST", "/v1/auth/sessions", asked, 401)
    answer = stranger.post("/sign-in", {"username": "wangfang", "password": "secret", "next": "/own"})
    assert (answer.status_code, answer.location) == (303, "/sign-in/second")
    return stranger


def test_the_code_is_asked_for_and_leads_to_where_one_wanted_to_go(half: Browser, services: Services) -> None:
    assert "验证码" in half.get("/sign-in/second").text
    assert half.get("/own").location.startswith("/sign-in?"), "half a proof opens nothing"
    services["auth"].says("POST", "/v1/auth/sessions/second-factor", session_of(EVERYTHING), 201)
    answer = half.post("/sign-in/second", {"code": "123456"})
    assert (answer.status_code, answer.location) == (303, "/own")
    [sent] = services["auth"].asked("POST", "/v1/auth/sessions/second-factor")
    assert (sent.json["challenge"], sent.json["code"]) == ("the-challenge", "123456")
    with half.client.session_transaction() as kept:
        assert "proof" not in kept


def test_a_wrong_code_is_said_and_may_be_tried_again(half: Browser, services: Services) -> None:
    services["auth"].refuses("POST", "/v1/auth/sessions/second-factor", 401, "wrong_code")
    answer = half.post("/sign-in/second", {"code": "000000"})
    assert answer.status_code == 401
    assert "验证码错误，或已经用过。" in answer.text
    assert half.get("/sign-in/second").status_code == 200


def test_when_the_challenge_is_over_the_password_is_asked_for_again(half: Browser, services: Services) -> None:
    services["auth"].refuses("POST", "/v1/auth/sessions/second-factor", 401, "challenge_ended")
    answer = half.post("/sign-in/second", {"code": "000000"})
    assert 'name="password"' in answer.text
    assert half.get("/sign-in/second").location == "/sign-in"


def test_without_a_password_there_is_no_second_step(stranger: Browser) -> None:
    assert stranger.get("/sign-in/second").location == "/sign-in"
    assert stranger.post("/sign-in/second", {"code": "123456"}).location == "/sign-in"


def test_setting_up_shows_a_picture_then_the_recovery_codes_this_once(sign_in: SignIn, services: Services) -> None:
    auth = services["auth"]
    auth.says("GET", "/v1/me/second-factor", {"required": False, "totp": False, "recovery_codes_left": 0})
    browser = sign_in()
    assert "Set it up" in browser.get("/own/second-factor").text
    auth.refuses("POST", "/v1/me/second-factor/totp", 422, "wrong_password")
    assert "The present password is wrong." in browser.post("/own/second-factor/totp", {"password": "x"}).text
    begun = {"secret": "ABCDEFGH", "address": "otpauth://totp/Guanxi:wang?secret=ABCDEFGH&issuer=Guanxi"}
    auth.says("POST", "/v1/me/second-factor/totp", begun)
    shown = browser.post("/own/second-factor/totp", {"password": "secret"}).text
    assert 'src="data:image/png;base64,' in shown
    assert "ABCD EFGH" in shown
    wrong = {"code": "invalid", "fields": {"code": ["wrong_code"]}}
    auth.says("POST", "/v1/me/second-factor/totp/confirm", wrong, 422)
    again = browser.post("/own/second-factor/totp/confirm", {**begun, "code": "000000"}).text
    assert 'src="data:image/png;base64,' in again
    assert "This code is wrong" in again
    auth.says("POST", "/v1/me/second-factor/totp/confirm", {"recovery_codes": ["abcd-efgh-jkmn-pqrs"]})
    done = browser.post("/own/second-factor/totp/confirm", {**begun, "code": "123456"}).text
    assert "abcd-efgh-jkmn-pqrs" in done


def test_it_is_switched_off_and_codes_are_renewed_with_the_password(sign_in: SignIn, services: Services) -> None:
    auth = services["auth"]
    auth.says("GET", "/v1/me/second-factor", {"required": False, "totp": True, "recovery_codes_left": 3})
    browser = sign_in()
    assert "3 recovery codes are left." in browser.get("/own/second-factor").text
    auth.says("POST", "/v1/me/second-factor/recovery-codes", {"recovery_codes": ["abcd-efgh-jkmn-pqrs"]})
    assert "abcd-efgh-jkmn-pqrs" in browser.post("/own/second-factor/recovery-codes", {"password": "secret"}).text
    auth.refuses("POST", "/v1/me/second-factor/totp/end", 409, "second_factor_needed")
    assert "the last one stays" in browser.post("/own/second-factor/totp/end", {"password": "secret"}).text
    auth.says("POST", "/v1/me/second-factor/totp/end", {})
    assert browser.post("/own/second-factor/totp/end", {"password": "secret"}).location == "/own/second-factor"


def test_whose_role_asks_for_a_second_factor_gets_nowhere_else_before_it_is_set_up(
    gateway: Flask, services: Services
) -> None:
    browser = Browser(gateway.test_client())
    answer = session_of(EVERYTHING)
    answer["staff"]["limited"] = "second_factor_setup_required"
    services["auth"].says("POST", "/v1/auth/sessions", answer, 201)
    services["auth"].says("GET", "/v1/me/second-factor", {"required": True, "totp": False, "recovery_codes_left": 0})
    browser.post("/sign-in", {"username": "a", "password": "b"})
    for path in ("/", "/customers", "/own", "/own/password"):
        assert browser.get(path).location == "/own/second-factor", path
    assert browser.get("/home/desks", headers=HTMX).headers["HX-Redirect"] == "/own/second-factor"
    assert "设置两步验证" in browser.get("/own/second-factor").text
    services["auth"].says("POST", "/v1/me/second-factor/totp/confirm", {"recovery_codes": ["abcd-efgh-jkmn-pqrs"]})
    services["auth"].says("POST", "/v1/auth/sessions/token", session_of(EVERYTHING, access_token="another"))
    fields = {"secret": "A", "address": "otpauth://totp/x", "code": "123456"}
    assert "abcd-efgh" in browser.post("/own/second-factor/totp/confirm", fields).text
    assert browser.get("/").status_code == 200


def test_the_administrator_takes_a_second_factor_away_and_lets_a_role_ask_for_one(
    sign_in: SignIn, services: Services
) -> None:
    auth = services["auth"]
    path = f"/staff/{STAFF['id']}"
    auth.says("GET", f"/v1{path}", {**STAFF, "version": 1, "active": True, "second_factor": True})
    auth.says("GET", "/v1/departments", {"items": []})
    auth.says("GET", "/v1/roles", {"items": []})
    browser = sign_in()
    assert f'action="{path}/second-factor"' in browser.get(path).text
    auth.says("POST", f"/v1{path}/reset-second-factor", {})
    assert browser.post(f"{path}/second-factor").location == path
    role = {"id": STAFF["id"], "version": 4, "code": "sales", "name_zh": "业务员", "name_en": "Sales", "system": True}
    role |= {"active": True, "second_factor": False, "permissions": {}}
    auth.says("GET", f"/v1/roles/{role['id']}", role)
    auth.says("PATCH", f"/v1/roles/{role['id']}", {**role, "second_factor": True})
    assert "Require a second factor" in browser.get(f"/staff/roles/{role['id']}").text
    assert (
        browser.post(f"/staff/roles/{role['id']}/second-factor", {"required": "yes", "version": "4"}).status_code == 303
    )
    [sent] = auth.asked("PATCH", f"/v1/roles/{role['id']}")
    assert (sent.json, sent.headers["If-Match"]) == ({"second_factor": True}, '"4"')


def test_the_rail_shows_where_one_is_on_the_tokens_page_too(sign_in: SignIn, services: Services) -> None:
    services["auth"].says("GET", "/v1/api-tokens", {"items": [], "next": None})
    services["auth"].says("GET", "/v1/api-tokens/accounts", {"items": []})
    page = sign_in().get("/staff/tokens").text
    assert '<a href="/staff" aria-current="page">' in page
