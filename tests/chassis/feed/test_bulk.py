"""Rows that a query makes become events as if each had been emitted."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Engine, select

from chassis.auth import SYSTEM
from chassis.events import Event, decode, event
from chassis.feed.bulk import record_events_from
from chassis.feed.tables import feed_event
from chassis.unit_of_work import unit_of_work


@event("chassis.thing_weighed.v3", subject="thing")
class ThingWeighed(Event):
    """A thing was weighed."""

    thing: UUID
    weight: Decimal


QUERY = """
    SELECT md5(n::text) AS key, jsonb_build_object('thing', md5(n::text)::uuid, 'weight', (n * 1.10)::text) AS data
    FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS n ORDER BY n
"""


def test_every_row_of_the_query_is_one_event_in_its_order(engine: Engine) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="test", request_id="r1", now=datetime.now(UTC)) as ctx:
        assert record_events_from(ctx, ThingWeighed, QUERY, {"first": 1, "last": 3}) == 3
    with engine.connect() as connection:
        rows = connection.execute(select(feed_event).order_by(feed_event.c.id)).all()
    assert [decode(ThingWeighed, row.data).weight for row in rows] == [
        Decimal("1.10"),
        Decimal("2.20"),
        Decimal("3.30"),
    ]
    assert {(row.type, row.v, row.actor, row.trace_id) for row in rows} == {
        ("chassis.thing_weighed.v3", 3, "system", "r1")
    }
    assert len({row.event_id for row in rows}) == 3


def test_a_query_without_rows_tells_nothing(engine: Engine) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        assert record_events_from(ctx, ThingWeighed, QUERY, {"first": 1, "last": 0}) == 0
