"""The pages that show where somebody is signed in."""

from collections.abc import Callable
from typing import Any

import pytest

from gateway.devices import device_of
from tests.gateway.conftest import HTMX, Browser
from tests.gateway.outside import Outside
from tests.gateway.sample import STAFF

Services = dict[str, Outside]
SignIn = Callable[..., Browser]
HERE, THERE = "0192f0c1-0000-7000-8000-0000000000a1", "0192f0c1-0000-7000-8000-0000000000a2"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def session(id: str, **changed: Any) -> dict[str, Any]:
    times = dict.fromkeys(("started_at", "seen_at", "ends_at"), "2026-11-20T20:30:00+00:00")
    return {
        "id": id,
        "kind": "pages",
        "address": "10.1.2.3",
        "user_agent": FIREFOX,
        "current": False,
        **times,
        **changed,
    }


@pytest.fixture
def found(services: Services) -> dict[str, Any]:
    """Two sessions of one's own, and one refused try."""
    page = {
        "items": [session(HERE, current=True), session(THERE, user_agent="curl/8.5.0", kind="program")],
        "next": None,
    }
    services["auth"].says("GET", "/v1/me/sessions", page)
    tried = {
        "id": HERE,
        "at": "2026-11-20T20:30:00+00:00",
        "ok": False,
        "reason": "wrong_password",
        "address": "6.6.6.6",
    }
    services["auth"].says("GET", "/v1/me/sign-ins", {"items": [tried], "next": "older"})
    return page


def test_one_sees_the_own_sessions_and_ends_any_but_the_one_at_work(
    sign_in: SignIn, services: Services, found: dict[str, Any]
) -> None:
    browser = sign_in({})
    page = browser.get("/own/sessions").text
    for shown in ("Firefox, Windows", "10.1.2.3", "curl", "This one", "wrong password", "6.6.6.6", "after=older"):
        assert shown in page
    assert f"/own/sessions/{THERE}/end" in page
    assert f"/own/sessions/{HERE}/end" not in page
    services["auth"].says("POST", f"/v1/me/sessions/{THERE}/end", {})
    assert browser.post(f"/own/sessions/{THERE}/end").location == "/own/sessions"
    services["auth"].says("POST", "/v1/me/sessions/end", {})
    assert browser.post("/own/sessions/end").location == "/own/sessions"
    [asked] = services["auth"].asked("POST", "/v1/me/sessions/end")
    assert asked.json == {"this_too": False}


def test_the_administrator_sees_and_ends_those_of_a_person(
    sign_in: SignIn, services: Services, found: dict[str, Any]
) -> None:
    services["auth"].says("GET", f"/v1/staff/{STAFF['id']}/sessions", found)
    browser = sign_in()
    path = f"/staff/{STAFF['id']}/sessions"
    panel = browser.get(path, headers=HTMX).text
    assert f"{path}/{THERE}/end" in panel
    assert "<html" not in panel
    services["auth"].says("POST", f"/v1{path}/{THERE}/end", {})
    assert browser.post(f"{path}/{THERE}/end").location == f"/staff/{STAFF['id']}"
    services["auth"].says("POST", f"/v1{path}/end", {})
    assert browser.post(f"{path}/end").location == f"/staff/{STAFF['id']}"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17 Safari/605.1.15",
            "Safari, macOS",
        ),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("python-requests/2.31", "python-requests"),
        ("<script>", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_device_is_named_so_that_one_knows_it_again(user_agent: str | None, device: str) -> None:
    assert device_of(user_agent) == device
