"""Access tokens: signed by the auth service (Ed25519), verified by everybody from its public keys, asking nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError

from chassis.auth.actor import Actor, Scope
from chassis.auth.keys import KeyFile
from chassis.auth.revocations import Revocations
from chassis.errors import TokenRevoked, Unauthenticated

ALGORITHM = "Ed25519"
_REMEMBERED = 4096


class TokenSigner:
    """Signs tokens with the newest (first) of the private keys in a JWKS file, as the file is then."""

    def __init__(self, keys_file: Path) -> None:
        self._file = KeyFile(keys_file)
        self._file.keys()

    def sign(self, actor: Actor, *, now: datetime, lifetime: timedelta) -> str:
        """A token that says who the actor is and what they may, for ``lifetime`` from ``now``."""
        key = self._file.keys().keys[0]
        claims = {
            "sub": str(actor.id),
            "name": actor.name,
            "dep": str(actor.department_id) if actor.department_id else None,
            "roles": list(actor.roles),
            "perm": {permission: scope.value for permission, scope in actor.permissions.items()},
            "sid": str(actor.session_id) if actor.session_id else None,
            "iat": now.timestamp(),  # to the microsecond: what ended a moment before or after is told apart by it
            "exp": int((now + lifetime).timestamp()),
        }
        if actor.limited:
            claims["limited"] = actor.limited
        claims |= {name: True for name in ("program", "narrow") if getattr(actor, name)}
        return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, algorithms=[ALGORITHM])


class TokenVerifier:
    """Turns a token into its actor. Tokens once verified are remembered until they expire: a signature is dear.

    With ``revocations`` a token whose person or session has lost access meanwhile is refused.
    """

    def __init__(self, keys_file: Path, revocations: Revocations | None = None) -> None:
        self._file = KeyFile(keys_file)
        self._revocations = revocations
        self._seen: dict[str, tuple[Actor, float, int]] = {}
        self._lock = Lock()

    def verify(self, token: str, *, now: datetime) -> Actor:
        """Raises Unauthenticated when the token is forged, expired or unreadable, TokenRevoked when access ended."""
        known = self._seen.get(token)
        if known is None:
            known = self._check(token)
            with self._lock:
                if len(self._seen) >= _REMEMBERED:
                    self._seen.clear()
                self._seen[token] = known
        actor, issued, expires = known
        if now.timestamp() >= expires:
            self._seen.pop(token, None)
            raise Unauthenticated(reason="expired")
        if self._revocations is not None and self._revocations.revokes(issued, actor.id, actor.session_id):
            raise TokenRevoked()
        return actor

    def look_again(self) -> None:
        """Believe nothing that was read of ended access before."""
        if self._revocations is not None:
            self._revocations.look_again()

    def _check(self, token: str) -> tuple[Actor, float, int]:
        try:
            try:
                decoded = jwt.decode(token, self._file.keys(), algorithms=[ALGORITHM])
            except (JoseError, ValueError, KeyError):
                decoded = jwt.decode(token, self._file.keys(again=True), algorithms=[ALGORITHM])  # keys may be new
            claims = decoded.claims
            actor = Actor(
                id=UUID(claims["sub"]),
                name=claims["name"],
                department_id=UUID(claims["dep"]) if claims["dep"] else None,
                roles=tuple(claims["roles"]),
                permissions={name: Scope(scope) for name, scope in claims["perm"].items()},
                session_id=UUID(claims["sid"]) if claims.get("sid") else None,
                limited=str(claims.get("limited", "")),
                program=bool(claims.get("program")),
                narrow=bool(claims.get("narrow")),
            )
            return actor, float(claims["iat"]), int(claims["exp"])
        except (JoseError, ValueError, KeyError, TypeError):
            raise Unauthenticated(reason="invalid_token") from None
