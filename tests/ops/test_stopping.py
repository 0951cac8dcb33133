"""The wish to stop may come at any moment, also while one is about to wait for it."""

import os
import signal
import threading
import time

import pytest

from ops.stopping import Stopping


def test_a_wish_ends_the_wait() -> None:
    stopping = Stopping()
    threading.Timer(0.05, stopping.set).start()
    began = time.monotonic()
    assert stopping.wait(10)
    assert time.monotonic() - began < 5


def test_without_a_wish_the_wait_ends_by_itself() -> None:
    assert not Stopping().wait(0.01)


@pytest.mark.timeout(60)
def test_signals_that_hit_the_wait_itself_never_block_it() -> None:
    stopping = Stopping()
    before = signal.signal(signal.SIGUSR1, lambda *_: stopping.set())
    done = threading.Event()

    def knock() -> None:
        while not done.is_set():
            os.kill(os.getpid(), signal.SIGUSR1)

    knocking = threading.Thread(target=knock)
    try:
        knocking.start()
        for _ in range(2000):
            stopping._set = False
            stopping.wait(0.001)
    finally:
        done.set()
        knocking.join()
        signal.signal(signal.SIGUSR1, before)
    stopping.set()
    assert stopping.wait(1)
