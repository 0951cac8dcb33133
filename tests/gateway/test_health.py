"""Whether everything is ready."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from contracts.services import SERVICES
from ops.servers import free_port
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


def test_services_that_are_not_there_yet_are_asked_once_and_without_a_line_in_the_log(
    make_pages: Callable[..., Flask], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    nobody = {service: f"http://127.0.0.1:{free_port()}" for service in SERVICES}
    answer = make_pages(log_level="INFO", urls=nobody).test_client().get("/healthz")
    assert answer.json == {"status": "unavailable", "missing": sorted(SERVICES)}
    assert logged() == []


@pytest.mark.parametrize(
    ("public_url", "proxies", "warned"),
    [("https://crm.example.com", 0, True), ("https://crm.example.com", 1, False), ("http://localhost:8000", 0, False)],
)
def test_a_site_on_https_that_knows_of_no_proxy_says_that_it_cannot_tell_addresses_apart(
    make_pages: Callable[..., Flask],
    logged: Callable[[], list[dict[str, Any]]],
    public_url: str,
    proxies: int,
    warned: bool,
) -> None:
    make_pages(public_url=public_url, proxies=proxies, log_level="WARNING")
    assert ("proxies_not_told" in [line["event"] for line in logged()]) is warned


def test_pages_are_counted_and_who_shows_the_token_reads_the_figures(make_pages: Callable[..., Flask]) -> None:
    client = make_pages(metrics_token="of the operators").test_client()
    client.get("/sign-in")
    shown = client.get("/metrics", headers={"Authorization": "Bearer of the operators"})
    assert 'gateway_pages_total{endpoint="sign_in.page",method="GET",status="200"} 1.0' in shown.text


@pytest.mark.parametrize(
    "shown", [None, "", "Bearer ", "Bearer of strangers", "Bearer of the operatörs", "of the operators"]
)
@pytest.mark.parametrize("token", ["", "of the operators"])
def test_nobody_else_reads_figures(make_pages: Callable[..., Flask], token: str, shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown}
    answer = make_pages(metrics_token=token).test_client().get("/metrics", headers=headers)
    assert answer.status_code == 404
    assert "gateway_pages_total" not in answer.text


def test_however_many_ask_the_services_are_asked_once_a_second(wired_pages: Flask, wired: dict[str, Wire]) -> None:
    client = wired_pages.test_client()
    assert [client.get("/healthz").status_code for _ in range(5)] == [200] * 5
    assert len(wired["customer"].asked("GET", "/readyz")) <= 2
