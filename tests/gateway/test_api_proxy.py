"""The one api to the API."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from urllib3 import encode_multipart_formdata

from chassis.client import Client
from contracts.services import SERVICES
from gateway.api_proxy import OWNERS, owner_of
from ops.demo.api_client import eventually
from tests.gateway.browsers import Browser
from tests.gateway.scenario import Scenario
from tests.gateway.wire import Wire

Wires = dict[str, Wire]
FROM = {"REMOTE_ADDR": "10.1.2.3"}
MEGABYTE = 1024 * 1024


@pytest.fixture
def program(wired_pages: Flask) -> FlaskClient:
    """Somebody at the API of a gateway whose wires can be listened to."""
    return wired_pages.test_client()


@pytest.fixture
def straight(scenario: Scenario) -> dict[str, Client]:
    """The services without the gateway."""
    return {service: Client(service, scenario.fleet.site.url_of(service)) for service in SERVICES}


@pytest.fixture(scope="module")
def erp(scenario: Scenario) -> dict[str, Any]:
    """An account of a program that reads customers and records transactions, and a token of its own."""
    permissions = {"customer:read": "all", "transaction:write": "all"}
    account = {"username": f"pages.erp.{next(scenario.numbers)}", "name": "ERP", "department_id": scenario.root}
    role = scenario.role({"customer:read": "all"}, for_programs=True)
    person = scenario.admin.post("/staff", account | {"roles": ["erp", role]})
    leader = scenario.of("leadership")
    with psycopg.connect(scenario.fleet.site.database_url("auth", owner=True), autocommit=True) as database:
        long_ago = "UPDATE staff SET granted_at = granted_at - interval '4 days' WHERE id = %s"
        database.execute(long_ago, [leader.id])
    wanted = {"name": "ERP", "staff_id": person["id"], "permissions": permissions}
    made = scenario.admin.post("/api-tokens", wanted | {"expires_at": str(datetime.now(UTC) + timedelta(days=1))})
    waiting = leader.api.get("/account-requests", waiting="true")["items"]
    [asked] = [each for each in waiting if each["staff_id"] == person["id"]]
    leader.api.post(f"/account-requests/{asked['id']}/confirm", version=asked["version"])
    return {"person": person, "headers": {"Authorization": f"Bearer {made['token']}"}, "token": made["token"]}


def test_every_path_goes_to_the_service_that_owns_it(program: FlaskClient, wired: Wires) -> None:
    for first, owner in OWNERS.items():
        program.get(f"/api/v1/{first}")
        hearing = {service for service, wire in wired.items() if wire.asked("GET", f"/v1/{first}")}
        assert hearing == {owner}, first


def test_the_state_of_a_service_is_asked_of_that_service() -> None:
    assert owner_of("system/feedback") == "feedback"
    assert owner_of("system/nobody") is None


def test_body_query_status_and_version_pass_untouched(
    program: FlaskClient, wired: Wires, straight: dict[str, Client], scenario: Scenario
) -> None:
    seller = scenario.of("sales")
    draft = scenario.entry(seller, submit=False)
    path = f"/v1/customers/{draft['id']}"
    body = '{"industry": "教育",  "region": "北京"}'.encode()
    asked = {"If-Match": f'"{draft["version"]}"', "Idempotency-Key": "k", "Content-Type": "application/json"}
    headers = {**seller.api.headers(), **asked}
    answer = program.patch(f"/api{path}?a=b%20c&d=%E5%BC%A0", data=body, headers=headers)
    [heard] = wired["customer"].heard
    assert (heard.body, heard.query) == (body, "a=b%20c&d=%E5%BC%A0")
    assert {name: heard.headers[name] for name in asked} == asked
    assert (answer.status_code, answer.json["industry"]) == (200, "教育")
    for method in ("GET", "PATCH"):
        sent = body if method == "PATCH" else None
        mine = program.open(f"/api{path}", method=method, data=sent, headers=headers)
        theirs = straight["customer"].send(method, path, headers, sent)
        assert (mine.status_code, mine.headers.get("ETag")) == (theirs.status, theirs.headers.get("ETag"))
        assert mine.status_code == (200 if method == "GET" else 412)
        assert mine.json.keys() == theirs.json().keys()
    assert mine.json["code"] == "stale_version"


def test_a_path_that_was_escaped_arrives_escaped(program: FlaskClient, wired: Wires) -> None:
    program.get("/api/v1/customers/%E5%BC%A0%3F")
    assert [each.path for each in wired["customer"].heard] == ["/v1/customers/%E5%BC%A0%3F"]


def test_a_file_comes_through_whole(program: FlaskClient, straight: dict[str, Client], scenario: Scenario) -> None:
    clerk = scenario.of("service").api
    path = f"/v1/reports/{scenario.report()['id']}/pdf"
    answer = program.get(f"/api{path}", headers=clerk.headers())
    theirs = straight["reporting"].send("GET", path, clerk.headers(), None)
    assert answer.mimetype == "application/pdf"
    assert answer.data == theirs.data
    assert answer.headers["Content-Disposition"] == theirs.headers["Content-Disposition"]


def test_an_answer_of_unknown_length_comes_through_whole(
    program: FlaskClient, straight: dict[str, Client], scenario: Scenario
) -> None:
    scenario.customer(scenario.of("sales"))
    auditor = scenario.of("auditor").api
    now = datetime.now(UTC).isoformat().replace("+", "%2B")
    path = f"/v1/audit/customer/changes.csv?until={now}"
    theirs = straight["customer"].send("GET", path, auditor.headers(), None)
    assert theirs.headers.get("Content-Length") is None
    answer = program.get(f"/api{path}", headers=auditor.headers())
    assert answer.data.splitlines()[1:] == theirs.data.splitlines()[1:], "all but the line that says who took it when"
    assert len(answer.data) > 1000


def test_a_large_upload_reaches_the_service_whole(program: FlaskClient, wired: Wires, scenario: Scenario) -> None:
    clerk = scenario.of("service").api
    content = "编号,姓名\n1,".encode() + b"x" * 3 * MEGABYTE
    form, kind = encode_multipart_formdata({"kind": "persons", "file": ("x.csv", content)})
    answer = program.post("/api/v1/imports", data=form, headers={**clerk.headers(), "Content-Type": kind})
    assert (answer.status_code, answer.json["size"]) == (201, len(content))
    assert wired["customer"].heard[0].body == form


def test_a_body_that_is_too_large_is_refused_before_it_is_read(program: FlaskClient, wired: Wires) -> None:
    answer = program.post("/api/v1/imports", environ_overrides={"CONTENT_LENGTH": str(65 * MEGABYTE)})
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert wired["customer"].heard == []


def test_the_cookie_of_the_pages_goes_no_further(
    enter: Callable[..., Browser], scenario: Scenario, wired: Wires, wired_pages: Flask
) -> None:
    browser = enter(scenario.of("sales"), at=wired_pages)
    with_token = browser.get("/api/v1/customers", headers=scenario.of("verifier").api.headers())
    without = browser.get("/api/v1/customers")
    assert (with_token.status_code, without.status_code) == (200, 401)
    heard = wired["customer"].heard
    assert [("Authorization" in each.headers, "Cookie" in each.headers) for each in heard] == [
        (True, False),
        (False, False),
    ]


def test_nothing_about_one_connection_is_told_on_the_other(program: FlaskClient, wired: Wires) -> None:
    program.get("/api/v1/me", headers={"Upgrade": "h2c", "X-Forwarded-For": "1.2.3.4"}, environ_base=FROM)
    [heard] = wired["auth"].heard
    assert "Upgrade" not in heard.headers
    assert heard.headers["X-Forwarded-For"] == "10.1.2.3"
    told = "Set-Cookie: a=b\r\nKeep-Alive: timeout=5\r\nServer: between"
    wired["auth"].noise = f"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{told}\r\n\r\n{{}}".encode()
    answer = program.get("/api/v1/me")
    assert answer.status_code == 200
    assert not {"Set-Cookie", "Keep-Alive", "Server"} & set(answer.headers.keys())


def test_one_request_id_goes_through(program: FlaskClient, wired: Wires) -> None:
    assert program.get("/api/v1/me", headers={"X-Request-Id": "mine-7"}).headers["X-Request-Id"] == "mine-7"
    made = program.get("/api/v1/me", headers={"X-Request-Id": "not allowed!"}).headers["X-Request-Id"]
    assert [each.headers["X-Request-Id"] for each in wired["auth"].heard] == ["mine-7", made]
    assert made != "not allowed!"


def test_a_path_that_nobody_owns_is_not_found(program: FlaskClient, wired: Wires) -> None:
    answer = program.get("/api/v1/nothing")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not any(wire.heard for wire in wired.values())


def test_a_service_that_is_away_is_said_so(program: FlaskClient, wired: Wires) -> None:
    wired["feedback"].cut()
    answer = program.get("/api/v1/cases")
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert answer.json["detail"]["service"] == "feedback"
    assert answer.headers["Retry-After"] == "5"


def test_calls_are_counted(make_pages: Callable[..., Flask], scenario: Scenario) -> None:
    program = make_pages(metrics_token="of the operators").test_client()
    program.get("/api/v1/me", headers=scenario.admin.headers())
    figures = program.get("/metrics", headers={"Authorization": "Bearer of the operators"}).text
    assert 'gateway_api_calls_total{method="GET",service="auth",status="200"} 1.0' in figures


def test_a_programs_token_is_exchanged_once_and_goes_no_further(
    program: FlaskClient, wired: Wires, erp: dict[str, Any]
) -> None:
    for _ in range(3):
        answer = program.get("/api/v1/customers", headers=erp["headers"], environ_base=FROM)
        assert answer.status_code == 200
    [asked] = wired["auth"].asked("POST", "/v1/auth/api-tokens")
    assert (asked.json, asked.headers["X-Forwarded-For"]) == ({"token": erp["token"]}, "10.1.2.3")
    [short] = {each.headers["Authorization"] for each in wired["customer"].heard}
    assert short.startswith("Bearer ")
    assert erp["token"] not in short


def test_a_programs_token_that_nobody_knows_is_refused_at_the_door(program: FlaskClient, wired: Wires) -> None:
    answer = program.get("/api/v1/transactions", headers={"Authorization": "Bearer gx_long"})
    assert (answer.status_code, answer.json["code"]) == (401, "api_token_ended")
    assert wired["customer"].heard == []


def test_an_access_token_that_has_ended_is_exchanged_anew_once(
    program: FlaskClient, wired: Wires, scenario: Scenario, erp: dict[str, Any]
) -> None:
    person = scenario.admin.get(f"/staff/{erp['person']['id']}")
    answers: list[int] = []

    def exchanges() -> int:
        answers.append(program.post("/api/v1/transactions", json={"a": 1}, headers=erp["headers"]).status_code)
        return len(wired["auth"].asked("POST", "/v1/auth/api-tokens"))

    assert exchanges() == 1
    [role] = [each for each in scenario.admin.get("/roles", limit=200)["items"] if each["code"] == person["roles"][-1]]
    wider = {"permissions": role["permissions"] | {"case:read": "all"}}
    scenario.patch(scenario.administrator, f"/roles/{role['id']}", wider, role["version"])
    eventually(lambda: exchanges() == 2, what="the access token to end", every=0.05)
    assert set(answers) == {422}, "what was sent is not right, but the program was let in each time"
    heard = wired["customer"].asked("POST", "/v1/transactions")
    assert [each.json for each in heard] == [{"a": 1}] * (len(answers) + 1)
    assert heard[-1].headers["Authorization"] != heard[-2].headers["Authorization"]
