"""What proves beside the password that it is oneself: codes of an authenticator (TOTP, RFC 6238), passkeys
(domain.passkeys), and recovery codes."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

import pyotp

from services.auth.domain.passwords import new_password

STEP_SECONDS = 30
DRIFT = 1
"""So many steps a clock may be wrong, to either side."""

RECOVERY_CODES = 10
CHALLENGE_LIFETIME = timedelta(minutes=5)
MOST_TRIES = 5
"""After so many wrong codes the password is asked for again."""

ISSUER = "Guanxi"
_DIGITS = 6


class Method(StrEnum):
    """How somebody can prove it beside the password."""

    PASSKEY = "passkey"
    TOTP = "totp"
    RECOVERY = "recovery"


class Purpose(StrEnum):
    """What a challenge is for."""

    SECOND_FACTOR = "second_factor"
    NEW_PASSKEY = "new_passkey"
    PASSKEY = "passkey"
    """A sign-in without a password."""
    PROVIDER = "provider"
    """A sign-in through a provider that was brought to its end: good once."""


class Needed(IntEnum):
    """What somebody's roles ask for; of several the greatest counts."""

    NOTHING = 0
    ANY = 1
    PASSKEY = 2


def new_secret() -> str:
    """The secret of an authenticator: 160 random bits, as base 32."""
    return pyotp.random_base32()


def address_of(secret: str, username: str) -> str:
    """What an authenticator reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def normalise_code(text: str) -> str:
    """A code without what people and programs put between its characters."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def is_totp(code: str) -> bool:
    """Whether a normalised code is one of an authenticator; a recovery code is longer."""
    return len(code) == _DIGITS and code.isascii() and code.isdigit()


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The step that a code of an authenticator belongs to; None when it is wrong, or of no later step than ``after``:
    a code is good once, and no older one after it."""
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP_SECONDS
    fitting = [
        step
        for step in range(present - DRIFT, present + DRIFT + 1)
        if hmac.compare_digest(totp.generate_otp(step), code) and step > after
    ]
    return fitting[0] if fitting else None


def new_recovery_codes() -> list[str]:
    """Codes for who has lost the authenticator; 79 bits each, so that a plain hash of them is enough."""
    return [new_password() for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    """What is stored of a recovery code, however its parts were typed."""
    return hashlib.sha256(normalise_code(code).encode()).hexdigest()


def needed_of(roles: Iterable[tuple[bool, bool]]) -> Needed:
    """What roles ask for together; of each: whether it asks for a second factor, and whether only for a passkey."""
    asked = (Needed.PASSKEY if passkey_only else Needed.ANY for second_factor, passkey_only in roles if second_factor)
    return max(asked, default=Needed.NOTHING)


def is_enough(needed: Needed, *, totp: bool, passkey: bool) -> bool:
    """Whether somebody who has this has what their roles ask for."""
    return passkey or needed == Needed.NOTHING or (totp and needed == Needed.ANY)


def methods(*, totp: bool, passkey: bool, recovery: bool, needed: Needed = Needed.NOTHING) -> list[Method]:
    """The ways that are open to somebody; none without a second factor, which recovery codes alone are not. Where only
    a passkey counts, whoever has one is not asked for the authenticator."""
    by_totp = totp and not (passkey and needed == Needed.PASSKEY)
    found: Sequence[tuple[Method, bool]] = (
        (Method.PASSKEY, passkey),
        (Method.TOTP, by_totp),
        (Method.RECOVERY, recovery and (totp or passkey)),
    )
    return [method for method, there in found if there]


@dataclass(frozen=True, kw_only=True)
class Factors:
    """What somebody has of second factors. ``passkeys``: how many; ``more``: another one can be added."""

    needed: Needed
    totp: bool
    passkeys: int
    more: bool

    def is_enough_without(self, *, totp: bool = False, passkey: bool = False) -> bool:
        """Whether the roles' demand is still met without the authenticator, or without one of the passkeys."""
        return is_enough(self.needed, totp=self.totp and not totp, passkey=self.passkeys > (1 if passkey else 0))


def actions_on_factors(mine: Factors, *, limited: bool) -> list[str]:
    """What somebody may do with the own second factors. ``limited``: something has to be done before anything else."""
    found = (
        ("set-up-totp", True),
        ("end-totp", not limited and mine.totp and mine.is_enough_without(totp=True)),
        ("renew-recovery-codes", not limited and (mine.totp or mine.passkeys > 0)),
        ("add-passkey", mine.more),
    )
    return [action for action, open_to in found if open_to]


def actions_on_passkey(mine: Factors, *, limited: bool) -> list[str]:
    """What somebody may do with one of the own passkeys."""
    if limited:
        return []
    return ["edit", "end"] if mine.is_enough_without(passkey=True) else ["edit"]
