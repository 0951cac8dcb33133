"""The delivery of events as a state machine: one producer, one consumer, and a transport that does what it likes.

Hypothesis writes the histories: transactions that commit late or never, messages lost, repeated and reordered, old
ones that come again, crashes before and after the commit, relays that restart or run twice, a consumer that loses
its database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.context import Context
from chassis.feed.acks import take_ack
from chassis.feed.delivery import deliver
from chassis.feed.messages import Ack, Batch
from chassis.feed.relay import Relay
from chassis.feed.subscriptions import sync_subscriptions
from chassis.unit_of_work import flush_outbox, unit_of_work
from tests.support.ledger import CATALOG, AccountCharged, AccountNoted, AccountViewed, Mirror, charge


@dataclass
class Databases:
    """The two databases, one connection each for what the test itself does."""

    ledger: Engine
    mirror: Engine
    wire: psycopg.Connection[Any]


CONSUMER_STATE = "TRUNCATE feed_cursor, feed_failure, feed_parked, mirror, applied"
SLOW_KEYS = ("s0", "s1")
MISFORTUNES = (
    "rollback",
    "relay restarts",
    "batch is lost",
    "batch is lost",
    "batch is lost",
    "broker is emptied",
    "consumer loses its database",
)
PLACE = st.integers(0, 11)
FATE = st.sampled_from(["well", "well", "well", "before", "after"])


class Crash(psycopg.OperationalError):
    """The consumer is killed before its commit."""


class Delivery(RuleBasedStateMachine):
    """One producer, one consumer, and a transport that does what it likes."""

    def __init__(self, databases: Databases) -> None:
        super().__init__()
        self.databases = databases
        self.now = 0.0
        self.batches: list[Batch] = []
        self.acks: list[Ack] = []
        self.old: list[Batch] = []
        self.slow: dict[str, Session] = {}
        self.relays: list[Relay] = []
        self.crashing = False
        self.mirror = mirror = Mirror()
        follow = mirror.follow_many

        def follow_or_crash(ctx: Context, events: Any) -> None:
            follow(ctx, events)
            if self.crashing:
                raise Crash

        mirror.follow_many = follow_or_crash  # type: ignore[method-assign]
        self.consumers = mirror.consumers()

    @initialize()
    def start(self) -> None:
        with self.databases.ledger.begin() as connection:
            connection.execute(text("TRUNCATE feed_event, feed_log, feed_subscription, account RESTART IDENTITY"))
            connection.execute(text("INSERT INTO feed_log DEFAULT VALUES"))
        with self.databases.mirror.begin() as connection:
            connection.execute(text(CONSUMER_STATE))
        sync_subscriptions(self.databases.wire, "ledger", CATALOG)
        self.relays = [self._relay(), self._relay()]

    def _relay(self) -> Relay:
        def send(task: str, queue: str, message: dict[str, Any]) -> None:
            assert (task, queue) == ("feed.deliver", "mirror.feed")
            self.batches.append(Batch.read(message))

        return Relay(self.databases.wire, "ledger", send, clock=lambda: self.now)

    @rule(
        accounts=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=6),
        kinds=st.sampled_from(["charged", "noted", "both"]),
        viewed=st.booleans(),
        relays=st.sampled_from([(), (0,), (0,), (1,), (1,), (0, 1)]),
    )
    def change(self, accounts: list[str], kinds: str, viewed: bool, relays: tuple[int, ...]) -> None:
        """One transaction tells several changes, also some that the consumer does not hear."""
        with unit_of_work(self.databases.ledger, actor=SYSTEM, origin="test") as ctx:
            for number, account in enumerate(accounts):
                noted = kinds == "noted" or (kinds == "both" and number % 2)
                charge(ctx, account, kind=AccountNoted if noted else AccountCharged)
            if viewed:
                ctx.emit(AccountViewed(account=accounts[0]))
        for which in relays:
            self.relay_ticks(which, 1)

    def change_and_roll_back(self, account: str) -> None:
        with Session(self.databases.ledger) as session:
            ctx = self._context(session)
            charge(ctx, account)
            flush_outbox(ctx)
            session.rollback()

    @rule(key=st.sampled_from(SLOW_KEYS))
    def begin_slowly(self, key: str) -> None:
        """A transaction whose event has its identity now and is seen much later."""
        if key not in self.slow:
            self.slow[key] = session = Session(self.databases.ledger)
            ctx = self._context(session)
            charge(ctx, key)
            flush_outbox(ctx)

    @rule(key=st.sampled_from(SLOW_KEYS), keep=st.booleans())
    def end_slowly(self, key: str, keep: bool) -> None:
        if key in self.slow:
            with self.slow.pop(key) as session:
                if keep:
                    session.commit()
                else:
                    session.rollback()

    def _context(self, session: Session) -> Context:
        return Context(session=session, now=datetime.now(UTC), actor=SYSTEM, request_id="slow", origin="test")

    @rule(which=st.integers(0, 1), times=st.integers(0, 3))
    def relay_ticks(self, which: int, times: int) -> None:
        for _ in range(times):
            self.relays[which].tick()

    @rule(seconds=st.sampled_from([0.5, 2.0, 20.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(arrivals=st.lists(st.tuples(PLACE, st.booleans(), FATE), min_size=1, max_size=5))
    def batches_arrive(self, arrivals: list[tuple[int, bool, str]]) -> None:
        """Any batches on their way, in any order, maybe once more later; the consumer may die at its commit."""
        for place, again, fate in arrivals:
            if self.batches:
                place %= len(self.batches)
                batch = self.batches[place] if again else self.batches.pop(place)
                self.old = [*self.old[-5:], batch]
                self._deliver(batch, fate)

    @rule(place=PLACE)
    def old_batch_comes_again(self, place: int) -> None:
        if self.old:
            self._deliver(self.old[place % len(self.old)], "well")

    def _deliver(self, batch: Batch, fate: str) -> None:
        self.crashing = fate == "before"
        try:
            ack = deliver(self.databases.mirror, self.consumers, batch)
        except Crash:
            return
        finally:
            self.crashing = False
        if fate != "after":
            self.acks.append(ack)

    @rule(arrivals=st.lists(st.tuples(PLACE, st.booleans()), min_size=1, max_size=5))
    def acks_arrive(self, arrivals: list[tuple[int, bool]]) -> None:
        for place, again in arrivals:
            if self.acks:
                place %= len(self.acks)
                take_ack(self.databases.ledger, self.acks[place] if again else self.acks.pop(place))

    @rule(what=st.sampled_from(MISFORTUNES), place=PLACE)
    def something_goes_wrong(self, what: str, place: int) -> None:
        match what:
            case "rollback":
                self.change_and_roll_back("abc"[place % 3])
            case "relay restarts":
                self.relays[place % 2] = self._relay()
            case "batch is lost":
                if self.batches:
                    self.batches.pop(place % len(self.batches))
            case "broker is emptied":
                self.batches.clear()
                self.acks.clear()
            case "consumer loses its database":
                with self.databases.mirror.begin() as connection:
                    connection.execute(text(CONSUMER_STATE))

    @invariant()
    def consumer_has_a_prefix_of_the_log(self) -> None:
        with self.databases.mirror.connect() as connection:
            cursor, applied, failed, parked = connection.execute(
                text(
                    "SELECT (SELECT coalesce(max(cursor), 0) FROM feed_cursor), (SELECT count(*) FROM applied),"
                    " (SELECT count(*) FROM feed_failure), (SELECT count(*) FROM feed_parked)"
                )
            ).one()
        assert self.mirror.broken == [], "a handler met a repeated event or a wrong order"
        assert (failed, parked) == (0, 0)
        head, numbered, last, heard = self.databases.wire.execute(
            "SELECT (SELECT head_seq FROM feed_log), count(seq), coalesce(max(seq), 0),"
            " count(*) FILTER (WHERE seq <= %s AND type <> 'ledger.account_viewed.v1') FROM feed_event",
            [cursor],
        ).fetchone()  # type: ignore[misc]
        assert head == numbered == last, "positions are not dense"
        assert cursor <= head
        assert applied == heard, "what was applied is not what is up to the cursor"

    def teardown(self) -> None:
        for session in self.slow.values():
            session.commit()
            session.close()
        for _ in range(200):
            if self._settled():
                break
            self.relays[0].tick()
            while self.batches:
                self._deliver(self.batches.pop(0), "well")
            while self.acks:
                take_ack(self.databases.ledger, self.acks.pop(0))
            self.now += 2.0
        assert self._settled(), "the two sides do not come together"
        self.consumer_has_a_prefix_of_the_log()

    def _settled(self) -> bool:
        with self.databases.ledger.connect() as connection:
            ours = connection.execute(text("SELECT key, version, total FROM account ORDER BY key")).all()
        with self.databases.mirror.connect() as connection:
            theirs = connection.execute(text("SELECT key, version, total FROM mirror ORDER BY key")).all()
        return [tuple(row) for row in ours] == [tuple(row) for row in theirs]
