"""Faults 15 and 16: events that cannot be digested, and errors that pass."""

from __future__ import annotations

import time

import pytest

from tests.faults import stories
from tests.faults.rig import Rig

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]


def test_15_a_poisoned_event_in_the_middle_of_a_hot_key(rig: Rig) -> None:
    stories.poison(rig, 20)


def test_16_errors_that_pass_park_nothing(rig: Rig) -> None:
    with rig.load(200):
        with rig.flag("deadlocks"):
            time.sleep(25)
            cursor = rig.cursor()
            assert cursor is not None
            assert (cursor.parked, cursor.failing) == (0, 0)
        rig.wait_until_alive()
    rig.check()
