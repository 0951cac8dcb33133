"""The pair that every test of delivery begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import Engine

from chassis.feed.messages import Batch
from chassis.feed.relay import Relay
from chassis.feed.subscriptions import sync_subscriptions
from chassis.testing.emptying import DatabaseKeeper
from chassis.testing.servers import chassis_and
from tests.chassis.feed.pair import Pair
from tests.support.ledger import CATALOG, CONSUMER_TABLES, PRODUCER_TABLES, Mirror

PRODUCER, CONSUMER = chassis_and(PRODUCER_TABLES), chassis_and(CONSUMER_TABLES)


@pytest.fixture
def pair(keep_database: DatabaseKeeper, make_engine: Callable[[str], Engine]) -> Iterator[Pair]:
    producer, consumer = keep_database("chassis", PRODUCER), keep_database("chassis", CONSUMER)
    ledger, mirror = make_engine(producer.owner), make_engine(consumer.owner)
    sent: list[Batch] = []
    now = [0.0]
    with psycopg.connect(producer.owner, autocommit=True) as wire:
        sync_subscriptions(wire, "ledger", CATALOG)
        sender = Relay(wire, "ledger", lambda *message: sent.append(Batch.read(message[2])), clock=lambda: now[0])
        follower = Mirror()
        yield Pair(ledger, mirror, sender, sent, follower, follower.consumers(), now)
