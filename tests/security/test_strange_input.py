"""Values that a field is not made for are refused with a code; what looks like a command is a text."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest

from ops.demo.api_client import ApiClient
from tests.support.fleet import Fleet

ZERO, SURROGATE = "\\u0000", "\\ud800"
DEEP = b'{"a":' * 5_000 + b"1" + b"}" * 5_000
SQL = ("' OR 1=1 --", "'; DROP TABLE customer; --", "\\", '"', "%' OR '1'='1")


@pytest.fixture(scope="module")
def clerk(fleet: Fleet, admin: ApiClient) -> ApiClient:
    """Somebody who enters customers, of whom one is there."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)["id"]
    api = fleet.hire(admin, "strange.clerk", "strange.clerk", ["service"], root)
    api.post("/customers", {"kind": "company", "name": "百分之百 100% 公司_A", "external_code": "S-1"})
    return api


def send(fleet: Fleet, api: ApiClient, method: str, path: str, data: bytes | None = None, **headers: str) -> Any:
    """A request as it is: ``(status, answer)``."""
    more = {"Content-Type": "application/json"} if data is not None else {}
    answer = fleet.client.send(method, f"/api/v1{path}", {**api.headers(), **more, **headers}, data)
    return answer.status, json.loads(answer.data)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"kind": "company", "name": "a' + ZERO + 'b"}', 422),
        ('{"kind": "company", "name": "' + ZERO + '"}', 422),
        ('{"kind": "company", "name": "ok", "na' + ZERO + 'me": "b"}', 422),
        ('{"kind": "company", "name": "' + SURROGATE + '"}', 400),
        ('{"kind": "company", "name": "' + "长" * 1_000_000 + '"}', 422),
        ('{"kind": "person", "name": "A", "birth_date": "9999-12-31"}', 422),
        ('{"kind": "person", "name": "A", "birth_date": "0001-01-01"}', 422),
        ('{"kind": "company", "name": {"$ne": 1}}', 422),
        ('{"kind": "company", "name": ["a"]}', 422),
        ("[]", 422),
        ("null", 422),
        ('"text"', 422),
        ("1e999999", 400),
        ("{", 400),
    ],
)
def test_a_value_that_no_field_is_made_for_is_refused(fleet: Fleet, clerk: ApiClient, body: str, status: int) -> None:
    answered, answer = send(fleet, clerk, "POST", "/customers", body.encode())
    assert answered == status, answer
    assert set(answer) in ({"code", "detail"}, {"code", "fields"})


def test_json_without_end_is_refused_as_none(fleet: Fleet, clerk: ApiClient) -> None:
    for body in (DEEP, b"[" * 100_000, b'{"kind":' + DEEP + b"}"):
        status, _ = send(fleet, clerk, "POST", "/customers", body)
        assert status in {400, 422}


@pytest.mark.parametrize("version", ["\xb2", "99999999999999999999", "-1", '"1', "1 OR 1=1", "1.5", "*"])
def test_a_version_that_is_none_is_refused(fleet: Fleet, clerk: ApiClient, version: str) -> None:
    made = clerk.get("/customers")["items"][0]
    status, answer = send(fleet, clerk, "POST", f"/customers/{made['id']}/submit", **{"If-Match": version})
    assert status in {412, 422}, answer


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "õ",
        "====",
        base64.urlsafe_b64encode(b"{}").decode(),
        base64.urlsafe_b64encode(b"[" * 2_000).decode(),
        base64.urlsafe_b64encode(b'["not a time", "not an id"]').decode(),
        base64.urlsafe_b64encode(b'["2026-01-01", "1"]').decode(),
        base64.urlsafe_b64encode(b'["\\u0000", "\\u0000"]').decode(),
        base64.urlsafe_b64encode(b"[1, null]").decode(),
    ],
)
def test_a_cursor_that_was_not_made_here_is_refused(fleet: Fleet, clerk: ApiClient, cursor: str) -> None:
    for path in ("/customers", "/cases", "/imports", "/reports"):
        status, answer = send(fleet, clerk, "GET", f"{path}?after={quote(cursor)}")
        assert (status, answer["code"]) == (422, "invalid"), path


@pytest.mark.parametrize("wanted", [*SQL, "%", "_", "%25", "a" * 100])
def test_what_is_searched_is_a_text(clerk: ApiClient, wanted: str) -> None:
    found = [customer["name"] for customer in clerk.get("/customers", q=wanted)["items"]]
    assert all(wanted.casefold() in name.casefold() for name in found), (wanted, found)


def test_a_wildcard_is_found_as_the_sign_that_it_is(clerk: ApiClient) -> None:
    assert len(clerk.get("/customers", q="100%")["items"]) == 1
    assert clerk.get("/customers", q="1_0")["items"] == []


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 101, "q=%FF%FE", "limit=1e9", "limit=99999999999999999999"])
def test_a_query_that_no_field_is_made_for_never_fails_within(fleet: Fleet, clerk: ApiClient, query: str) -> None:
    for path in ("/customers", "/cases"):
        status, _ = send(fleet, clerk, "GET", f"{path}?{query}")
        assert status in {200, 422}, (path, query)


@pytest.mark.parametrize("name", ["a\0b.csv", "../../etc/passwd", "/etc/passwd", "a\r\nX-Evil: 1.csv", 'a".csv'])
def test_the_name_of_a_file_is_a_text_and_no_path(fleet: Fleet, clerk: ApiClient, name: str) -> None:
    quoted = name.replace('"', "%22").replace("\r\n", "%0D%0A")
    part = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n\r\ncode,name\nN1,x\n\r\n'
    kind = '--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\ncustomers\r\n--b--\r\n'
    sent = {"Content-Type": "multipart/form-data; boundary=b"}
    status, answer = send(fleet, clerk, "POST", "/imports", (part + kind).encode(), **sent)
    assert status in {201, 422}, answer
    if status == 201:
        file = fleet.client.send("GET", f"/api/v1/imports/{answer['id']}/errors.csv", clerk.headers(), None)
        assert "X-Evil" not in file.headers
        assert file.headers["Content-Disposition"] == f'attachment; filename="import-{answer["id"]}-errors.csv"'


def test_no_field_takes_an_address_that_a_service_would_ask(fleet: Fleet) -> None:
    """Nobody can make us ask another machine; a field that could comes with a check of its target: the address of a
    group's robot, which is asked of its own company only (services/activity/channels/domain/addresses.py)."""
    document = fleet.client.ask("GET", "/api/openapi.json")
    taken = {
        name
        for schema in document["components"]["schemas"].values()
        for name, field in schema.get("properties", {}).items()
        if field.get("format") in {"uri", "url", "hostname"} or name.endswith(("url", "uri", "host", "webhook"))
    }
    assert taken == {"url"}
