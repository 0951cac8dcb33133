"""Signing in and out, and who is let in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, UUIDConverter

from gateway.sessions import safe_next
from ops.demo.api_client import eventually
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone
from tests.gateway.wire import Wire

Enter = Callable[..., Browser]
Wires = dict[str, Wire]
ASKED_EACH_TIME = "gateway.sessions.CONFIRMED_FOR"
RENEW = "/v1/auth/sessions/token"


@pytest.fixture(scope="module")
def seller(scenario: Scenario) -> Someone:
    return scenario.hire("sales")


def test_every_page_sends_a_stranger_to_the_sign_in_and_remembers_where_they_wanted_to_go(
    visitor: Browser, seller: Someone
) -> None:
    answer = visitor.get("/customers?tier=vip")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/customers?tier%3Dvip"
    form = {"username": seller.username, "password": seller.password, "next": "/customers?tier=vip"}
    assert visitor.post("/sign-in", form).location == "/customers?tier=vip"


def an_example(converter: BaseConverter) -> Any:
    """Something that may stand at a place of a path."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return {UUIDConverter: UUID(int=9), IntegerConverter: 1}.get(type(converter), "x")


def test_no_page_but_the_named_ones_is_open_to_a_stranger(pages: Flask, visitor: Browser) -> None:
    open_ones = {"sign_in.page", "sign_in.enter", "sign_in.second", "sign_in.prove"}
    open_ones |= {"passkey.begin", "passkey.enter", "passkey.prove", "oidc.begin", "oidc.callback"}
    open_ones |= {"satisfaction.open_link", "satisfaction.ask", "satisfaction.answer"}
    open_ones |= {"language.choose", "static", "healthz", "security_contact", "metrics", "openapi", "docs"}
    addresses = pages.url_map.bind("localhost")
    for rule in pages.url_map.iter_rules():
        if rule.endpoint in open_ones or rule.endpoint.startswith("password."):
            continue
        values = {name: an_example(rule._converters[name]) for name in rule.arguments}
        path = addresses.build(rule.endpoint, {**values, **(rule.defaults or {})})
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = visitor.get(path) if method == "GET" else visitor.post(path)
            assert (answer.status_code, (answer.location or "").startswith("/sign-in")) == (303, True), (method, path)


def test_signing_in_keeps_only_the_session_in_the_cookie_and_the_token_in_the_process(
    enter: Enter, seller: Someone, wired: Wires, wired_pages: Flask
) -> None:
    browser = enter(seller, at=wired_pages)
    assert browser.get("/customers").status_code == 200
    [token] = {each.headers["Authorization"].removeprefix("Bearer ") for each in wired["customer"].heard}
    with browser.client.session_transaction() as kept:
        assert set(kept) <= {"session", "language", "csrf_token"}
        assert token not in kept.values()
        secret = kept["session"]
    again = Browser(wired_pages.test_client())
    with again.client.session_transaction() as kept:
        kept["session"] = secret
    assert again.get("/customers").status_code == 200


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
def test_after_signing_in_one_only_goes_to_a_page_of_our_own(wanted: str, reached: str) -> None:
    assert safe_next(wanted) == reached


def test_a_wrong_password_is_said_on_the_page_and_not_shown_again(visitor: Browser, seller: Someone) -> None:
    answer = visitor.post("/sign-in", {"username": seller.username, "password": "geheim-123"})
    assert answer.status_code == 401
    assert "用户名或密码不正确" in answer.text
    assert f'value="{seller.username}"' in answer.text
    assert "geheim-123" not in answer.text


def test_a_session_that_has_ended_leads_to_the_sign_in(
    enter: Enter, seller: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    browsers = [enter(seller) for _ in range(2)]
    monkeypatch.setattr(ASKED_EACH_TIME, 0.0)
    assert browsers[0].get("/").status_code == 200
    seller.api.post("/me/sessions/end", {})
    assert eventually(lambda: browsers[0].get("/").location, what="the session to end", every=0.05) == "/sign-in"
    assert browsers[1].get("/customers?tier=vip").location == "/sign-in?next=/customers?tier%3Dvip"
    answer = browsers[1].get("/home/desks", headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in?next=/")


def test_a_disabled_person_lands_on_the_sign_in_with_the_next_page(
    enter: Enter, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = scenario.hire("sales")
    browser = enter(someone)
    monkeypatch.setattr(ASKED_EACH_TIME, 0.0)
    scenario.disable(someone)
    assert eventually(lambda: browser.get("/").location, what="the session to end", every=0.05) == "/sign-in"


def test_a_token_is_renewed_from_the_session_when_its_time_is_over(
    enter: Enter, seller: Someone, wired: Wires, wired_pages: Flask
) -> None:
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr("gateway.token_cache.EARLY", 100_000.0)  # what is given now is over at once
        browser = enter(seller, at=wired_pages)
    assert wired["auth"].asked("POST", RENEW) == []
    for _ in range(2):
        assert browser.get("/").status_code == 200
    [renewed] = wired["auth"].asked("POST", RENEW)
    with browser.client.session_transaction() as kept:
        assert renewed.json == {"session": kept["session"]}


def test_a_token_that_a_service_does_not_take_is_not_used_again(
    enter: Enter, pages: Flask, scenario: Scenario, seller: Someone
) -> None:
    browser = enter(seller)
    with browser.client.session_transaction() as kept:
        secret = kept["session"]
    person = {"id": seller.id, "name": seller.name, "permissions": {"case:read": "own"}}
    pages.extensions["sessions"].keep(secret, {"access_token": "bent", "expires_in": 900, "staff": person})
    assert browser.get("/home/desks", headers=HTMX).headers["HX-Redirect"].startswith("/sign-in")
    again = Browser(pages.test_client())
    with again.client.session_transaction() as kept:
        kept["session"] = secret
    assert again.get("/home/desks", headers=HTMX).status_code == 200


def test_a_token_that_has_ended_is_renewed_once_and_the_page_shows_what_the_person_may_now(
    enter: Enter, scenario: Scenario, wired: Wires, wired_pages: Flask
) -> None:
    someone = scenario.hire(scenario.role({"case:read": "all", "customer:read": "own"}))
    browser = enter(someone, at=wired_pages)
    assert 'href="/customers"' in browser.get("/cases").text
    record = scenario.admin.get(f"/staff/{someone.id}")
    roles = [scenario.role({"case:read": "all"})]
    scenario.patch(scenario.administrator, f"/staff/{someone.id}", {"roles": roles}, record["version"])
    shown = []

    def renewed() -> Any:
        shown.append(browser.get("/cases", headers=HTMX).status_code)
        return wired["auth"].asked("POST", RENEW)

    eventually(renewed, what="the service to hear that the token has ended", every=0.05)
    assert set(shown) == {200}
    assert 'href="/customers"' not in browser.get("/cases").text
    assert len(wired["auth"].asked("POST", RENEW)) == 1
    [first, second] = dict.fromkeys(each.headers["Authorization"] for each in wired["feedback"].heard)
    assert first != second


def test_pages_go_on_while_nobody_says_whether_a_token_still_holds(
    enter: Enter, seller: Someone, wired: Wires, wired_pages: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = enter(seller, at=wired_pages)
    monkeypatch.setattr(ASKED_EACH_TIME, 0.0)
    wired["auth"].cut()
    assert browser.get("/").status_code == 200


def test_signing_out_ends_the_session_for_good(enter: Enter, seller: Someone, pages: Flask) -> None:
    browser, again = enter(seller), Browser(pages.test_client())
    with browser.client.session_transaction() as kept, again.client.session_transaction() as copied:
        copied["session"] = kept["session"]
    assert again.get("/").status_code == 200
    assert browser.post("/sign-out").location == "/sign-in"
    for each in (browser, again):
        assert each.get("/").location == "/sign-in"


def test_signing_out_works_while_the_auth_service_is_away(
    enter: Enter, seller: Someone, wired: Wires, wired_pages: Flask
) -> None:
    browser = enter(seller, at=wired_pages)
    wired["auth"].cut()
    assert browser.post("/sign-out").location == "/sign-in"
    assert browser.get("/").location == "/sign-in"


def test_the_menu_shows_what_the_person_may_do(enter: Enter, scenario: Scenario) -> None:
    page = enter(scenario.who_may({"customer:read": "own"})).get("/").text
    assert 'href="/customers"' in page
    for hidden in ("/cases", "/reports", "/tiers", "/imports", "/staff", "/state", "/checks"):
        assert f'href="{hidden}"' not in page


def test_a_request_carries_one_id_and_the_browsers_address_to_the_services(
    enter: Enter, seller: Someone, wired: Wires, wired_pages: Flask
) -> None:
    browser = enter(seller, at=wired_pages)
    answer = browser.get("/home/desks", headers={"X-Request-Id": "story-1"}, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    [asked] = wired["feedback"].asked("GET", "/v1/cases/desks")
    assert asked.headers["X-Request-Id"] == answer.headers["X-Request-Id"] == "story-1"
    assert asked.headers["X-Forwarded-For"] == "10.1.2.3"


def test_a_forwarded_address_is_believed_only_behind_a_trusted_proxy(
    make_pages: Callable[..., Flask], wired: Wires
) -> None:
    lie: dict[str, Any] = {"headers": {"X-Forwarded-For": "6.6.6.6"}, "environ_base": {"REMOTE_ADDR": "10.1.2.3"}}
    for proxies in (0, 1):
        make_pages(proxies=proxies, urls={name: wire.url for name, wire in wired.items()}).test_client().get(
            "/api/v1/customers", **lie
        )
    seen = [each.headers["X-Forwarded-For"] for each in wired["customer"].asked("GET", "/v1/customers")]
    assert seen == ["10.1.2.3", "6.6.6.6"]


def test_whoever_has_a_given_password_reaches_only_the_page_to_choose_an_own_one(
    visitor: Browser, scenario: Scenario
) -> None:
    username = f"pages.{next(scenario.numbers)}"
    person = {"username": username, "name": "钱丽", "roles": ["sales"], "department_id": scenario.root}
    scenario.admin.post("/staff", person)
    given = scenario.fleet.given(username)
    visitor.post("/sign-in", {"username": username, "password": given})
    for path in ("/", "/customers", "/own", "/staff"):
        assert visitor.get(path).location == "/own/password", path
    assert visitor.get("/home/desks", headers=HTMX).headers["HX-Redirect"] == "/own/password"
    assert 'action="/own/password/choose"' in visitor.get("/own/password").text
    assert "太短。" in visitor.post("/own/password/choose", {"old": given, "new": "c"}).text
    assert visitor.post("/own/password/choose", {"old": given, "new": "Own-enough-2026"}).location == "/"
    assert visitor.get("/").status_code == 200
