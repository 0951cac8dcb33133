"""Access requests: to see somebody else's customer, for a purpose and a time, with a manager's consent.

To people and in the API they are view requests.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chassis.auth import Actor
from chassis.errors import NotFound, Refused
from chassis.workflow import Step, Workflow, decisions
from contracts.customer import AccessRequestStatus
from contracts.permissions import Permission

WAITING, APPROVED, REFUSED = AccessRequestStatus.WAITING, AccessRequestStatus.APPROVED, AccessRequestStatus.REFUSED
ENDED, LAPSED = AccessRequestStatus.ENDED, AccessRequestStatus.LAPSED

SHORTEST, LONGEST = 1, 30 * 24
"""How many hours one may ask for."""

PATIENCE = timedelta(days=14)
"""So long a request waits for its decision; after that it has lapsed. One for a customer that does not exist lapses
like any other."""


def effective_status(
    status: AccessRequestStatus, made_at: datetime, until: datetime | None, now: datetime
) -> AccessRequestStatus:
    """The state at this moment: time ends what nobody has ended."""
    if status is WAITING and made_at + PATIENCE <= now:
        return LAPSED
    if status is APPROVED and until is not None and until <= now:
        return ENDED
    return status


def open_until(approved_at: datetime, hours: int) -> datetime:
    """How long an approved request opens the customer: counted from the consent, however long it waited for that."""
    return approved_at + timedelta(hours=hours)


def by_asker_or_decider(request: Any, actor: Actor) -> Refused | None:
    """Whoever asked, and whoever may decide on such requests."""
    if actor.id == request.asker_id or actor.may(Permission.VIEW_REQUEST_DECIDE):
        return None
    return NotFound()


ACCESS_REQUEST: Workflow[AccessRequestStatus] = Workflow(
    decisions(
        waiting=WAITING,
        leads_to={"approve": APPROVED, "refuse": REFUSED},
        authors=("asker_id",),
        permission=Permission.VIEW_REQUEST_DECIDE,
    )
    | {
        "end": Step(
            before={WAITING, APPROVED}, after=ENDED, permission=Permission.CUSTOMER_READ, by=by_asker_or_decider
        )
    }
)
