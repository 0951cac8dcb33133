"""Signing in and out, and who is let in."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.gateway.conftest import EVERYTHING, HTMX, Browser, session_of
from tests.gateway.outside import Outside

Services = dict[str, Outside]
SignIn = Callable[..., Browser]


def test_every_page_sends_a_stranger_to_the_sign_in_and_remembers_where_they_wanted_to_go(stranger: Browser) -> None:
    answer = stranger.get("/customers?tier=vip")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/customers?tier%3Dvip"


def test_no_page_but_the_named_ones_is_open_to_a_stranger(gateway: Flask, stranger: Browser) -> None:
    open_ones = {"sign_in.page", "sign_in.enter", "sign_in.second", "sign_in.prove"}
    open_ones |= {"language.choose", "static", "healthz", "metrics", "openapi", "docs"}
    some_id = "0192f0c1-0000-7000-8000-000000000009"
    for rule in gateway.url_map.iter_rules():
        if rule.endpoint in open_ones:
            continue
        values = {name: some_id if "id" in name else "x" for name in rule.arguments}
        values |= {"verb": "disable", "move": "take"} if "id" in rule.arguments else {}
        path = rule.rule
        for name in rule.arguments:
            start = path.index("<", 0)
            end = path.index(">", start)
            chosen = path[start + 1 : end]
            value = chosen[chosen.index("(") + 1 :].split(",")[0].rstrip(")") if "any(" in chosen else values[name]
            path = path[:start] + (value if "any(" in chosen or "uuid" not in chosen else some_id) + path[end + 1 :]
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = stranger.get(path) if method == "GET" else stranger.post(path)
            assert (answer.status_code, answer.location.startswith("/sign-in")) == (303, True), (method, path)


def test_signing_in_keeps_only_the_session_in_the_cookie_and_the_token_in_the_process(
    sign_in: SignIn, services: Services
) -> None:
    browser = sign_in()
    services["customer"].says("GET", "/v1/customers", {"items": [], "next": None})
    services["customer"].says("GET", "/v1/customers/count", {"count": 0, "more": False})
    assert browser.get("/customers").status_code == 200
    [asked] = services["customer"].asked("GET", "/v1/customers")
    assert asked.headers["Authorization"] == "Bearer the-token"
    with browser.client.session_transaction() as kept:
        assert set(kept) <= {"session", "language", "csrf_token"}
        assert kept["session"] == "the-secret"


def test_the_cookie_cannot_be_read_by_scripts_or_sent_along_from_elsewhere(
    make_gateway: Callable[..., Flask], services: Services
) -> None:
    services["auth"].says("POST", "/v1/auth/sessions", session_of(EVERYTHING), 201)
    app = make_gateway(public_url="https://crm.example.com")
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/customers?tier=vip", "/customers?tier=vip"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\\b", "/"),
        ("/\tevil", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_only_goes_to_a_page_of_our_own(
    stranger: Browser, services: Services, wanted: str, reached: str
) -> None:
    services["auth"].says("POST", "/v1/auth/sessions", session_of({}), 201)
    answer = stranger.post("/sign-in", {"username": "a", "password": "b", "next": wanted})
    assert answer.location == reached


def test_a_wrong_password_is_said_on_the_page_and_not_shown_again(stranger: Browser, services: Services) -> None:
    services["auth"].refuses("POST", "/v1/auth/sessions", 401, "unauthenticated")
    answer = stranger.post("/sign-in", {"username": "wangfang", "password": "geheim-123"})
    assert answer.status_code == 401
    assert 'value="wangfang"' in answer.text
    assert "geheim-123" not in answer.text


def test_a_session_that_has_ended_leads_to_the_sign_in(sign_in: SignIn, gateway: Flask, services: Services) -> None:
    browser = sign_in()
    gateway.extensions["visits"].drop("the-secret")
    services["auth"].refuses("POST", "/v1/auth/sessions/token", 401, "session_ended")
    assert browser.get("/").location == "/sign-in"
    answer = browser.get("/home/desks", headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in?next=/")


def test_a_token_is_renewed_from_the_session_when_its_time_is_over(stranger: Browser, services: Services) -> None:
    services["auth"].says("POST", "/v1/auth/sessions", session_of({}, expires_in=1), 201)
    services["auth"].says("POST", "/v1/auth/sessions/token", session_of({}, access_token="another"))
    stranger.post("/sign-in", {"username": "a", "password": "b"})
    assert stranger.get("/").status_code == 200
    assert stranger.get("/").status_code == 200
    [renewed] = services["auth"].asked("POST", "/v1/auth/sessions/token")
    assert renewed.json == {"session": "the-secret"}


def test_a_token_that_a_service_no_longer_takes_is_not_used_again(
    sign_in: SignIn, services: Services, gateway: Flask
) -> None:
    browser = sign_in()
    services["feedback"].refuses("GET", "/v1/cases/desks", 401, "unauthenticated")
    assert browser.get("/home/desks").location.startswith("/sign-in")
    services["auth"].refuses("POST", "/v1/auth/sessions/token", 401, "session_ended")
    assert browser.get("/").status_code == 303


def test_a_token_that_has_ended_is_renewed_once_and_the_page_shows_what_the_person_may_now(
    sign_in: SignIn, services: Services
) -> None:
    browser = sign_in({"case:read": "all", "customer:read": "own"})
    services["feedback"].says("GET", "/v1/cases", {"items": [], "next": None})
    assert 'href="/customers"' in browser.get("/cases").text
    services["feedback"].refuses("GET", "/v1/cases", 401, "token_ended")
    renewed = session_of({"case:read": "all"}, access_token="another")
    services["auth"].says("POST", "/v1/auth/sessions/token", renewed)
    before = len(services["feedback"].asked("GET", "/v1/cases"))
    assert browser.get("/cases").status_code == 303, "another token that has ended too: nothing is tried for ever"
    asked = services["feedback"].asked("GET", "/v1/cases")[before:]
    assert [each.headers["Authorization"] for each in asked] == ["Bearer the-token", "Bearer another"]


def test_a_role_that_was_taken_away_is_gone_from_the_next_page(
    sign_in: SignIn, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in({"customer:read": "own"})
    monkeypatch.setattr("gateway.visits.CONFIRMED_FOR", 0.0)
    services["auth"].says("GET", "/v1/me/access", {})
    assert 'href="/customers"' in browser.get("/").text
    services["auth"].refuses("GET", "/v1/me/access", 401, "token_ended")
    services["auth"].says("POST", "/v1/auth/sessions/token", session_of({}, access_token="another"))
    assert 'href="/customers"' not in browser.get("/").text


def test_a_disabled_person_lands_on_the_sign_in_with_the_next_page(
    sign_in: SignIn, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in()
    monkeypatch.setattr("gateway.visits.CONFIRMED_FOR", 0.0)
    services["auth"].refuses("GET", "/v1/me/access", 401, "token_ended")
    services["auth"].refuses("POST", "/v1/auth/sessions/token", 401, "session_ended")
    assert browser.get("/").location == "/sign-in"


def test_pages_go_on_while_nobody_says_whether_a_token_still_holds(
    sign_in: SignIn, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in()
    monkeypatch.setattr("gateway.visits.CONFIRMED_FOR", 0.0)
    services["auth"].close()
    assert browser.get("/").status_code == 200


def test_signing_out_ends_the_session_at_the_auth_service(sign_in: SignIn, services: Services) -> None:
    browser = sign_in()
    services["auth"].says("POST", "/v1/auth/sessions/end", {})
    assert browser.post("/sign-out").location == "/sign-in"
    [ended] = services["auth"].asked("POST", "/v1/auth/sessions/end")
    assert ended.json == {"session": "the-secret"}
    assert browser.get("/").location == "/sign-in"


def test_signing_out_works_while_the_auth_service_is_away(sign_in: SignIn, services: Services) -> None:
    browser = sign_in()
    services["auth"].refuses("POST", "/v1/auth/sessions/end", 503, "unavailable")
    assert browser.post("/sign-out").location == "/sign-in"
    assert browser.get("/").location == "/sign-in"


def test_a_form_without_the_token_is_refused(sign_in: SignIn, services: Services) -> None:
    browser = sign_in()
    before = len(services["customer"].heard)
    answer = browser.client.post("/customers/new", data={"kind": "person", "name": "x"})
    assert answer.status_code == 400
    assert len(services["customer"].heard) == before


def test_the_menu_shows_what_the_person_may_do(sign_in: SignIn) -> None:
    page = sign_in({"customer:read": "own"}).get("/").text
    assert 'href="/customers"' in page
    for hidden in ("/cases", "/reports", "/tiers", "/imports", "/staff", "/state", "/checks"):
        assert f'href="{hidden}"' not in page


def test_a_request_carries_one_id_and_the_browsers_address_to_the_services(sign_in: SignIn, services: Services) -> None:
    browser = sign_in()
    services["feedback"].says("GET", "/v1/cases/desks", {})
    answer = browser.get("/home/desks", headers={"X-Request-Id": "story-1"}, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    [asked] = services["feedback"].asked("GET", "/v1/cases/desks")
    assert asked.headers["X-Request-Id"] == answer.headers["X-Request-Id"] == "story-1"
    assert asked.headers["X-Forwarded-For"] == "10.1.2.3"


def test_a_forwarded_address_is_believed_only_behind_a_trusted_proxy(
    make_gateway: Callable[..., Flask], services: Services
) -> None:
    services["customer"].says("GET", "/v1/customers", {"items": [], "next": None})
    lie: dict[str, Any] = {"headers": {"X-Forwarded-For": "6.6.6.6"}, "environ_base": {"REMOTE_ADDR": "10.1.2.3"}}
    make_gateway().test_client().get("/api/v1/customers", **lie)
    make_gateway(proxies=1).test_client().get("/api/v1/customers", **lie)
    seen = [each.headers["X-Forwarded-For"] for each in services["customer"].asked("GET", "/v1/customers")]
    assert seen == ["10.1.2.3", "6.6.6.6"]


def test_whoever_has_a_given_password_reaches_only_the_page_to_choose_an_own_one(
    stranger: Browser, services: Services
) -> None:
    answer = session_of(EVERYTHING)
    answer["staff"]["must_change_password"] = True
    services["auth"].says("POST", "/v1/auth/sessions", answer, 201)
    stranger.post("/sign-in", {"username": "a", "password": "b"})
    for path in ("/", "/customers", "/own", "/staff"):
        assert stranger.get(path).location == "/own/password", path
    assert stranger.get("/home/desks", headers=HTMX).headers["HX-Redirect"] == "/own/password"
    assert 'action="/own/password/choose"' in stranger.get("/own/password").text
    services["auth"].refuses("POST", "/v1/me/password", 422, "invalid", new=["too_short"])
    assert "太短。" in stranger.post("/own/password/choose", {"old": "b", "new": "c"}).text
    services["auth"].says("POST", "/v1/me/password", {})
    services["auth"].says("POST", "/v1/auth/sessions/token", session_of(EVERYTHING, access_token="another"))
    assert stranger.post("/own/password/choose", {"old": "b", "new": "long enough"}).location == "/"
    assert stranger.get("/").status_code == 200
