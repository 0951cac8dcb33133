"""Programs at the API proxy: their long token is exchanged for a short access token, which the services understand.

The long one goes no further than here and the auth service. The short one is remembered until shortly before its end;
when a service says that it has ended (revoked, or the account may something else now), another is asked for.
"""

from __future__ import annotations

from hashlib import sha256

from chassis.client import Client
from gateway.token_cache import ASKING_SECONDS, Held, TokenCache, usable_until

PREFIX = "gx_"


def token_in(authorization: str) -> str:
    """The program's token in an Authorization header; empty when it holds something else."""
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and token.startswith(PREFIX) else ""


class ApiTokens:
    """Access tokens by the token of their program, those used last. Thread-safe."""

    def __init__(self, auth: Client) -> None:
        self._auth = auth
        self._cache: TokenCache[Held] = TokenCache()

    def access_token(self, token: str, headers: dict[str, str]) -> str:
        """An access token for a program's token. ``headers`` say for which request, and from where. Raises ServiceError
        401 when the program's token is unknown or over."""
        key = _key(token)
        held = self._cache.get(key) or self._cache.get_or_ask(key, lambda: self._exchange(token, headers))
        return held.token

    def forget(self, token: str, access: str) -> None:
        """A service no longer takes this access token: ask for another the next time."""
        self._cache.drop(_key(token), token=access)

    def _exchange(self, token: str, headers: dict[str, str]) -> Held:
        answer = self._auth.ask(
            "POST", "/v1/auth/api-tokens", body={"token": token}, headers=headers, seconds=ASKING_SECONDS
        )
        return Held(answer["access_token"], usable_until(answer["expires_in"]))


def _key(token: str) -> bytes:
    """The long token itself is not kept."""
    return sha256(token.encode()).digest()
