"""View requests: a look at somebody else's VIP customer, for a purpose and a time, with a manager's consent."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.customer.domain.errors import SamePerson, WrongStatus

SHORTEST, LONGEST = 1, 30 * 24
"""How many hours one may ask for."""

PATIENCE = timedelta(days=14)
"""So long a request waits for its decision; after that it has lapsed. One for a customer that does not exist lapses
like any other."""


class ViewStatus(StrEnum):
    """``waiting`` -> ``approved`` -> ``ended`` (by its time or by hand), or ``refused``, or ``lapsed`` undecided."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"
    LAPSED = "lapsed"


def standing(status: str, made_at: datetime, until: datetime | None, now: datetime) -> ViewStatus:
    """The state at this moment: time ends what nobody has ended."""
    if status == ViewStatus.WAITING and made_at + PATIENCE <= now:
        return ViewStatus.LAPSED
    if status == ViewStatus.APPROVED and until is not None and until <= now:
        return ViewStatus.ENDED
    return ViewStatus(status)


def require_decidable(standing: ViewStatus, asker: UUID, decider: UUID | None) -> None:
    """Four eyes: nobody decides an own request; and each is decided once."""
    if decider is None or asker == decider:
        raise SamePerson()
    if standing is not ViewStatus.WAITING:
        raise WrongStatus(status=standing.value)
