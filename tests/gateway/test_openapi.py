"""One document of four."""

from typing import Any

import pytest
from flask import Flask

from chassis.client import Client
from contracts.services import SERVICES
from gateway.openapi import merge
from tests.gateway.wire import Wire
from tests.support.fleet import Fleet


def document(*, page: dict[str, Any], path: str, schemes: dict[str, Any] | None = None) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Page"}
    answer = {"content": {"application/json": {"schema": reference}}}
    operation = {
        "operationId": "list_all",
        "responses": {"200": answer, "default": {"$ref": "#/components/responses/DEFAULT"}},
        "security": [{"token": []}],
    }
    return {
        "openapi": "3.1.0",
        "tags": [{"name": path}],
        "paths": {f"/v1/{path}": {"get": operation}},
        "components": {
            "schemas": {
                "Page": page,
                "Error": {"type": "object"},
                "Holder": {"properties": {"page": reference}},
            },
            "responses": {"DEFAULT": {"description": "an error"}},
            "securitySchemes": schemes or {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def schema_of(merged: dict[str, Any], path: str) -> str:
    answer = merged["paths"][path]["get"]["responses"]["200"]
    reference: str = answer["content"]["application/json"]["schema"]["$ref"]
    return reference


def test_all_paths_and_tags_stand_in_one_document() -> None:
    same = {"type": "object"}
    merged = merge({"auth": document(page=same, path="a"), "customer": document(page=same, path="b")}, title="T")
    assert list(merged["paths"]) == ["/v1/a", "/v1/b"]
    assert [tag["name"] for tag in merged["tags"]] == ["a", "b"]
    assert merged["servers"] == [{"url": "/api"}]


def test_a_component_that_is_the_same_in_both_is_kept_once_under_its_name() -> None:
    same = {"type": "object"}
    merged = merge({"auth": document(page=same, path="a"), "customer": document(page=same, path="b")}, title="T")
    assert set(merged["components"]["schemas"]) == {"Page", "Error", "Holder"}
    assert schema_of(merged, "/v1/a") == "#/components/schemas/Page"


def test_components_named_alike_that_differ_get_their_services_name_and_keep_their_readers() -> None:
    merged = merge(
        {
            "auth": document(page={"properties": {"a": {}}}, path="a"),
            "customer": document(page={"properties": {"b": {}}}, path="b"),
        },
        title="T",
    )
    schemas = merged["components"]["schemas"]
    assert schemas["AuthPage"] == {"properties": {"a": {}}}
    assert schemas["CustomerPage"] == {"properties": {"b": {}}}
    assert schema_of(merged, "/v1/a") == "#/components/schemas/AuthPage"
    assert schema_of(merged, "/v1/b") == "#/components/schemas/CustomerPage"
    assert set(schemas) == {"AuthPage", "CustomerPage", "AuthHolder", "CustomerHolder", "Error"}
    assert schemas["CustomerHolder"]["properties"]["page"]["$ref"] == "#/components/schemas/CustomerPage"


def test_ways_to_sign_that_differ_are_told_apart_where_they_are_asked_for() -> None:
    other = {"token": {"type": "apiKey", "in": "header", "name": "X"}}
    merged = merge(
        {"auth": document(page={}, path="a"), "customer": document(page={}, path="b", schemes=other)}, title="T"
    )
    assert merged["paths"]["/v1/b"]["get"]["security"] == [{"CustomerToken": []}]
    assert merged["components"]["securitySchemes"]["CustomerToken"] == other["token"]


def test_no_two_operations_have_one_id() -> None:
    merged = merge({"auth": document(page={}, path="a"), "customer": document(page={}, path="b")}, title="T")
    ids = [operation["operationId"] for path in merged["paths"].values() for operation in path.values()]
    assert ids == ["auth.list_all", "customer.list_all"]


def test_the_door_gives_the_document_and_a_page_to_read_it(pages: Flask, fleet: Fleet) -> None:
    merged = pages.test_client().get("/api/openapi.json").json
    assert merged is not None
    asked: set[str] = set()
    for service in SERVICES:
        own = Client(service, fleet.site.url_of(service)).ask("GET", "/openapi.json")
        assert own["paths"]
        asked |= own["paths"].keys()
    assert set(merged["paths"]) == asked
    page = pages.test_client().get("/api/docs").text
    assert 'data-document="/api/openapi.json"' in page


def test_the_document_is_put_together_once_and_not_sent_again_to_who_has_it(
    wired_pages: Flask, wired: dict[str, Wire]
) -> None:
    client = wired_pages.test_client()
    first = client.get("/api/openapi.json")
    again = [client.get("/api/openapi.json") for _ in range(3)]
    assert {answer.data for answer in again} == {first.data}
    assert len(wired["customer"].asked("GET", "/openapi.json")) == 1
    known = client.get("/api/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")


def test_the_document_that_was_there_goes_on_while_a_service_is_away(
    wired_pages: Flask, wired: dict[str, Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = wired_pages.test_client()
    first = client.get("/api/openapi.json")
    monkeypatch.setattr("gateway.openapi.KEPT_SECONDS", 0.0)
    wired["customer"].cut()
    assert client.get("/api/openapi.json").data == first.data
