"""Guessing passwords is slow: after some wrong ones an account, or an address, is answered later and later, and then
for a while not at all.

What closes is never the account for its owner: wrong tries count against where they come from. Where somebody has
signed in before they are known, and tries from elsewhere take nothing away from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=90)
"""For so long after signing in somewhere somebody is known there."""

FREE = 4
"""So many wrong ones cost no time: everybody mistypes."""

WRONG = "wrong_password"
UNKNOWN = "unknown_user"
DISABLED = "disabled"
LOCKED = "too_many_attempts"
REUSED = "refresh_reused"
WRONG_CODE = "wrong_code"
WRONG_PASSKEY = "wrong_passkey"
UNVERIFIED_PASSKEY = "passkey_unverified"
COPIED_PASSKEY = "passkey_copied"
ENDED = "given_password_ended"
HALF = "second_factor_asked"
WRONG_LINK = "wrong_link"
LINK_ASKED = "link_asked"
COUNTED = (WRONG, UNKNOWN, DISABLED, WRONG_CODE, WRONG_PASSKEY, COPIED_PASSKEY, WRONG_LINK)
"""Reasons of failures that count towards the limit. A try that met the limit does not: waiting always ends it. Nor does
one that was half right, but it is no success either: whoever knows the password alone would else forgive themselves
the wrong codes."""

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


@dataclass(frozen=True, kw_only=True)
class RateLimit:
    """After how many failures within the window nobody is answered: for one account from one address, for one account
    from all addresses together where its owner is not known, and for one address.

    Ten stop a guesser: forty tries an hour find nothing that the rules of passwords let through, and two hundred from
    many addresses at once neither. An address may be a whole office behind one router. When five hundred people come in
    the morning and every tenth mistypes once, that is fifty; a hundred lets them in, and gives somebody who tries one
    password on many accounts four hundred tries an hour over all of them. A larger house sets a larger number.
    """

    of_account: int = 10
    of_account_by_strangers: int = 50
    of_address: int = 100


def normalise_username(text: str) -> str:
    """User names are one, however they are typed: full width or half, capitals or not."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def is_username(text: str) -> bool:
    """Latin letters, digits, and . _ @ - inside: what any keyboard types. ``text`` is normalised."""
    return _USERNAME.fullmatch(text) is not None


def delay_after(failures: int) -> timedelta:
    """How long after the last of so many failures the next try is heard: 2, 4, 8 ... seconds."""
    return timedelta(seconds=2 ** (failures - FREE)) if failures > FREE else timedelta()


def account_opens_at(failures: Sequence[datetime], limit: RateLimit) -> datetime | None:
    """When an account listens again after failures since its last success, the latest first; None when it does now."""
    if not failures:
        return None
    if len(failures) >= limit.of_account:
        return failures[limit.of_account - 1] + WINDOW
    return failures[0] + delay_after(len(failures))


def address_opens_at(failures: Sequence[datetime], limit: RateLimit) -> datetime | None:
    """When an address is listened to again after failures of anybody there, the latest first; successes in between
    forgive nothing, a guesser may have an account too."""
    return _full_at(failures, limit.of_address)


def strangers_heard_at(failures: Sequence[datetime], limit: RateLimit) -> datetime | None:
    """When an account listens again to addresses where its owner is not known, after failures from such, the latest
    first."""
    return _full_at(failures, limit.of_account_by_strangers)


def known_heard_at(failures: Sequence[datetime], address: Sequence[datetime], limit: RateLimit) -> datetime | None:
    """When an account listens again to an address where its owner is known, after ``failures`` of its own there and
    after those of anybody (``address``), the latest first. Somebody who guesses at a whole office closes the address
    for strangers; those who are known there keep the few tries that everybody has free."""
    opens = account_opens_at(failures, limit)
    closed = _full_at(failures, FREE) if address_opens_at(address, limit) else None
    return max((each for each in (opens, closed) if each is not None), default=None)


def _full_at(failures: Sequence[datetime], most: int) -> datetime | None:
    return failures[most - 1] + WINDOW if len(failures) >= most else None
