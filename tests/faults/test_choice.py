"""A minute of faults: what must hold at every change of the code. The whole list runs with ``make faults``."""

from __future__ import annotations

from tests.faults import stories
from tests.faults.theatre import Theatre


def test_a_broker_that_is_emptied_under_load_loses_nothing(theatre: Theatre) -> None:
    with theatre.load(300):
        theatre.repeatedly(5, 1.0, lambda: theatre.redis.flushall())
    theatre.check()


def test_a_feed_worker_killed_in_the_middle_applies_nothing_twice(theatre: Theatre) -> None:
    stories.kill_in_the_middle(theatre, "mirror-feed", 1)


def test_a_pool_child_killed_in_the_middle_applies_its_batch_once(theatre: Theatre) -> None:
    stories.kill_children_in_the_middle(theatre, 2)


def test_a_relay_killed_in_the_middle_leaves_no_hole(theatre: Theatre) -> None:
    stories.kill_in_the_middle(theatre, "ledger-relay", 1)


def test_a_consumer_database_that_crashes_forgets_nothing_it_acknowledged(theatre: Theatre) -> None:
    stories.crash_database(theatre, "mirror", 1)


def test_a_producer_database_that_crashes_tells_what_it_committed(theatre: Theatre) -> None:
    stories.crash_database(theatre, "ledger", 1)


def test_a_poisoned_event_parks_its_key_only_and_can_be_retried(theatre: Theatre) -> None:
    stories.poison(theatre, 6)


def test_a_producer_restored_from_an_old_backup_is_found_out(theatre: Theatre) -> None:
    stories.restore_producer(theatre, new_writes=3)
