"""A bulkhead: what waits for one service never takes the threads that the others need.

Calls to a service that answers are let through, so many at a time, and the next ones wait their turn. Of a service from
which nothing is heard any more no further call waits: it fails at once, so that a page says so and its thread is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

PATIENCE = 0.5
"""Seconds of silence, with all places taken, after which nobody waits for a place."""

LONGEST_TURN = 5.0
"""Seconds that anybody waits for a place of a service that is slow but answers."""

DOUBT = 5.0
"""Seconds for which a service that has let a call wait too long counts as silent, unless it is heard again."""


class Full(Exception):
    """All places are taken by calls that get no answer."""


class Bulkhead:
    """The places for calls to one service, ``most`` at a time. Thread-safe; ``clock`` in seconds."""

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self.most = most
        self._clock = clock
        self._changed = Condition()
        self._taken = 0
        self._heard = clock()
        self._doubted_until = 0.0

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for one call, for as long as the block runs. Raises Full."""
        self._take()
        try:
            yield
        finally:
            with self._changed:
                self._taken -= 1
                self._changed.notify()

    def heard(self) -> None:
        """The service has answered something, whatever it was."""
        with self._changed:
            self._heard, self._doubted_until = self._clock(), 0.0

    def missed(self) -> None:
        """A call has waited in vain."""
        with self._changed:
            self._doubted_until = self._clock() + DOUBT

    def silent(self) -> bool:
        """Whether to leave out a call that can be done without. When the doubt is over one caller hears no, and
        tries."""
        with self._changed:
            now = self._clock()
            if not self._doubted_until:
                return False
            if now < self._doubted_until:
                return True
            self._doubted_until = now + DOUBT
            return False

    def _take(self) -> None:
        with self._changed:
            began = self._clock()
            while self._taken >= self.most:
                now = self._clock()
                left = min(self._heard + PATIENCE, began + LONGEST_TURN) - now
                if left <= 0:
                    raise Full
                self._changed.wait(left)
            if not self._taken:
                self._heard = self._clock()  # before this nothing was asked: it is not silent
            self._taken += 1
