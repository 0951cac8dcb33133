"""Whether everything is ready."""

from collections.abc import Callable

from flask import Flask

from tests.gateway.wire import Wire


def test_it_is_healthy_when_all_four_services_are_ready(pages: Flask) -> None:
    answer = pages.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_it_says_who_is_missing(wired_pages: Flask, wired: dict[str, Wire]) -> None:
    wired["customer"].noise = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
    wired["reporting"].cut()
    answer = wired_pages.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "missing": ["customer", "reporting"]}


def test_pages_are_counted(make_pages: Callable[..., Flask]) -> None:
    client = make_pages().test_client()
    client.get("/sign-in")
    assert 'gateway_pages_total{endpoint="sign_in.page",method="GET",status="200"} 1.0' in client.get("/metrics").text
