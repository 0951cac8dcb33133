"""Programs at the door: their long token is exchanged for a short access token, which the services understand.

The long one goes no further than here and the auth service. The short one is remembered until shortly before its end;
when a service says that it has ended (revoked, or the account may something else now), another is asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from time import monotonic

from chassis.client import Client

PREFIX = "gx_"
REMEMBERED = 10_000
EARLY = 30.0  # an access token is renewed so many seconds before its end, so that it does not end on the way


def shown_in(authorization: str) -> str:
    """The program's token in an Authorization header; empty when it holds something else."""
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and token.startswith(PREFIX) else ""


class Programs:
    """Access tokens by the token of their program, those used last. Thread-safe."""

    def __init__(self, auth: Client) -> None:
        self._auth = auth
        self._given: OrderedDict[bytes, tuple[str, float]] = OrderedDict()
        self._lock = Lock()
        self._asking = [Lock() for _ in range(64)]

    def access_token(self, token: str, headers: dict[str, str]) -> str:
        """An access token for a program's token. ``headers`` say for which request, and from where. Raises ServiceError
        401 when the program's token is unknown or over."""
        key = sha256(token.encode()).digest()
        known = self._fresh(key)
        if known:
            return known
        with self._asking[key[0] % len(self._asking)]:  # many calls of one program at once: asked once
            known = self._fresh(key)
            if known:
                return known
            answer = self._auth.ask("POST", "/v1/auth/api-tokens", body={"token": token}, headers=headers)
            access: str = answer["access_token"]
            with self._lock:
                self._given[key] = access, monotonic() + float(answer["expires_in"]) - EARLY
                self._given.move_to_end(key)
                while len(self._given) > REMEMBERED:
                    self._given.popitem(last=False)
            return access

    def forget(self, token: str, access: str) -> None:
        """A service no longer takes this access token: ask for another the next time."""
        key = sha256(token.encode()).digest()
        with self._lock:
            if self._given.get(key, ("", 0.0))[0] == access:
                del self._given[key]

    def _fresh(self, key: bytes) -> str:
        with self._lock:
            access, until = self._given.get(key, ("", 0.0))
        return access if until > monotonic() else ""
