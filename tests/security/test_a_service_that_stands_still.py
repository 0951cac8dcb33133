"""A service that stands still takes its own pages along, and nobody else's; nor does whoever sends half a request."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from ops.demo.api_client import ApiClient
from tests.security.pages import Pages
from tests.support.fleet import Fleet

SECONDS = 8.0
PATIENCE = 3.0
"""Seconds within which a page of a service that works has to come: more than ten times what it takes at rest."""

PAGES = {"customer": ("/customers", "/cases"), "feedback": ("/cases", "/customers"), "auth": ("/own", "/cases")}


@pytest.fixture(scope="module")
def people(fleet: Fleet, admin: ApiClient) -> list[Pages]:
    """Nine browsers in which somebody has signed in."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    entered = []
    for number in range(9):
        name = f"still{number}"
        fleet.hire(admin, name, name, ["service", "service_lead"], root["id"])
        entered.append(Pages(fleet))
        entered[-1].sign_in(name)
    return entered


@pytest.fixture(params=PAGES)
def frozen(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def asked_by_eight(fleet: Fleet, people: list[Pages], frozen: str) -> Iterator[None]:
    """A service that stands still, and eight people who go on asking for its pages."""
    done = threading.Event()

    def go_on(browser: Pages) -> None:
        while not done.is_set():
            browser.get(PAGES[frozen][0])
            done.wait(0.2)

    threads = [threading.Thread(target=go_on, args=[browser]) for browser in people[1:]]
    with fleet.standing_still(f"services.{frozen}.app"):
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            done.set()
            for thread in threads:
                thread.join()
    until = time.monotonic() + 30
    while people[0].get(PAGES[frozen][0]).status_code != 200:
        assert time.monotonic() < until, "it does not come back"
        time.sleep(0.2)


@pytest.mark.usefixtures("asked_by_eight")
def test_a_service_that_stands_still_slows_no_page_of_another(people: list[Pages], frozen: str) -> None:
    waits = []
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        began = time.monotonic()
        answer = people[0].get(PAGES[frozen][1])
        waits.append(time.monotonic() - began)
        assert answer.status_code == 200
        time.sleep(0.1)
    assert len([wait for wait in waits if wait > PATIENCE]) == 0, sorted(waits)[-5:]


@pytest.mark.parametrize("count", [9, 200])
@pytest.mark.parametrize(
    "sent",
    [
        b"POST /api/v1/auth/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\ncsrf_token=",
        b"GET /sign-in HTTP/1.1\r\nHost: x\r\nAccept",
    ],
    ids=["a call", "a form", "a head"],
)
def test_whoever_sends_half_a_request_stops_nobody(fleet: Fleet, people: list[Pages], sent: bytes, count: int) -> None:
    place = ("127.0.0.1", fleet.site.port_of("gateway"))
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(socket.create_connection(place)).sendall(sent)
        began = time.monotonic()
        assert people[0].get("/cases").status_code == 200
        assert time.monotonic() - began < PATIENCE


def test_a_call_whose_body_is_short_is_a_bad_request_and_reaches_no_service(fleet: Fleet) -> None:
    with socket.create_connection(("127.0.0.1", fleet.site.port_of("gateway")), timeout=10) as end:
        end.sendall(b"POST /api/v1/auth/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{}")
        end.shutdown(socket.SHUT_WR)
        assert end.recv(1000).startswith(b"HTTP/1.1 400 ")
