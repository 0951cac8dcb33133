"""What needs people: poison, forks, versions nobody knows; and what must not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.context import Context, edge
from chassis.events import Event, event
from chassis.feed import Consumers, relay
from chassis.feed.acks import take_ack
from chassis.feed.delivery import deliver
from chassis.feed.messages import Ack, Batch
from chassis.feed.parking import (
    begin_new_log,
    parked_events,
    pause_subscription,
    resume_subscription,
    retry_key,
    skip_event,
    start_over,
)
from chassis.feed.relay import Relay
from chassis.feed.status import FeedStatus, feed_status
from chassis.feed.subscriptions import sync_subscriptions
from chassis.testing.servers import DatabaseFactory
from tests.chassis.feed.ledger import (
    CATALOG,
    CONSUMER_TABLES,
    PRODUCER_TABLES,
    AccountCharged,
    AccountViewed,
    Mirror,
    Poison,
    charge_at_once,
)


@dataclass
class Pair:
    """A producer and a consumer, and a wire between them that carries everything."""

    ledger: Engine
    mirror: Engine
    relay: Relay
    sent: list[Batch]
    follower: Mirror
    consumers: Consumers
    now: list[float]

    def pass_on(self, rounds: int = 8) -> None:
        """Let everything arrive that is on its way, and what it causes."""
        for _ in range(rounds):
            self.relay.tick()
            while self.sent:
                take_ack(self.ledger, deliver(self.mirror, self.consumers, self.sent.pop(0)))
            self.now[0] += 6.0

    def status(self) -> FeedStatus:
        with Session(self.mirror) as session:
            return feed_status(session)

    def told(self) -> FeedStatus:
        with Session(self.ledger) as session:
            return feed_status(session)

    def followed(self) -> dict[str, int]:
        with self.mirror.connect() as connection:
            return {row.key: row.version for row in connection.execute(text("SELECT key, version FROM mirror"))}


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


def test_a_poisoned_event_parks_its_key_and_nothing_else(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a", "b")
    charge_at_once(pair.ledger, "a", poison=True)
    charge_at_once(pair.ledger, "a", "b", "c")
    pair.pass_on()
    assert pair.followed() == {"a": 1, "b": 2, "c": 1}
    with Session(pair.mirror) as session:
        parked = parked_events(session)
    assert [(event.seq, event.key) for event in parked] == [(3, "a"), (4, "a")]
    assert parked[0].error == "Poison: a 2"
    assert pair.status().needs_people == ["ledger: 2 events parked"]
    assert pair.told().subscriptions[0].status == "parked"
    charge_at_once(pair.ledger, "a", "c")
    pair.pass_on()
    assert pair.followed() == {"a": 1, "b": 2, "c": 2}


def test_a_failing_event_is_tried_three_times_before_it_is_parked(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a", poison=True)
    pair.relay.tick()
    batch = pair.sent.pop()
    assert [deliver(pair.mirror, pair.consumers, batch).status for _ in range(4)] == [
        "retrying",
        "retrying",
        "parked",
        "parked",
    ]


def test_an_operator_retries_a_key_all_or_nothing(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a", poison=True)
    charge_at_once(pair.ledger, "a", "b")
    pair.pass_on()
    with pytest.raises(Poison):
        retry_key(pair.mirror, pair.consumers, "ledger", "a")
    assert pair.status().cursors[0].parked == 2
    pair.follower.digests_poison = True
    assert retry_key(pair.mirror, pair.consumers, "ledger", "a") == 2
    assert pair.followed() == {"a": 2, "b": 1}
    assert pair.status().needs_people == []
    assert pair.status().cursors[0].status == "ok"


def test_an_operator_gives_an_event_up_with_a_reason_on_record(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a")
    charge_at_once(pair.ledger, "a", poison=True)
    pair.pass_on()
    with pytest.raises(ValueError, match="reason"):
        skip_event(pair.mirror, "ledger", 2, reason=" ", by="op")
    assert skip_event(pair.mirror, "ledger", 2, reason="typed by a cat", by="op")
    assert not skip_event(pair.mirror, "ledger", 2, reason="again", by="op")
    with pair.mirror.connect() as connection:
        kept = connection.execute(text("SELECT seq, key, reason, skipped_by FROM feed_skipped")).one()
    assert tuple(kept) == (2, "a", "typed by a cat", "op")
    assert pair.status().needs_people == []


@event("ledger.account_charged.v2", subject="account")
class AccountChargedAnew(Event):
    """A version that the consumer does not know yet."""

    account: str


def test_an_unknown_version_of_a_known_event_is_parked_not_lost(pair: Pair) -> None:
    with pair.ledger.begin() as connection:
        connection.execute(text("UPDATE feed_subscription SET types = NULL"))
    with edge(pair.ledger, actor=SYSTEM, origin="test") as ctx:
        ctx.emit(AccountChargedAnew(account="a"))
    charge_at_once(pair.ledger, "b")
    pair.pass_on()
    assert pair.followed() == {"b": 1}
    with Session(pair.mirror) as session:
        assert [parked.event["type"] for parked in parked_events(session)] == ["ledger.account_charged.v2"]


def test_an_event_nobody_here_hears_is_skipped_and_counted(pair: Pair) -> None:
    with pair.ledger.begin() as connection:
        connection.execute(text("UPDATE feed_subscription SET types = NULL"))
    with edge(pair.ledger, actor=SYSTEM, origin="test") as ctx:
        ctx.emit(AccountViewed(account="a"))
    pair.pass_on()
    assert (pair.status().cursors[0].skipped, pair.status().cursors[0].cursor) == (1, 1)


def restore(engine: Engine, head: int) -> None:
    """The producer's database as it was when its log ended at ``head``."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM feed_event WHERE seq > :head"), {"head": head})
        connection.execute(text("UPDATE feed_log SET head_seq = :head"), {"head": head})
        connection.execute(text("UPDATE feed_subscription SET acked_seq = least(acked_seq, :head)"), {"head": head})
        connection.execute(text("UPDATE account SET version = 1, total = 1"))


def forked_pair(pair: Pair, *, new_writes: int) -> None:
    charge_at_once(pair.ledger, "a")
    for _ in range(5):
        charge_at_once(pair.ledger, "a", "b")
    pair.pass_on()
    restore(pair.ledger, 1)
    pair.relay = Relay(pair.relay.connection, "ledger", pair.relay._send, clock=lambda: pair.now[0])
    for _ in range(new_writes):
        charge_at_once(pair.ledger, "a")
    before = pair.followed()
    pair.pass_on()
    assert pair.told().subscriptions[0].status == "forked"
    charge_at_once(pair.ledger, "c")
    pair.pass_on()
    assert pair.followed() == before, "nothing is applied after a fork"


@pytest.mark.parametrize("new_writes", [0, 3, 10, 30])
def test_a_producer_restored_from_an_old_backup_is_found_out_and_repaired(pair: Pair, new_writes: int) -> None:
    forked_pair(pair, new_writes=new_writes)

    def empty(session: Session) -> None:
        session.execute(text("TRUNCATE mirror, applied"))

    begin_new_log(pair.ledger)
    pair.pass_on()
    assert pair.told().subscriptions[0].status == "forked"
    start_over(pair.mirror, "ledger", empty)
    pair.pass_on()
    assert pair.told().subscriptions[0].status == "ok"
    with pair.ledger.connect() as connection:
        expected = {row.account: row.version for row in connection.execute(text(VERSIONS))}
    assert pair.followed() == expected


VERSIONS = """SELECT data->>'account' AS account, max((data->>'version')::int) AS version
    FROM feed_event GROUP BY data->>'account'"""


def test_a_restored_log_is_found_out_even_where_the_cursor_is_at_an_unheard_event(pair: Pair) -> None:
    """The event at the cursor is of a type we do not hear, so no batch shows it: its id is asked for by a rewind."""
    charge_at_once(pair.ledger, "a")
    with edge(pair.ledger, actor=SYSTEM, origin="test") as ctx:
        ctx.emit(AccountViewed(account="a"), AccountViewed(account="a"))
    pair.pass_on()
    restore(pair.ledger, 1)
    with edge(pair.ledger, actor=SYSTEM, origin="test") as ctx:
        ctx.emit(*(AccountViewed(account="a") for _ in range(3)))
    charge_at_once(pair.ledger, "z")
    pair.relay = Relay(pair.relay.connection, "ledger", pair.relay._send, clock=lambda: pair.now[0])
    pair.pass_on()
    assert pair.told().subscriptions[0].status == "forked"
    assert pair.followed() == {"a": 1}


def test_what_was_on_its_way_before_a_repair_is_refused_after_it(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a")
    pair.relay.tick()
    old = pair.sent.pop()
    begin_new_log(pair.ledger)
    pair.pass_on()
    assert pair.told().subscriptions[0].status == "ok"
    ack = deliver(pair.mirror, pair.consumers, old)
    take_ack(pair.ledger, ack)
    assert ack.status == "forked"
    assert pair.told().subscriptions[0].status == "ok"


def test_an_ack_beyond_our_head_is_a_fork(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a")
    pair.pass_on()
    with pair.ledger.connect() as connection:
        log_id = connection.scalar(text("SELECT log_id::text FROM feed_log"))
    take_ack(pair.ledger, Ack(consumer="mirror", log_id=log_id, cursor=99, gen=1, status="ok"))
    assert pair.told().subscriptions[0].status == "forked"
    assert "99" in (pair.told().subscriptions[0].detail or "")


def test_a_paused_subscriber_gets_nothing_until_it_is_resumed(pair: Pair) -> None:
    assert pause_subscription(pair.ledger, "mirror")
    charge_at_once(pair.ledger, "a")
    pair.pass_on()
    assert pair.followed() == {}
    assert (pair.told().subscriptions[0].lag_events, pair.told().subscriptions[0].paused) == (1, True)
    assert resume_subscription(pair.ledger, "mirror")
    assert not resume_subscription(pair.ledger, "nobody")
    pair.pass_on()
    assert pair.followed() == {"a": 1}


def test_what_a_reaction_tells_is_in_the_same_transaction(pair: Pair) -> None:
    consumers = Consumers("mirror")

    @consumers.on(AccountCharged)
    def tell_more(ctx: Context, event: AccountCharged) -> None:
        ctx.emit(AccountViewed(account=event.account))
        if event.poison:
            raise Poison

    pair.consumers = consumers
    charge_at_once(pair.ledger, "a", "b")
    charge_at_once(pair.ledger, "a", poison=True)
    pair.pass_on()
    with pair.mirror.connect() as connection:
        told = connection.execute(text("SELECT key, type, trace_id <> '' FROM feed_event ORDER BY id")).all()
    assert [tuple(row) for row in told] == [(key, "ledger.account_viewed.v1", True) for key in ("a", "b")]


def test_a_batch_carries_no_more_than_its_bytes(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "BATCH_BYTES", 300)
    charge_at_once(pair.ledger, *"abcdefghij")
    pair.relay.tick()
    assert len(pair.sent) > 1
    assert max(len(json.dumps(batch.plain())) for batch in pair.sent) < 1500
    pair.pass_on()
    assert len(pair.followed()) == 10


def test_no_more_than_the_window_is_on_its_way(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "BATCH_EVENTS", 10)
    monkeypatch.setattr(relay, "WINDOW_EVENTS", 30)
    charge_at_once(pair.ledger, *(f"k{n}" for n in range(100)))
    for _ in range(5):
        pair.relay.tick()
    assert [(batch.after, batch.to) for batch in pair.sent] == [(0, 10), (10, 20), (20, 30)]


def test_small_batches_wait_for_an_answer_while_one_is_on_its_way(pair: Pair) -> None:
    for _ in range(20):
        charge_at_once(pair.ledger, "a")
        pair.relay.tick()
        pair.now[0] += 0.0105
    assert [(batch.after, batch.to) for batch in pair.sent] == [(0, 1), (1, 11)]
    pair.pass_on()
    assert pair.followed() == {"a": 20}


def test_a_silent_subscriber_is_probed_with_one_batch_and_ever_more_rarely(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "BATCH_EVENTS", 10)
    charge_at_once(pair.ledger, *(f"k{n}" for n in range(100)))
    pair.relay.tick()
    pair.sent.clear()
    for _ in range(240):
        pair.now[0] += 0.5
        pair.relay.tick()
    assert {(batch.after, batch.to) for batch in pair.sent} == {(0, 10)}
    assert 10 < len(pair.sent) < 20


def test_a_queue_that_nobody_empties_is_not_filled(pair: Pair) -> None:
    waiting = [1000]
    pair.relay._depth = lambda queue: waiting[0]
    charge_at_once(pair.ledger, "a")
    for _ in range(100):
        pair.now[0] += 1.0
        pair.relay.tick()
    assert len(pair.sent) < 10
    waiting[0] = 0
    pair.sent.clear()
    pair.pass_on()
    assert pair.followed() == {"a": 1}


def test_a_broker_that_is_away_stops_neither_the_relay_nor_the_numbering(pair: Pair) -> None:
    send = pair.relay._send

    def refuse(*_: object) -> None:
        raise ConnectionRefusedError

    pair.relay._send = refuse
    charge_at_once(pair.ledger, "a")
    pair.pass_on(3)
    assert (pair.told().head, pair.told().unsequenced) == (1, 0)
    pair.relay._send = send
    pair.pass_on()
    assert pair.followed() == {"a": 1}


def test_a_log_with_a_hole_is_shown_and_not_passed_over(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a", "b", "c")
    pause_subscription(pair.ledger, "mirror")
    pair.pass_on()
    with pair.ledger.begin() as connection:
        connection.execute(text("DELETE FROM feed_event WHERE seq = 2"))
    resume_subscription(pair.ledger, "mirror")
    pair.pass_on()
    assert pair.told().subscriptions[0].status == "broken"
    assert pair.followed() == {}


def test_a_subscriber_that_left_the_catalog_is_forgotten(pair: Pair) -> None:
    sync_subscriptions(pair.relay.connection, "ledger", {})
    assert pair.told().subscriptions == []


def test_a_lost_consumer_database_is_filled_again(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a", "b", "a")
    pair.pass_on()
    with pair.mirror.begin() as connection:
        connection.execute(text("TRUNCATE feed_cursor, mirror, applied"))
    pair.pass_on()
    assert pair.followed() == {"a": 2, "b": 1}


def test_an_old_repeat_does_not_hide_a_fork(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a")
    pair.relay.tick()
    first = pair.sent[-1]
    pair.pass_on()
    charge_at_once(pair.ledger, "b")
    pair.pass_on()
    forged = replace(first, after=2, after_id="00000000-0000-0000-0000-000000000000", to=3, events=[])
    assert deliver(pair.mirror, pair.consumers, forged).status == "forked"
    assert deliver(pair.mirror, pair.consumers, first).status == "ok"
    assert pair.status().cursors[0].status == "forked"
