"""How many calls wait for one service."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import pytest

from chassis.bulkhead import DOUBT, PATIENCE, Bulkhead, Full


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_so_many_calls_have_a_place_and_the_next_one_fails_at_once_when_nothing_is_heard() -> None:
    clock = Clock()
    bulkhead = Bulkhead(2, clock)
    with ExitStack() as calls:
        calls.enter_context(bulkhead.place())
        calls.enter_context(bulkhead.place())
        clock.now += PATIENCE
        with pytest.raises(Full), bulkhead.place():
            pass
    with bulkhead.place():
        pass


def test_the_next_call_waits_for_its_turn_while_the_service_answers() -> None:
    bulkhead = Bulkhead(1)
    inside, turned = threading.Event(), []

    def second() -> None:
        with bulkhead.place():
            turned.append(time.monotonic())

    def first() -> None:
        with bulkhead.place():
            inside.set()
            for _ in range(4):
                time.sleep(PATIENCE / 2)
                bulkhead.heard()

    threads = [threading.Thread(target=first)]
    threads[0].start()
    assert inside.wait(5)
    began = time.monotonic()
    threads.append(threading.Thread(target=second))
    threads[1].start()
    for thread in threads:
        thread.join(10)
    assert turned
    assert turned[0] - began > PATIENCE


def test_silence_counts_from_the_last_answer() -> None:
    clock = Clock()
    bulkhead = Bulkhead(1, clock)
    with bulkhead.place():
        clock.now += PATIENCE / 2
        bulkhead.heard()
        clock.now += PATIENCE
        with pytest.raises(Full), bulkhead.place():
            pass


def test_a_call_that_was_missed_makes_the_service_doubtful_for_a_while_and_then_one_caller_tries() -> None:
    clock = Clock()
    bulkhead = Bulkhead(1, clock)
    assert not bulkhead.silent()
    bulkhead.missed()
    clock.now += DOUBT - 0.01
    assert bulkhead.silent()
    clock.now += 0.01
    assert [bulkhead.silent() for _ in range(3)] == [False, True, True]


def test_an_answer_ends_the_doubt() -> None:
    clock = Clock()
    bulkhead = Bulkhead(1, clock)
    bulkhead.missed()
    assert bulkhead.silent()
    bulkhead.heard()
    assert not bulkhead.silent()
