"""Forged forms, planted sessions, false ways home, headers: what somebody else's page could try on ours."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from flask import Flask

from contracts.services import SERVICES
from gateway.app import create_app
from gateway.settings import GatewaySettings
from ops.demo.api_client import ApiClient
from tests.security.pages import Pages
from tests.support.fleet import Fleet

NOWHERE = "http://127.0.0.1:9"
HOSTILE = (
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/%0d%0aSet-Cookie:%20stolen=1",
    "/x\r\nSet-Cookie: stolen=1",
    "/%2f%2fevil.example",
    "/sign-in//evil.example",
    "/sign-in\r\nSet-Cookie: stolen=1",
    "/..//evil.example",
)


def app(**changed: str) -> Flask:
    """The gateway, to ask it which forms it has."""
    urls = dict.fromkeys(SERVICES, NOWHERE)
    return create_app(GatewaySettings(**{"secret_key": "of a test", "log_level": "ERROR", "urls": urls, **changed}))


def forms() -> list[str]:
    """The path of every form, with something in each of its places."""
    nothing = {"id": "00000000-0000-4000-8000-000000000000"}
    asked = app().url_map.bind("localhost")
    return sorted(
        asked.build(rule.endpoint, {name: nothing.get(name, _fitting(rule.rule, name)) for name in rule.arguments})
        for rule in app().url_map.iter_rules()
        if rule.methods and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
    )


def _fitting(rule: str, name: str) -> str:
    """A value for a place of a path: an id, or one of the few words that are named there."""
    place = next(part for part in rule.split("<")[1:] if part.partition(">")[0].endswith(name)).partition(">")[0]
    if place.startswith("uuid:"):
        return "00000000-0000-4000-8000-000000000000"
    return place.partition("any(")[2].partition(")")[0].split(",")[0].strip() or "x"


@pytest.fixture(scope="module")
def clerk(fleet: Fleet, admin: ApiClient) -> str:
    """Somebody who may do much."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)["id"]
    fleet.hire(admin, "pages.clerk", "pages.clerk", ["service", "customer_manager"], root)
    return "pages.clerk"


@pytest.fixture
def pages(fleet: Fleet) -> Iterator[Pages]:
    browser = Pages(fleet)
    yield browser
    browser.session.close()


@pytest.mark.parametrize("path", forms())
def test_a_form_without_its_token_does_nothing(fleet: Fleet, clerk: str, path: str, signed_in: Pages) -> None:
    other = Pages(fleet).token()
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": other}):
        answer = signed_in.send(path, {"next": "/", **token})
        assert answer.status_code == 400, (path, token)
        assert "This form is too old" in answer.text or "表单" in answer.text


@pytest.fixture(scope="module")
def signed_in(fleet: Fleet, clerk: str) -> Iterator[Pages]:
    """A browser with somebody signed in."""
    browser = Pages(fleet)
    browser.sign_in(clerk)
    yield browser
    browser.session.close()


def test_there_are_forms_to_be_tried() -> None:
    assert len(forms()) > 40


def test_nothing_changes_by_a_get(signed_in: Pages) -> None:
    for path in ("/sign-out", "/customers/exports/00000000-0000-4000-8000-000000000000/approve"):
        assert signed_in.get(path).status_code in {404, 405}


def test_a_session_that_was_planted_before_is_another_after_signing_in(
    fleet: Fleet, clerk: str, signed_in: Pages, pages: Pages
) -> None:
    before, token = pages.cookie(), pages.token()
    planted = pages.cookie()
    pages.sign_in(clerk)
    assert pages.cookie() not in {before, planted, signed_in.cookie()}
    assert pages.get("/customers").status_code == 200
    stale = requests.get(pages.address + "/customers", cookies={"guanxi": planted}, allow_redirects=False, timeout=60)
    assert stale.status_code == 303, "the cookie of before is nobody's"
    assert pages.send("/language", {"language": "en", "next": "/", "csrf_token": token}).status_code == 400


def test_a_cookie_kept_from_before_is_worth_nothing_after_signing_out(pages: Pages, clerk: str) -> None:
    pages.sign_in(clerk)
    kept = pages.cookie()
    assert pages.post("/sign-out").status_code == 303
    again = requests.get(pages.address + "/customers", cookies={"guanxi": kept}, allow_redirects=False, timeout=60)
    assert again.status_code == 303
    assert "/sign-in" in again.headers["Location"]


@pytest.mark.parametrize("target", HOSTILE)
def test_nobody_is_sent_to_another_house_after_signing_in(pages: Pages, clerk: str, target: str) -> None:
    stays(pages, pages.sign_in(clerk, next=target))


@pytest.mark.parametrize("target", HOSTILE)
def test_nobody_is_sent_to_another_house_by_the_choice_of_language(pages: Pages, target: str) -> None:
    stays(pages, pages.post("/language", {"language": "en", "next": target}))


@pytest.mark.parametrize("target", HOSTILE)
def test_the_page_of_a_panel_that_is_signed_out_is_not_believed(pages: Pages, target: str) -> None:
    if target.isprintable():
        answer = pages.get("/customers", headers={"HX-Request": "true", "HX-Current-URL": target})
        assert answer.headers["HX-Redirect"].startswith("/sign-in")
        assert "evil" not in urlsplit(urljoin(pages.address, answer.headers["HX-Redirect"])).netloc


def stays(pages: Pages, answer: requests.Response) -> None:
    """The answer leads nowhere but here, and says nothing that was put into it."""
    there = urlsplit(urljoin(pages.address, answer.headers["Location"]))
    assert f"{there.scheme}://{there.netloc}" == pages.address
    assert not there.path.startswith(("//", "/\\"))
    assert "stolen" not in SimpleCookie(answer.headers.get("Set-Cookie", ""))


def test_a_false_host_is_repeated_nowhere(pages: Pages) -> None:
    for path in ("/sign-in", "/customers", "/nothing", "/api/docs"):
        answer = pages.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in answer.text + str(answer.headers), path


def test_a_false_request_id_is_replaced(pages: Pages) -> None:
    for path in ("/sign-in", "/api/v1/me"):
        answer = pages.get(path, headers={"X-Request-Id": "x <script>alert(1)</script>"})
        assert "script" not in answer.headers["X-Request-Id"]
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/nothing", "/customers", "/api/docs", "/static/app.css"])
def test_a_page_says_what_a_browser_has_to_refuse(signed_in: Pages, path: str) -> None:
    headers = signed_in.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy.split("; "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    if not path.startswith("/static"):
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/nothing", "/api/v1/customers"])
def test_an_answer_of_the_api_is_no_page_and_kept_nowhere(pages: Pages, path: str) -> None:
    headers = pages.get(path).headers
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


def test_the_api_hears_no_cookie(signed_in: Pages) -> None:
    assert signed_in.get("/customers").status_code == 200
    assert signed_in.get("/api/v1/customers").status_code == 401


def test_the_cookie_is_for_us_alone(pages: Pages, clerk: str) -> None:
    cookie = pages.sign_in(clerk).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_on_https_the_cookie_goes_over_nothing_else() -> None:
    secure = app(public_url="https://crm.example.com")
    answer = secure.test_client().get("/sign-in")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
