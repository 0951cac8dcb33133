"""The log: what is emitted is there when the transaction is, in order."""

from __future__ import annotations

import time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from chassis.auth import SYSTEM
from chassis.events import Event, event
from chassis.unit_of_work import unit_of_work


@event("test.thing_changed.v2", subject="thing_id")
class ThingChanged(Event):
    """A thing has changed."""

    thing_id: UUID
    version: int


def test_events_are_rows_in_the_order_they_were_emitted(engine: Engine) -> None:
    thing = uuid4()
    with unit_of_work(engine, actor=SYSTEM, origin="test", request_id="r1") as ctx:
        ctx.emit(*(ThingChanged(thing_id=thing, version=n) for n in range(1, 1001)))
        started = time.perf_counter()
    assert time.perf_counter() - started < 1.0
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT type, v, key, data, actor, trace_id, seq FROM feed_event ORDER BY id")
        ).all()
    assert [row.data["version"] for row in rows] == list(range(1, 1001))
    assert {(row.type, row.v, row.key, row.actor, row.trace_id, row.seq) for row in rows} == {
        ("test.thing_changed.v2", 2, str(thing), "system", "r1", None)
    }


def test_a_rolled_back_change_tells_nothing(engine: Engine) -> None:
    def change_and_fail() -> None:
        with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
            ctx.emit(ThingChanged(thing_id=uuid4(), version=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM feed_event")) == 0


@pytest.mark.parametrize(
    "statement", ["DELETE FROM feed_event", "UPDATE feed_event SET data = '{}'", "DELETE FROM letter"]
)
def test_the_service_cannot_rewrite_what_was_said(engine: Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text(statement))
