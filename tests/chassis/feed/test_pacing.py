"""How much is on its way at a time, and how long the relay waits for whom."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from chassis.feed import relay
from chassis.feed.dead_letters import (
    pause_subscription,
    resume_subscription,
)
from chassis.feed.subscriptions import sync_subscriptions
from chassis.jobs.sweep import Sweep
from chassis.logs import configure_logging
from tests.chassis.feed.pair import Pair
from tests.support.ledger import charge_at_once


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


def test_a_broker_that_is_away_for_long_is_a_line_each_ten_seconds(
    pair: Pair, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionRefusedError

    configure_logging("ledger")
    pair.relay._send = refuse
    sweep = Sweep(pair.relay.connection, "ledger", [], refuse, lambda _: 0, lambda: pair.now[0])
    for _ in range(450):
        pair.relay.tick()
        sweep.tick()
        pair.now[0] += 0.1
    assert Counter(line["event"] for line in logged()) == {"send_failed": 5, "wake_up_failed": 5}


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
