"""Whether everything is ready."""

from flask import Flask

from tests.gateway.outside import Outside


def test_it_is_healthy_when_all_four_services_are_ready(gateway: Flask) -> None:
    answer = gateway.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_it_says_who_is_missing(gateway: Flask, services: dict[str, Outside]) -> None:
    services["customer"].refuses("GET", "/readyz", 503, "unavailable")
    services["reporting"].close()
    answer = gateway.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "missing": ["customer", "reporting"]}


def test_pages_are_counted(gateway: Flask) -> None:
    client = gateway.test_client()
    client.get("/sign-in")
    assert 'gateway_pages_total{endpoint="sign_in.page",method="GET",status="200"} 1.0' in client.get("/metrics").text
