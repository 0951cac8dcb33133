"""A wish to stop that a signal handler may set."""

import contextlib
import os
import select


class Stopping:
    """Set once, seen by whoever waits.

    `threading.Event` must not be set by a signal handler: when the signal comes while the same thread is inside `wait`,
    the handler waits for a lock that only the interrupted code would give back, for ever. A pipe needs no lock.
    """

    def __init__(self) -> None:
        self._seen, self._told = os.pipe()
        os.set_blocking(self._told, False)
        self._set = False

    def set(self) -> None:
        """Wish to stop; again changes nothing."""
        self._set = True
        with contextlib.suppress(BlockingIOError):  # full of earlier wishes: they will be seen
            os.write(self._told, b".")

    def is_set(self) -> bool:
        """Whether it is time to stop."""
        return self._set

    def wait(self, seconds: float) -> bool:
        """Wait for the wish, at most so many seconds; returns whether it has come."""
        if not self._set:
            select.select([self._seen], [], [], seconds)
        return self._set
