"""A minute of faults: what must hold at every change of the code. The whole list runs with ``make faults``."""

from __future__ import annotations

from tests.faults import stories
from tests.faults.rig import Rig


def test_a_broker_that_is_emptied_under_load_loses_nothing(rig: Rig) -> None:
    with rig.load(300):
        rig.repeatedly(5, 1.0, lambda: rig.redis.flushall())
    rig.check()


def test_a_feed_worker_killed_in_the_middle_applies_nothing_twice(rig: Rig) -> None:
    stories.kill_in_the_middle(rig, "mirror-feed", 1)


def test_a_pool_child_killed_in_the_middle_applies_its_batch_once(rig: Rig) -> None:
    stories.kill_children_in_the_middle(rig, 2)


def test_a_relay_killed_in_the_middle_leaves_no_hole(rig: Rig) -> None:
    stories.kill_in_the_middle(rig, "ledger-relay", 1)


def test_a_consumer_database_that_crashes_forgets_nothing_it_acknowledged(rig: Rig) -> None:
    stories.crash_database(rig, "mirror", 1)


def test_a_producer_database_that_crashes_tells_what_it_committed(rig: Rig) -> None:
    stories.crash_database(rig, "ledger", 1)


def test_a_poisoned_event_parks_its_key_only_and_can_be_retried(rig: Rig) -> None:
    stories.poison(rig, 6)


def test_a_producer_restored_from_an_old_backup_is_found_out(rig: Rig) -> None:
    stories.restore_producer(rig, new_writes=3)
