"""A test's clock is the time of a service and of its database; it can be set and moved, and ends with the test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from chassis.testing.clock import TestClock
from chassis.testing.emptying import DatabaseKeeper, KeptDatabase
from chassis.testing.servers import prepare_chassis

LONG_AGO = datetime(2001, 2, 3, 4, 5, 6, 789, UTC)
DAY = timedelta(days=1)
A_LITTLE = timedelta(seconds=30)


@pytest.fixture
def kept(keep_database: DatabaseKeeper) -> KeptDatabase:
    return keep_database.keep("chassis", prepare_chassis)


@pytest.fixture
def asked(kept: KeptDatabase, make_engine: Callable[[str], Engine]) -> Callable[[], set[datetime]]:
    """``asked()`` is what the clock and both functions of the database say."""
    engine = make_engine(kept.database.app)

    def ask() -> set[datetime]:
        with engine.connect() as connection:
            return {kept.clock(), *connection.execute(text("SELECT now(), clock_timestamp()")).one()}

    return ask


def test_a_clock_that_nobody_has_set_follows_the_real_time(asked: Callable[[], set[datetime]]) -> None:
    assert all(abs(at - datetime.now(UTC)) < A_LITTLE for at in asked())


def test_a_clock_that_is_set_stands_still_and_can_be_moved(
    kept: KeptDatabase, asked: Callable[[], set[datetime]]
) -> None:
    kept.clock.set(LONG_AGO)
    assert asked() == asked() == {LONG_AGO}
    assert kept.clock.advance(DAY) == LONG_AGO + DAY
    assert asked() == {LONG_AGO + DAY}
    kept.clock.advance(-DAY)
    assert asked() == {LONG_AGO}


def test_a_clock_that_is_moved_without_having_been_set_goes_on_from_there(
    kept: KeptDatabase, asked: Callable[[], set[datetime]]
) -> None:
    kept.clock.advance(DAY)
    assert all(abs(at - datetime.now(UTC) - DAY) < A_LITTLE for at in asked())
    looks = [kept.clock() for _ in range(1000)]  # two of them alone may fall into one microsecond
    assert looks[0] < looks[-1]
    stopped = kept.clock.stop()
    assert asked() == {stopped}


def test_the_next_test_has_the_real_time(kept: KeptDatabase, asked: Callable[[], set[datetime]]) -> None:
    kept.clock.set(LONG_AGO)
    kept.empty()
    assert all(abs(at - datetime.now(UTC)) < A_LITTLE for at in asked())


def test_a_clock_without_a_database_does_as_well() -> None:
    clock = TestClock()
    assert clock.set(LONG_AGO) == clock() == LONG_AGO
