"""What a request hears of a database that goes away and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from marshmallow import fields
from sqlalchemy import Engine, text

from chassis.context import Context
from chassis.http import PUBLIC, AnswerSchema, Api, create_api
from chassis.settings import ServiceSettings
from chassis.testing.service import Keys

END_ME = text("SELECT pg_terminate_backend(pg_backend_pid())")
END_ALL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
)


class TimesSchema(AnswerSchema):
    times = fields.Integer()


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def client(engine: Engine, tmp_path: Path, calls: list[str]) -> FlaskClient:
    api = Api("lost", description="lost")

    @api.get("/once", permission=PUBLIC, returns=TimesSchema)
    def lost_once(ctx: Context) -> dict[str, int]:
        """The connection ends under the first reading."""
        calls.append("once")
        if len(calls) == 1:
            ctx.session.execute(END_ME)
        return {"times": len(calls)}

    @api.get("/always", permission=PUBLIC, returns=TimesSchema)
    def lost_always(ctx: Context) -> dict[str, int]:
        """The connection ends under each reading."""
        calls.append("always")
        ctx.session.execute(END_ME)
        return {"times": len(calls)}

    @api.post("/changes", permission=PUBLIC, returns=TimesSchema)
    def lost_change(ctx: Context) -> dict[str, int]:
        """The connection ends under a change."""
        calls.append("change")
        ctx.session.execute(END_ME)
        return {"times": len(calls)}

    keys = Keys.create(tmp_path)
    settings = ServiceSettings(service_name="lost", database_url="", redis_url="", auth_jwks_file=keys.public)
    return create_api(settings, title="Lost", apis=[api], engine=engine).test_client()


def test_a_reading_whose_connection_ends_is_done_once_more(client: FlaskClient, calls: list[str]) -> None:
    answer = client.get("/v1/once")
    assert (answer.status_code, answer.json) == (200, {"times": 2})


@pytest.mark.parametrize(("method", "path", "times"), [("GET", "/v1/always", 2), ("POST", "/v1/changes", 1)])
def test_no_reading_is_done_a_third_time_and_no_change_a_second(
    client: FlaskClient, calls: list[str], method: str, path: str, times: int
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.json["code"], len(calls)) == (503, "unavailable", times)


@pytest.mark.parametrize("unused", [0.0, 3600.0])
def test_connections_that_ended_while_nobody_used_them_are_replaced(
    client: FlaskClient, engine: Engine, own_ends: None, monkeypatch: pytest.MonkeyPatch, unused: float
) -> None:
    """Both right after their last use and long after it."""
    monkeypatch.setattr("chassis.db.engine.UNUSED_SECONDS", -1.0 if unused else 60.0)
    for _ in range(3):
        assert client.get("/readyz").status_code == 200


@pytest.fixture
def own_ends(engine: Engine) -> None:
    """All connections of the engine's pool are ended by the server."""
    with engine.connect() as one, engine.connect() as two:
        one.execute(text("SELECT 1"))
        two.execute(text("SELECT 1"))
    with engine.connect() as connection:
        connection.execute(END_ALL)
