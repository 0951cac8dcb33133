"""The pages that show where somebody is signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from gateway.devices import device_of
from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
SEATS = {"REMOTE_ADDR": "10.1.2.3", "HTTP_USER_AGENT": FIREFOX}


@pytest.fixture
def someone(scenario: Scenario) -> Someone:
    """Somebody who is signed in with a program, and nowhere else."""
    return scenario.hire("sales")


@pytest.fixture
def seated(pages: Flask, someone: Someone) -> Browser:
    """Their browser, on another machine, before which somebody has tried a wrong password."""
    browser = Browser(pages.test_client())
    browser.client.environ_base |= SEATS
    browser.post("/language", {"language": "en", "next": "/"})
    for password, status in (("not the password", 401), (someone.password, 303)):
        assert browser.post("/sign-in", {"username": someone.username, "password": password}).status_code == status
    return browser


def sessions(who: Someone) -> dict[str, Any]:
    """The sessions of somebody by their kind, as they see them."""
    return {each["kind"]: each for each in who.api.get("/me/sessions")["items"]}


def test_one_sees_the_own_sessions_and_ends_any_but_the_one_at_work(
    seated: Browser, someone: Someone, scenario: Scenario
) -> None:
    scenario.fleet.api(someone.username)
    own = someone.api.get("/me/sessions")["items"]
    [here] = [each["id"] for each in own if each["kind"] == "pages"]
    others = [each["id"] for each in own if each["id"] != here]
    page = seated.get("/own/sessions").text
    for shown in ("Firefox, Windows", "10.1.2.3", "python-urllib3", "This one", "wrong password", "127.0.0.1"):
        assert shown in page, shown
    assert f"/own/sessions/{here}/end" not in page
    assert all(f"/own/sessions/{other}/end" in page for other in others)
    assert seated.post(f"/own/sessions/{others[0]}/end").location == "/own/sessions"
    assert f"/own/sessions/{others[0]}/end" not in seated.get("/own/sessions").text
    assert seated.post("/own/sessions/end").location == "/own/sessions"
    page = seated.get("/own/sessions").text
    assert "This one" in page
    assert "/end" not in page, "the others are ended"


def test_the_administrator_sees_and_ends_those_of_a_person(
    enter: Enter, scenario: Scenario, seated: Browser, someone: Someone
) -> None:
    browser = enter(scenario.administrator)
    path = f"/staff/{someone.id}/sessions"
    there = sessions(someone)["pages"]["id"]
    panel = browser.get(path, headers=HTMX).text
    assert f"{path}/{there}/end" in panel
    assert "<html" not in panel
    assert browser.post(f"{path}/{there}/end").location == f"/staff/{someone.id}"
    assert "pages" not in sessions(someone)
    assert browser.post(f"{path}/end").location == f"/staff/{someone.id}"
    assert scenario.admin.get(path)["items"] == []


def test_older_sign_ins_are_a_page_further(seated: Browser, someone: Someone, scenario: Scenario) -> None:
    for _ in range(20):
        scenario.fleet.api(someone.username)
    page = seated.get("/own/sessions").text
    assert "wrong password" not in page
    following = page[page.index("/own/sessions?after=") :].partition('"')[0]
    assert "wrong password" in seated.get(following).text


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
