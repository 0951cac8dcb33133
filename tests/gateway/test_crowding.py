"""How many requests one person has under way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest

from contracts.services import SERVICES
from gateway.app import create_app
from gateway.crowding import AT_ONCE, AT_ONCE_FROM_ADDRESS, CROWDED, Crowding
from gateway.settings import GatewaySettings

NOW = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)


def gateway(**changed: Any) -> Any:
    """A gateway before nobody: what is asked here asks no service."""
    urls = dict.fromkeys(SERVICES, "http://127.0.0.1:9")
    settings = GatewaySettings(secret_key="for tests", log_level="ERROR", urls=urls, **changed)
    return create_app(settings, clock=lambda: NOW)


class Counted:
    """Requests through Crowding, each kept under way until the test lets it go."""

    def __init__(self) -> None:
        self.crowding = Crowding(self._answer)
        self.heard: Queue[bytes] = Queue()
        self.going: list[tuple[Thread, Event]] = []

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.heard.put(b"crowded" if environ.get(CROWDED) else b"room")
        environ["until"].wait(30)
        return []

    def ask(self, **environ: str) -> bytes:
        until = Event()
        asked: Any = {"PATH_INFO": "/customers", "REMOTE_ADDR": "10.0.0.1", **environ, "until": until}
        thread = Thread(target=self.crowding, args=(asked, lambda *_: None))
        thread.start()
        self.going.append((thread, until))
        return self.heard.get(timeout=30)

    def end(self) -> None:
        thread, until = self.going.pop(0)
        until.set()
        thread.join(30)


@pytest.fixture
def counted() -> Iterator[Counted]:
    made = Counted()
    yield made
    while made.going:
        made.end()


@pytest.mark.parametrize(
    ("sender", "most"),
    [
        ({"HTTP_COOKIE": "guanxi=one; other=x"}, AT_ONCE),
        ({"HTTP_AUTHORIZATION": "Bearer gx_one"}, AT_ONCE),
        ({}, AT_ONCE_FROM_ADDRESS),
        ({"HTTP_COOKIE": "guanxi=\x00"}, AT_ONCE_FROM_ADDRESS),
    ],
)
def test_so_many_are_let_in_and_the_next_one_when_one_has_ended(
    counted: Counted, sender: dict[str, str], most: int
) -> None:
    assert [counted.ask(**sender) for _ in range(most + 1)] == [b"room"] * most + [b"crowded"]
    for _ in range(2):
        counted.end()
    assert counted.ask(**sender) == b"room"


def test_one_who_asks_too_much_takes_nothing_from_others(counted: Counted) -> None:
    for _ in range(AT_ONCE + 1):
        counted.ask(HTTP_COOKIE="guanxi=one")
    assert counted.ask(HTTP_COOKIE="guanxi=two") == b"room"
    assert counted.ask(HTTP_AUTHORIZATION="Bearer gx_one") == b"room"
    assert counted.ask() == b"room"
    assert counted.ask(HTTP_COOKIE="guanxi=one", PATH_INFO="/static/app.css") == b"room"
    assert (
        counted.ask(HTTP_X_CROWDED="yes", PATH_INFO="/static/app.css") == counted.ask(HTTP_X_CROWDED="yes") == b"room"
    )


def test_an_app_that_fails_leaves_nobody_counted() -> None:
    def fail(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        raise RuntimeError

    crowding = Crowding(fail)
    for _ in range(AT_ONCE_FROM_ADDRESS * 2):
        environ: dict[str, Any] = {"PATH_INFO": "/", "REMOTE_ADDR": "10.0.0.1"}
        with pytest.raises(RuntimeError):
            crowding(environ, lambda *_: None)
        assert CROWDED not in environ


def test_a_page_too_many_says_so_in_words_and_a_call_too_many_with_its_code() -> None:
    app = gateway()
    inner = app.wsgi_app
    inner._under_way[b"127.0.0.1"] = AT_ONCE_FROM_ADDRESS
    page = app.test_client().get("/sign-in", headers={"Accept-Language": "en"})
    assert (page.status_code, page.headers["Retry-After"]) == (429, "1")
    assert "Too many requests of yours are under way at once." in page.text
    call = app.test_client().get("/api/v1/me")
    assert (call.status_code, call.json["code"], call.headers["Retry-After"]) == (429, "too_many_requests", "1")


@pytest.mark.parametrize(
    ("contact", "line"),
    [("security@example.com", "mailto:security@example.com"), ("https://example.com/hole", "https://example.com/hole")],
)
def test_who_has_found_a_hole_reads_where_to_write(contact: str, line: str) -> None:
    answer = (
        gateway(security_contact=contact, public_url="https://crm.example.com")
        .test_client()
        .get("/.well-known/security.txt")
    )
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        f"Contact: {line}",
        "Expires: 2027-05-28T00:00:00Z",
        "Preferred-Languages: zh, en",
        "Canonical: https://crm.example.com/.well-known/security.txt",
    ]


def test_a_house_without_a_contact_has_no_such_file() -> None:
    assert gateway().test_client().get("/.well-known/security.txt").status_code == 404
