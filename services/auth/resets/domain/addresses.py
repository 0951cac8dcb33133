"""Whether a person's mail address is good for a link by which a password is set: only where the person stands for it.

Whoever could put another address in the place of somebody's, and have a link sent there, could become that person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SETTLES = timedelta(hours=72)
"""How long what somebody else has set helps nobody: time enough to be told of it, a weekend between."""


class AddressSource(StrEnum):
    """Who stands for a mail address: ``first`` it was given when the account was added, ``own`` by the person, or by
    setting a password through a letter to the first one; ``others`` somebody else has changed it, ``confirmed`` and the
    person, signed in, has said that it is right."""

    FIRST = "first"
    OWN = "own"
    OTHERS = "others"
    CONFIRMED = "confirmed"


UNCONFIRMED = frozenset({AddressSource.FIRST, AddressSource.OTHERS})


@dataclass(frozen=True, kw_only=True)
class Address:
    """A mail address, '' when there is none. ``since``: when somebody else has put it there, None when nobody did.
    ``started``: the person has had the use of the account."""

    email: str
    source: AddressSource
    since: datetime | None
    started: bool


def is_trusted(address: Address, now: datetime) -> bool:
    """Whether a link may go there. To the first address only as long as nobody has used the account; to one that
    somebody else has changed only when the person has confirmed it, and it has stood for three days."""
    if not address.email:
        return False
    match address.source:
        case AddressSource.OWN:
            return True
        case AddressSource.FIRST:
            return not address.started
        case AddressSource.CONFIRMED:
            return address.since is None or now >= address.since + SETTLES
    return False


def may_confirm(email: str, source: AddressSource) -> bool:
    """Whether there is anything for the person to confirm."""
    return bool(email) and source in UNCONFIRMED
