"""The pair that every test of delivery begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text

from chassis.feed.messages import Batch
from chassis.feed.relay import Relay
from chassis.feed.subscriptions import sync_subscriptions
from chassis.testing.servers import DatabaseFactory
from tests.chassis.feed.ledger import (
    CATALOG,
    CONSUMER_TABLES,
    PRODUCER_TABLES,
    Mirror,
)
from tests.chassis.feed.pair import Pair


@pytest.fixture
def pair(make_database: DatabaseFactory, make_engine: Callable[[str], Engine]) -> Any:
    producer, consumer = make_database(), make_database()
    ledger, mirror = make_engine(producer.owner), make_engine(consumer.owner)
    for engine, tables in ((ledger, PRODUCER_TABLES), (mirror, CONSUMER_TABLES)):
        with engine.begin() as connection:
            connection.execute(text(tables))
    sent: list[Batch] = []
    now = [0.0]
    with psycopg.connect(producer.owner, autocommit=True) as wire:
        sync_subscriptions(wire, "ledger", CATALOG)
        sender = Relay(wire, "ledger", lambda *message: sent.append(Batch.read(message[2])), clock=lambda: now[0])
        follower = Mirror()
        yield Pair(ledger, mirror, sender, sent, follower, follower.consumers(), now)
    for engine, database in ((ledger, producer), (mirror, consumer)):
        engine.dispose()
        make_database.drop(database)
