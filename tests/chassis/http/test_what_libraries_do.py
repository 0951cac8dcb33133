"""What we do in a library's place, because it is faster, says what the library itself would: its next version cannot
differ in silence."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import uuid4

import orjson
import psycopg
import pytest
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from marshmallow import Schema, fields
from sqlalchemy import Engine, text
from webargs.flaskparser import FlaskParser

from chassis.db.engine import PlainCursor
from chassis.http import AnswerSchema, Money
from chassis.http.json import FastJson
from chassis.http.parsing import StrictParser
from chassis.testing.servers import TestDatabase


class Colour(StrEnum):
    RED = "red"


class PartSchema(AnswerSchema):
    name = fields.String()
    size = fields.Integer()


class WholeSchema(AnswerSchema):
    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    colour = fields.String()
    ratio = fields.Float()
    right = fields.Boolean()
    day = fields.Date()
    at = fields.AwareDateTime()
    amount = Money()
    data = fields.Dict()
    words = fields.List(fields.String())
    other_name = fields.String(attribute="nickname")
    keyed = fields.String(data_key="key")
    part = fields.Nested(PartSchema)
    parts = fields.List(fields.Nested(PartSchema))
    missing = fields.String()


@dataclass
class Part:
    name: str
    size: Any


@dataclass
class Whole:
    """A record with a value of every kind that an answer may have."""

    id: Any = field(default_factory=uuid4)
    version: Any = 3
    name: Any = "张三"
    nickname: Any = "三"
    keyed: Any = "k"
    colour: Any = Colour.RED
    ratio: Any = 0.5
    right: Any = True
    day: Any = date(2026, 2, 28)
    at: Any = datetime(2026, 2, 28, 1, 2, 3, 4, tzinfo=UTC)
    amount: Any = Decimal("12.3")
    data: Any = field(default_factory=lambda: {"a": [1, None]})
    words: Any = field(default_factory=lambda: ["a", "b"])
    part: Any = field(default_factory=lambda: Part("p", 1))
    parts: Any = field(default_factory=lambda: [Part("p", 1), Part("q", None)])


EMPTY = Whole(**{name: None for name in Whole.__dataclass_fields__ if name != "parts"}, parts=[])


def as_marshmallow(schema: Schema, record: Any, *, many: bool = False) -> Any:
    """What marshmallow's own dump says, as JSON."""
    return json.loads(orjson.dumps(Schema.dump(schema, record, many=many), default=str))


@pytest.mark.parametrize("record", [Whole(), EMPTY, Whole().__dict__, {"name": "x"}, {}], ids=["full", "empty", *"123"])
def test_an_answer_is_dumped_as_marshmallow_would(record: Any) -> None:
    schema = WholeSchema()
    assert json.loads(orjson.dumps(schema.dump(record))) == as_marshmallow(schema, record)


def test_a_list_is_dumped_as_marshmallow_would() -> None:
    schema, records = WholeSchema(), [Whole(), EMPTY]
    assert json.loads(orjson.dumps(schema.dump(records, many=True))) == as_marshmallow(schema, records, many=True)
    assert WholeSchema(many=True).dump([]) == []


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None, True, "张三\u2028"]}, [], "x", {"b": 1, "a": 2}])
def test_json_is_written_and_read_as_flask_would(value: Any) -> None:
    app = Flask("json")
    ours, flasks = FastJson(app), DefaultJSONProvider(app)
    assert ours.loads(ours.dumps(value)) == flasks.loads(flasks.dumps(value)) == value
    assert flasks.loads(ours.dumps(value)) == value


@pytest.mark.parametrize("body", ['{"a": [1, 2.5, null, "张三"]}', "[]", "{}", "null"])
def test_a_body_is_read_as_webargs_would(body: str) -> None:
    app = Flask("body")
    with app.test_request_context("/", method="POST", data=body.encode(), content_type="application/json") as context:
        theirs = FlaskParser().load_json(context.request, None)
    with app.test_request_context("/", method="POST", data=body.encode(), content_type="application/json") as context:
        assert StrictParser().load_json(context.request, None) == theirs


VALUES = (
    "SELECT 1::bigint AS number, 'x'::text AS word, now() AS at, current_date AS day, 1.5::numeric AS amount, "
    "true AS right, gen_random_uuid() AS id, '{}'::jsonb AS data, ARRAY['a'] AS words, NULL AS nothing"
)


def test_a_cursor_describes_its_columns_as_psycopg_would(database: TestDatabase) -> None:
    with psycopg.connect(database.app) as connection:
        theirs = connection.execute(VALUES).description
        ours = PlainCursor(connection).execute(VALUES).description
        assert [tuple(column)[:2] for column in theirs or ()] == [column[:2] for column in ours]
        assert {len(column) for column in ours} == {len(tuple(column)) for column in theirs or ()} == {7}
        connection.execute("CREATE TEMPORARY TABLE nothing ()")
        assert PlainCursor(connection).execute("DROP TABLE nothing").description is None


def test_rows_that_sqlalchemy_reads_over_that_cursor_have_the_same_values(engine: Engine) -> None:
    fixed = VALUES.replace("gen_random_uuid()", "'00000000-0000-4000-8000-000000000000'::uuid")
    fixed = fixed.replace("now()", "'2026-01-01 00:00+00'::timestamptz")
    with engine.connect() as connection:
        ours = dict(connection.execute(text(fixed.replace("::", "\\:\\:"))).one()._mapping)
        plain = connection.connection.driver_connection
        assert plain is not None
        with psycopg.Cursor(plain) as cursor:
            row = cursor.execute(fixed).fetchone()
        assert list(ours.values()) == list(row or ())
