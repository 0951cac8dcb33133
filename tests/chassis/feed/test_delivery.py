"""What needs people: poison, and versions nobody knows; and what does not."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.context import Context
from chassis.events import Event, event
from chassis.feed import Consumers
from chassis.feed.dead_letters import (
    list_dead_letters,
    pause_subscription,
    resume_subscription,
    retry_key,
    skip_event,
)
from chassis.feed.delivery import deliver
from chassis.unit_of_work import unit_of_work
from tests.chassis.feed.pair import Pair
from tests.support.ledger import AccountCharged, AccountViewed, Poison, charge_at_once


def test_a_poisoned_event_parks_its_key_and_nothing_else(pair: Pair) -> None:
    charge_at_once(pair.ledger, "a", "b")
    charge_at_once(pair.ledger, "a", poison=True)
    charge_at_once(pair.ledger, "a", "b", "c")
    pair.pass_on()
    assert pair.followed() == {"a": 1, "b": 2, "c": 1}
    with Session(pair.mirror) as session:
        parked = list_dead_letters(session)
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
    with unit_of_work(pair.ledger, actor=SYSTEM, origin="test") as ctx:
        ctx.emit(AccountChargedAnew(account="a"))
    charge_at_once(pair.ledger, "b")
    pair.pass_on()
    assert pair.followed() == {"b": 1}
    with Session(pair.mirror) as session:
        assert [parked.event["type"] for parked in list_dead_letters(session)] == ["ledger.account_charged.v2"]


def test_an_event_nobody_here_hears_is_skipped_and_counted(pair: Pair) -> None:
    with pair.ledger.begin() as connection:
        connection.execute(text("UPDATE feed_subscription SET types = NULL"))
    with unit_of_work(pair.ledger, actor=SYSTEM, origin="test") as ctx:
        ctx.emit(AccountViewed(account="a"))
    pair.pass_on()
    assert (pair.status().cursors[0].skipped, pair.status().cursors[0].cursor) == (1, 1)


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
