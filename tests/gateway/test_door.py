"""The one door to the API."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.door import OWNERS, owner_of
from tests.gateway.conftest import Browser
from tests.gateway.outside import Outside

Services = dict[str, Outside]


@pytest.fixture
def program(gateway: Flask) -> FlaskClient:
    return gateway.test_client()


def test_every_path_goes_to_the_service_that_owns_it(program: FlaskClient, services: Services) -> None:
    for first, owner in OWNERS.items():
        services[owner].says("GET", f"/v1/{first}", {"owner": owner})
        answer = program.get(f"/api/v1/{first}")
        assert (answer.status_code, answer.json) == (200, {"owner": owner})


def test_the_state_of_a_service_is_asked_of_that_service() -> None:
    assert owner_of("system/feedback") == "feedback"
    assert owner_of("system/nobody") is None


def test_body_query_status_and_version_pass_untouched(program: FlaskClient, services: Services) -> None:
    services["customer"].says("PATCH", "/v1/customers/1", b'{"a":  1}', 412, ETag='"7"', X_Own="kept")
    body = '{"name": "张三",  "spaces":   "kept"}'.encode()
    headers = {"If-Match": '"6"', "Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = program.patch("/api/v1/customers/1?a=b%20c&d=%E5%BC%A0", data=body, headers=headers)
    assert (answer.status_code, answer.data) == (412, b'{"a":  1}')
    assert (answer.headers["ETag"], answer.headers["X-Own"]) == ('"7"', "kept")
    [heard] = services["customer"].heard
    assert (heard.body, heard.query) == (body, "a=b%20c&d=%E5%BC%A0")
    assert (heard.headers["If-Match"], heard.headers["Idempotency-Key"]) == ('"6"', "k")


def test_a_path_that_was_escaped_arrives_escaped(program: FlaskClient, services: Services) -> None:
    services["customer"].says("GET", "/v1/customers/%E5%BC%A0%3F", {"found": True})
    assert program.get("/api/v1/customers/%E5%BC%A0%3F").json == {"found": True}


def test_an_answer_of_any_kind_comes_through_whole(program: FlaskClient, services: Services) -> None:
    pdf = b"%PDF-1.7" + bytes(range(256)) * 9000
    services["reporting"].says("GET", "/v1/reports/1/pdf", pdf, Content_Type="application/pdf")
    answer = program.get("/api/v1/reports/1/pdf")
    assert (answer.data, answer.mimetype) == (pdf, "application/pdf")


def test_a_large_upload_reaches_the_service_whole(program: FlaskClient, services: Services) -> None:
    services["customer"].says("POST", "/v1/imports", {"id": "1"}, 201)
    content = b"0123456789" * 300_000
    assert program.post("/api/v1/imports", data=content).status_code == 201
    assert services["customer"].heard[0].body == content


def test_a_body_that_is_too_large_is_refused_before_it_is_read(program: FlaskClient, services: Services) -> None:
    answer = program.post("/api/v1/imports", environ_overrides={"CONTENT_LENGTH": str(65 * 1024 * 1024)})
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert services["customer"].heard == []


def test_the_cookie_of_the_pages_opens_nothing_here(sign_in: Callable[..., Browser], services: Services) -> None:
    browser = sign_in()
    services["customer"].says("GET", "/v1/customers", {"items": []})
    browser.get("/api/v1/customers", headers={"Authorization": "Bearer mine"})
    browser.get("/api/v1/customers")
    with_token, without = services["customer"].heard
    assert with_token.headers["Authorization"] == "Bearer mine"
    assert "Authorization" not in without.headers
    assert "Cookie" not in with_token.headers


def test_nothing_about_one_connection_is_told_on_the_other(program: FlaskClient, services: Services) -> None:
    services["auth"].says("GET", "/v1/me", {}, Set_Cookie="a=b", Keep_Alive="timeout=5")
    answer = program.get("/api/v1/me", headers={"Upgrade": "h2c", "X-Forwarded-For": "1.2.3.4"})
    assert "Set-Cookie" not in answer.headers
    assert "Keep-Alive" not in answer.headers
    heard = services["auth"].heard[0].headers
    assert "Upgrade" not in heard
    assert heard["X-Forwarded-For"] == "127.0.0.1"


def test_one_request_id_goes_through(program: FlaskClient, services: Services) -> None:
    services["auth"].says("GET", "/v1/me", {})
    assert program.get("/api/v1/me", headers={"X-Request-Id": "mine-7"}).headers["X-Request-Id"] == "mine-7"
    made = program.get("/api/v1/me", headers={"X-Request-Id": "not allowed!"}).headers["X-Request-Id"]
    assert [each.headers["X-Request-Id"] for each in services["auth"].heard] == ["mine-7", made]
    assert made != "not allowed!"


def test_a_path_that_nobody_owns_is_not_found(program: FlaskClient) -> None:
    answer = program.get("/api/v1/nothing")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_service_that_is_away_is_said_so(program: FlaskClient, services: Services) -> None:
    services["feedback"].close()
    answer = program.get("/api/v1/cases")
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert answer.json["detail"]["service"] == "feedback"
    assert answer.headers["Retry-After"] == "5"


def test_calls_are_counted(program: FlaskClient, services: Services) -> None:
    services["auth"].says("GET", "/v1/me", {})
    program.get("/api/v1/me")
    figures = program.get("/metrics").text
    assert 'gateway_api_calls_total{method="GET",service="auth",status="200"} 1.0' in figures


def test_a_programs_token_is_exchanged_once_and_goes_no_further(program: FlaskClient, services: Services) -> None:
    services["auth"].says("POST", "/v1/auth/api-tokens", {"access_token": "short", "expires_in": 300})
    services["customer"].says("GET", "/v1/transactions", {"items": []})
    for _ in range(3):
        answer = program.get("/api/v1/transactions", headers={"Authorization": "Bearer gx_long"})
        assert answer.status_code == 200
    [asked] = services["auth"].asked("POST", "/v1/auth/api-tokens")
    assert (asked.json, asked.headers["X-Forwarded-For"]) == ({"token": "gx_long"}, "127.0.0.1")
    assert {each.headers["Authorization"] for each in services["customer"].heard} == {"Bearer short"}


def test_a_programs_token_that_nobody_knows_is_refused_at_the_door(program: FlaskClient, services: Services) -> None:
    services["auth"].refuses("POST", "/v1/auth/api-tokens", 401, "api_token_ended")
    answer = program.get("/api/v1/transactions", headers={"Authorization": "Bearer gx_long"})
    assert (answer.status_code, answer.json["code"]) == (401, "api_token_ended")
    assert services["customer"].asked("GET", "/v1/transactions") == []


def test_an_access_token_that_has_ended_is_exchanged_anew_once(program: FlaskClient, services: Services) -> None:
    services["auth"].says("POST", "/v1/auth/api-tokens", {"access_token": "short", "expires_in": 300})
    services["customer"].refuses("POST", "/v1/transactions", 401, "token_ended")
    headers = {"Authorization": "Bearer gx_long"}
    answer = program.post("/api/v1/transactions", json={"a": 1}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "token_ended")
    assert [each.json for each in services["customer"].asked("POST", "/v1/transactions")] == [{"a": 1}] * 2
    assert len(services["auth"].asked("POST", "/v1/auth/api-tokens")) == 2
