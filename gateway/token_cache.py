"""Access tokens in the memory of a process: for as long as they hold, and asked for once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from cachetools import TLRUCache

from chassis.client import ServiceError

REMEMBERED = 10_000
EARLY = 30.0  # a token is renewed so many seconds before its end, so that it does not end on the way
ASKING_TOGETHER = 64
ASKING_SECONDS = 5.0  # what somebody waits for what another one asks


@dataclass(frozen=True)
class Held:
    """An access token. ``until`` it can be used, on the monotonic clock."""

    token: str
    until: float


H = TypeVar("H", bound=Held)


def usable_until(expires_in: float) -> float:
    """Until when a token can be used that was given now for so many seconds."""
    return monotonic() + expires_in - EARLY


class TokenCache(Generic[H]):
    """What is held, by a key; of more than ``most``, those used last. Thread-safe."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._held: TLRUCache[Hashable, H] = TLRUCache(most, ttu=lambda _, held, __: held.until, timer=monotonic)
        self._lock = Lock()
        self._asking = [Lock() for _ in range(ASKING_TOGETHER)]

    def get(self, key: Hashable) -> H | None:
        """What is held under a key; None when nothing is, or its time is over."""
        with self._lock:
            return self._held.get(key)

    def keep(self, key: Hashable, held: H) -> H:
        """Hold this under a key from now on."""
        with self._lock:
            self._held.pop(key, None)  # what is over already is not held at all, nor is then what was before it
            self._held[key] = held
        return held

    def get_or_ask(self, key: Hashable, ask: Callable[[], H], *, ended: str = "") -> H:
        """What is held under a key, unless its token is the one that has ``ended``; else what ``ask`` gives. Of several
        who need it at the same moment one asks, and the others get what it was given. Raises ServiceError when that
        takes too long, and what ``ask`` raises."""
        asking = self._asking[hash(key) % ASKING_TOGETHER]
        if not asking.acquire(timeout=ASKING_SECONDS):
            raise ServiceError(504, "timeout")
        try:
            held = self.get(key)
            return held if held is not None and held.token != ended else self.keep(key, ask())
        finally:
            asking.release()

    def drop(self, key: Hashable, *, token: str = "") -> None:
        """Forget what is held under a key; with a ``token``, only while it is this one that is held."""
        with self._lock:
            held = self._held.get(key)
            if held is not None and token in ("", held.token):
                del self._held[key]
