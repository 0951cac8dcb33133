"""A resource declares its routes, a line each; the use case gives name and description."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from marshmallow import fields
from sqlalchemy import Engine

from chassis.auth import Scope
from chassis.auth.tokens import TokenSigner
from chassis.context import Context
from chassis.http import AnswerSchema, Api, CommandSchema, create_api
from chassis.settings import ServiceSettings
from chassis.testing.clock import TestClock
from chassis.testing.service import Caller, Keys, ServiceUnderTest

READ, WRITE = "lamp:read", "lamp:write"
LAMP = uuid4()


class LampSchema(AnswerSchema):
    id = fields.UUID()
    version = fields.Integer()
    colour = fields.String()
    seen_by = fields.String()


@dataclass(frozen=True)
class Paint:
    colour: str


class PaintSchema(CommandSchema):
    command = Paint
    colour = fields.String(required=True)


@dataclass(frozen=True)
class Lamp:
    id: UUID = LAMP
    version: int = 1
    colour: str = "red"
    seen_by: str = ""


def read_lamp(ctx: Context, id: UUID) -> Lamp:
    """A lamp as it is."""
    return Lamp(id)


def make_lamp(ctx: Context, command: Paint) -> Lamp:
    """A new lamp."""
    return Lamp(colour=command.colour)


def paint_lamp(ctx: Context, id: UUID, command: Paint, version: int) -> Lamp:
    """Give a lamp another colour."""
    return Lamp(id, version + 1, command.colour)


def switch_lamp(ctx: Context, id: UUID, version: int) -> Lamp:
    """Switch a lamp."""
    return Lamp(id, version + 1)


def present(ctx: Context, lamp: Lamp) -> Lamp:
    return replace(lamp, seen_by=ctx.actor.name)


@pytest.fixture
def caller(engine: Engine, tmp_path: Path) -> Caller:
    """Somebody who may do everything with lamps."""
    api = Api("lamps", description="lamps")
    lamps = api.resource("/lamps", returns=LampSchema, present=present)
    lamps.read(read_lamp, permission=READ)
    lamps.create(make_lamp, permission=WRITE, body=PaintSchema)
    lamps.change(paint_lamp, permission=WRITE, body=PaintSchema)
    lamps.command("switch", switch_lamp, permission=WRITE)
    lamps.command("dip", paint_lamp_twice, permission=WRITE, body=PaintSchema)
    keys, clock = Keys.create(tmp_path), TestClock()
    settings = ServiceSettings(service_name="lamps", database_url="", redis_url="", auth_jwks_file=keys.public)
    app = create_api(settings, title="lamps", apis=[api], engine=engine, clock=clock)
    service = ServiceUnderTest(app=app, engine=engine, signer=TokenSigner(keys.private), clock=clock)
    return service.person("Anna", {READ: Scope.ALL, WRITE: Scope.ALL})


def paint_lamp_twice(ctx: Context, id: UUID, command: Paint, version: int) -> Lamp:
    """Give a lamp another colour, twice."""
    return Lamp(id, version + 2, command.colour)


def said(answer: Any) -> tuple[int, int, str, str]:
    return answer.status_code, answer.json["version"], answer.json["colour"], answer.json["seen_by"]


def test_every_kind_of_route_calls_its_use_case_and_presents_what_it_returns(caller: Caller) -> None:
    path, body = f"/lamps/{LAMP}", {"colour": "blue"}
    assert said(caller.get(path)) == (200, 1, "red", "Anna")
    assert said(caller.post("/lamps", body)) == (201, 1, "blue", "Anna")
    assert said(caller.patch(path, body, version=1)) == (200, 2, "blue", "Anna")
    assert said(caller.post(f"{path}/switch", version=4)) == (200, 5, "red", "Anna")
    assert said(caller.post(f"{path}/dip", body, version=4)) == (200, 6, "blue", "Anna")


def test_a_change_and_a_command_need_the_version_they_were_made_on(caller: Caller) -> None:
    assert caller.post(f"/lamps/{LAMP}/switch").status_code == 428
    assert caller.patch(f"/lamps/{LAMP}", {"colour": "blue"}).status_code == 428


def test_the_use_case_names_and_describes_the_operation(caller: Caller) -> None:
    document = caller.client.get("/openapi.json").get_json()
    operation = document["paths"]["/v1/lamps/{id}/switch"]["post"]
    named = {name: operation[name] for name in ("operationId", "summary", "description")}
    assert named == {"operationId": "switch_lamp", "summary": "Switch lamp", "description": "Switch a lamp."}
