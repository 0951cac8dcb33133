"""A route names everything: permission, input, answer; the edge does the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from marshmallow import fields
from sqlalchemy import Engine

from chassis.auth import Scope
from chassis.auth.tokens import TokenSigner
from chassis.context import Context
from chassis.errors import Refused
from chassis.http import PUBLIC, AnswerSchema, Api, CommandSchema, create_api
from chassis.settings import ServiceSettings
from chassis.testing.clock import TestClock
from chassis.testing.service import Caller, Keys, ServiceUnderTest


class WordSchema(AnswerSchema):
    word = fields.String()


@dataclass(frozen=True)
class Say:
    word: str


class SaySchema(CommandSchema):
    command = Say
    word = fields.String(required=True)


class TooLoud(Refused):
    code = "too_loud"


def build(engine: Engine, folder: Path) -> ServiceUnderTest:
    api = Api("words", description="words")

    @api.get("/words", permission="word:read", returns=WordSchema)
    def read(ctx: Context) -> dict[str, str]:
        return {"word": ctx.actor.name}

    @api.get("/open", permission=PUBLIC, returns=WordSchema)
    def open_word(ctx: Context) -> dict[str, str]:
        return {"word": ctx.request_id}

    @api.post("/loud", permission="word:read", returns=WordSchema)
    def loud(ctx: Context) -> dict[str, str]:
        raise TooLoud(decibel=120)

    @api.post("/said", permission="word:write", body=SaySchema, returns=WordSchema)
    def say(ctx: Context, command: Say) -> dict[str, str]:
        return {"word": command.word}

    @api.get("/broken", permission=PUBLIC, returns=WordSchema)
    def broken(ctx: Context) -> dict[str, str]:
        raise ZeroDivisionError

    keys, clock = Keys.create(folder), TestClock()
    settings = ServiceSettings(service_name="words", database_url="", redis_url="", auth_jwks_file=keys.public)
    app: Flask = create_api(settings, title="Words", apis=[api], engine=engine, clock=clock)
    return ServiceUnderTest(app=app, engine=engine, signer=TokenSigner(keys.private), clock=clock)


@pytest.fixture
def words(engine: Engine, tmp_path: Path) -> ServiceUnderTest:
    """A service that knows words."""
    return build(engine, tmp_path)


@pytest.fixture
def reader(words: ServiceUnderTest) -> Caller:
    """Somebody who may read them."""
    return words.person("Anna", {"word:read": Scope.ALL})


def test_a_route_without_a_permission_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="permission"):
        Api("odd", description="").get("/odd", returns=WordSchema)


def test_who_has_the_permission_is_answered(reader: Caller) -> None:
    assert reader.get("/words").json == {"word": "Anna"}


def test_who_lacks_the_permission_is_refused_by_its_name(words: ServiceUnderTest) -> None:
    nobody = words.person("Bert", {})
    answer = nobody.get("/words")
    assert (answer.status_code, answer.json) == (403, {"code": "forbidden", "detail": {"permission": "word:read"}})


def test_a_refusal_is_answered_with_its_code_and_detail(reader: Caller) -> None:
    answer = reader.post("/loud")
    assert (answer.status_code, answer.json) == (409, {"code": "too_loud", "detail": {"decibel": 120}})


def test_an_unexpected_error_shows_no_traceback_but_the_request_id(words: ServiceUnderTest) -> None:
    answer = words.app.test_client().get("/v1/broken", headers={"X-Request-Id": "story-1"})
    assert answer.status_code == 500
    assert answer.json == {"code": "internal", "detail": {"request_id": "story-1"}}


def test_the_request_id_is_kept_and_a_strange_one_replaced(words: ServiceUnderTest) -> None:
    client = words.app.test_client()
    assert client.get("/v1/open", headers={"X-Request-Id": "abc-1"}).json == {"word": "abc-1"}
    assert client.get("/v1/open", headers={"X-Request-Id": "a b; drop"}).json["word"] != "a b; drop"


def test_an_unknown_path_and_method_are_codes_too(words: ServiceUnderTest) -> None:
    client = words.app.test_client()
    assert client.get("/v1/nowhere").json == {"code": "not_found", "detail": {}}
    assert client.post("/v1/open").json == {"code": "method_not_allowed", "detail": {}}


def test_health_readiness_and_metrics_need_no_token(words: ServiceUnderTest) -> None:
    client = words.app.test_client()
    client.get("/v1/open")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json == {"status": "ready"}
    assert 'http_requests_total{method="GET",route="/v1/open",status="200"} 1.0' in client.get("/metrics").text


def test_the_openapi_document_names_each_permission(words: ServiceUnderTest) -> None:
    document = words.app.test_client().get("/openapi.json").json
    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/v1/words"]["get"]["x-permission"] == "word:read"


def test_the_state_of_a_service_is_shown_to_who_may_see_it(words: ServiceUnderTest, reader: Caller) -> None:
    assert reader.get("/system/words").status_code == 403
    keeper = words.person("Carl", {"system:read": Scope.ALL})
    state = keeper.get("/system/words").json
    assert (state["service"], state["jobs"]["failed"], state["letters"]) == ("words", 0, {"waiting": 0, "failed": 0})


def test_who_may_not_is_told_so_before_the_body_is_read(words: ServiceUnderTest, reader: Caller) -> None:
    assert words.app.test_client().post("/v1/said", json={"nonsense": 1}).status_code == 401
    assert reader.post("/said", {"nonsense": 1}).status_code == 403
    writer = words.person("Dora", {"word:write": Scope.ALL})
    assert writer.post("/said", {"nonsense": 1}).json == {
        "code": "invalid",
        "fields": {"word": ["required"], "nonsense": ["unknown_field"]},
    }


def test_who_has_something_else_to_do_first_is_told_what(words: ServiceUnderTest, reader: Caller) -> None:
    limited = replace(reader.actor, limited="password_change_required")
    token = words.signer.sign(limited, now=datetime.now(UTC), lifetime=timedelta(minutes=1))
    answer = Caller(reader.client, limited, token).get("/words")
    assert (answer.status_code, answer.json["code"]) == (403, "password_change_required")


def test_every_operation_is_called_by_the_name_of_its_view(words: ServiceUnderTest) -> None:
    document = words.app.test_client().get("/openapi.json").get_json()
    assert document["paths"]["/v1/loud"]["post"]["operationId"] == "loud"
    assert document["paths"]["/v1/open"]["get"]["summary"] == "Open word"


def test_two_operations_of_one_name_are_refused_at_start(words: ServiceUnderTest) -> None:
    first, second = Api("first", description="first"), Api("second", description="second")
    for api in (first, second):

        @api.get(f"/{api.blueprint.name}", permission=PUBLIC, returns=WordSchema)
        def read(ctx: Context) -> dict[str, str]:
            return {"word": ctx.request_id}

    settings = words.app.extensions["settings"]
    with pytest.raises(ValueError, match="read"):
        create_api(settings, title="twice", apis=[first, second], engine=words.engine)


def test_a_route_knows_where_people_find_the_pages(words: ServiceUnderTest) -> None:
    """So an email that is written from a route has a link that leads somewhere."""
    api = Api("letters", description="letters")

    @api.get("/link", permission=PUBLIC, returns=WordSchema)
    def read_link(ctx: Context) -> dict[str, str]:
        return {"word": ctx.deployment.public_url}

    settings = replace(words.app.extensions["settings"], public_url="https://crm.example.com/")
    app = create_api(settings, title="letters", apis=[api], engine=words.engine)
    assert app.test_client().get("/v1/link").get_json() == {"word": "https://crm.example.com"}


def test_the_address_that_a_request_claims_is_believed_from_the_gateway_alone(engine: Engine, tmp_path: Path) -> None:
    api = Api("places", description="places")

    @api.get("/place", permission=PUBLIC, returns=WordSchema)
    def place(ctx: Context) -> dict[str, str]:
        return {"word": ctx.origin}

    def seen(edge_key: str, **headers: str) -> str:
        keys = Keys.create(tmp_path)
        settings = ServiceSettings(
            service_name="p", database_url="", redis_url="", auth_jwks_file=keys.public, edge_key=edge_key
        )
        client = create_api(settings, title="Places", apis=[api], engine=engine).test_client()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return str(client.get("/v1/place", headers=sent, environ_base={"REMOTE_ADDR": "10.0.0.1"}).json["word"])

    claimed = {"X_Forwarded_For": "203.0.113.9"}
    assert seen("of the gateway", **claimed, X_Edge_Key="of the gateway") == "203.0.113.9"
    for key, shown in (("of the gateway", ""), ("of the gateway", "another"), ("", ""), ("", "of the gateway")):
        assert seen(key, **claimed, X_Edge_Key=shown) == "10.0.0.1"
    assert seen("of the gateway", **claimed) == "10.0.0.1"
