"""Databases that are not what they were: restored from an old backup, or lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.feed.acks import take_ack
from chassis.feed.dead_letters import (
    begin_new_log,
    start_over,
)
from chassis.feed.delivery import deliver
from chassis.feed.messages import Ack
from chassis.feed.relay import Relay
from chassis.unit_of_work import unit_of_work
from tests.chassis.feed.pair import Pair
from tests.support.ledger import AccountViewed, charge_at_once


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
    with unit_of_work(pair.ledger, actor=SYSTEM, origin="test") as ctx:
        ctx.emit(AccountViewed(account="a"), AccountViewed(account="a"))
    pair.pass_on()
    restore(pair.ledger, 1)
    with unit_of_work(pair.ledger, actor=SYSTEM, origin="test") as ctx:
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
