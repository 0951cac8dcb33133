"""The delivery of events against a hostile transport: nothing lost, nothing twice, the order of every key kept.

The histories are those of tests/chassis/feed/model.py. The mutants show that the test can fail.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import structlog
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine, text

from chassis.db import create_engine
from chassis.feed import delivery, relay
from chassis.feed.messages import Batch
from chassis.feed.position import Fit, Position, Verdict, judge
from chassis.feed.relay import Relay
from chassis.feed.window import Window
from chassis.testing.servers import DatabaseFactory, TestDatabase
from tests.chassis.feed.model import Databases, Delivery
from tests.support.ledger import CONSUMER_TABLES, PRODUCER_TABLES

pytestmark = pytest.mark.timeout(900)  # a busy machine; a timeout would leave the connection in the middle of a query


@pytest.fixture(scope="module")
def databases(make_database: DatabaseFactory) -> Iterator[Databases]:
    def prepared(tables: str) -> tuple[TestDatabase, Engine]:
        made = make_database()
        engine = create_engine(made.owner)
        with engine.begin() as connection:
            connection.execute(text(tables))
        return made, engine

    (producer, ledger), (consumer, mirror) = prepared(PRODUCER_TABLES), prepared(CONSUMER_TABLES)
    with psycopg.connect(producer.owner, autocommit=True) as wire:
        yield Databases(ledger, mirror, wire)
    for engine, database in ((ledger, producer), (mirror, consumer)):
        engine.dispose()
        make_database.drop(database)


def run_machine(databases: Databases, examples: int, *phases: Phase) -> None:
    run_state_machine_as_test(
        lambda: Delivery(databases),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            database=None,
            derandomize=True,
            phases=phases or list(Phase),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """A mutant fails thousands of times; nobody reads why."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small that batches overlap and windows fill with a handful of events."""
    monkeypatch.setattr(relay, "BATCH_EVENTS", 4)
    monkeypatch.setattr(relay, "WINDOW_EVENTS", 12)
    monkeypatch.setattr(relay, "HOLD_BACK", 0.0)


def test_whatever_the_transport_does_every_event_is_applied_once_and_in_order(databases: Databases) -> None:
    run_machine(databases, 45)


def accept_gaps(batch: Batch, position: Position) -> Verdict:
    verdict = judge(batch, position)
    return Verdict(Fit.NEXT, batch.events) if verdict.fit is Fit.GAP and batch.after > position.seq else verdict


def apply_overlaps_again(batch: Batch, position: Position) -> Verdict:
    verdict = judge(batch, position)
    return Verdict(Fit.NEXT, batch.events) if verdict.fit is Fit.NEXT else verdict


def apply_backwards(batch: Batch, position: Position) -> Verdict:
    verdict = judge(batch, position)
    return Verdict(verdict.fit, list(reversed(verdict.events)), verdict.detail)


def never_repair(self: Relay, window: Window, subscription: dict[str, Any], now: float) -> None:
    """Neither go back nor send again."""


@pytest.mark.parametrize(
    ("owner", "name", "mutant"),
    [
        (delivery, "judge", accept_gaps),
        (delivery, "judge", apply_overlaps_again),
        (delivery, "judge", apply_backwards),
        (Relay, "_repair", never_repair),
    ],
    ids=["a gap is accepted", "an overlap is applied again", "a batch is applied backwards", "nothing is sent again"],
)
def test_a_broken_protocol_is_found_out(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, mutant: Callable[..., Any]
) -> None:
    monkeypatch.setattr(owner, name, mutant)
    with pytest.raises(AssertionError):
        run_machine(databases, 60, Phase.generate)
