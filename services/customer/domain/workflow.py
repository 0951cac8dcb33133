"""What may happen to a customer and to what waits on one: in which state, by whom.

An entry: draft -> submitted -> active <-> disabled, and submitted -> returned -> submitted; withdrawn, a submitted one
is a draft again. Somebody other than the
author compares it with the form; only then is it a customer to everybody else. What waits of a customer that was
checked (``domain.checking``) changes in the same way: by a change request that somebody else approves.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.auth import Actor
from chassis.errors import Refused, SamePerson, WrongStatus
from chassis.workflow import Step, Workflow, all_of, decisions, other_than
from contracts.customer import ChangeRequestStatus, CustomerStatus
from contracts.permissions import Permission
from services.customer.domain.errors import CustomerMerged, WaitsWithImport

DRAFT, SUBMITTED, RETURNED = CustomerStatus.DRAFT, CustomerStatus.SUBMITTED, CustomerStatus.RETURNED
ACTIVE, DISABLED = CustomerStatus.ACTIVE, CustomerStatus.DISABLED
ENTRY = frozenset({DRAFT, RETURNED})
ALWAYS = frozenset(CustomerStatus)
READ, WRITE, VERIFY = Permission.CUSTOMER_READ, Permission.CUSTOMER_WRITE, Permission.CUSTOMER_VERIFY

AUTHORS = ("author_id", "handed_in_by")
"""Who does not check an entry: who typed it, and who brought its paper."""

OUTSIDE_THE_FORM = frozenset(
    {
        "status",
        "owner_id",
        "returned_reason",
        "returned_fields",
        "disabled_reason",
        "author_id",
        "author_name",
        "for_service",
    }
)
"""What changes on an entry's way, and is not compared with the form."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A customer as its workflow looks at it. ``verified``: whether it was ever checked. ``written``: the fields that
    the actor has set, ever. ``proposing``: the actor does not change it, but may ask for changes. ``with_import``: it
    came with a file that is checked as a whole. ``merged``: it went into another customer."""

    status: CustomerStatus
    author_id: UUID
    verified: bool
    handed_in_by: UUID | None = None
    written: Set[str] = frozenset()
    proposing: bool = False
    with_import: bool = False
    merged: bool = False

    @classmethod
    def of(
        cls,
        customer: Any,
        written: Set[str] = frozenset(),
        *,
        proposing: bool = False,
        with_import: bool = False,
    ) -> Entry:
        return cls(
            status=customer.status,
            author_id=customer.author_id,
            verified=customer.verified_at is not None,
            handed_in_by=customer.handed_in_by,
            written=written,
            proposing=proposing,
            with_import=with_import,
            merged=customer.merged_into is not None,
        )


def to_change(entry: Entry) -> str:
    """What one needs to change a customer, or to ask for a change."""
    return READ if entry.proposing else WRITE


def not_by_its_writer(entry: Entry, _: Actor) -> Refused | None:
    """Whoever set anything that stands in the form has it checked by somebody else, author or not."""
    return SamePerson() if entry.written - OUTSIDE_THE_FORM else None


def not_with_import(entry: Entry, _: Actor) -> Refused | None:
    """A row of a file that waits for its check is checked with the file, not by itself."""
    return WaitsWithImport() if entry.with_import else None


def not_merged(entry: Entry, _: Actor) -> Refused | None:
    """What went into another customer is changed there."""
    return CustomerMerged() if entry.merged else None


def only_merged(entry: Entry, _: Actor) -> Refused | None:
    """Only what went into another customer is taken out of it again."""
    return None if entry.merged else WrongStatus(status=entry.status, action="separate")


CUSTOMER: Workflow[CustomerStatus] = Workflow(
    {
        "edit": Step(before=ALWAYS, permission=to_change, by=not_merged),
        "submit": Step(before=ENTRY, after=SUBMITTED, permission=WRITE),
        "approve": Step(
            before={SUBMITTED},
            after=ACTIVE,
            permission=VERIFY,
            by=all_of(other_than(*AUTHORS), not_by_its_writer, not_with_import),
        ),
        "return": Step(
            before={SUBMITTED}, after=RETURNED, permission=VERIFY, by=all_of(other_than(*AUTHORS), not_with_import)
        ),
        "withdraw": Step(before={SUBMITTED}, after=DRAFT, permission=WRITE),
        "disable": Step(before={ACTIVE, *ENTRY}, after=DISABLED, permission=to_change),
        "enable": Step(before={DISABLED}, after=ACTIVE, permission=WRITE, by=not_merged),
        "merge": Step(before={ACTIVE}, permission=to_change),
        "separate": Step(before={DISABLED}, after=ACTIVE, permission=WRITE, by=only_merged),
        "give": Step(before=ALWAYS, permission=to_change, by=not_merged),
        "contacts": Step(before=ALWAYS, permission=READ, by=not_merged),
        "records": Step(before=ALWAYS, permission=READ, by=not_merged),
        "reveal": Step(before=ALWAYS, permission=Permission.CUSTOMER_REVEAL),
    }
)


def status_after(action: str, entry: Entry, actor: Actor) -> CustomerStatus:
    """The state after an action; an entry that was disabled before it was ever checked comes back as a draft. Raises
    WrongStatus, SamePerson."""
    after = CUSTOMER.after(action, entry, actor)
    return DRAFT if action == "enable" and not entry.verified else after


CHANGE_REQUEST: Workflow[ChangeRequestStatus] = Workflow(
    decisions(
        waiting=ChangeRequestStatus.WAITING,
        leads_to={"approve": ChangeRequestStatus.APPROVED, "reject": ChangeRequestStatus.REJECTED},
        authors=("author_id",),
        permission=VERIFY,
    )
)
