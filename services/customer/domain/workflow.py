"""What may happen to a customer and to what waits on one: in which state, by whom.

An entry: draft -> submitted -> active <-> disabled, and submitted -> returned -> submitted; withdrawn, a submitted one
is a draft again. Somebody other than the
author compares it with the form; only then is it a customer to everybody else. What waits of a customer that was
checked (``domain.checking``) changes in the same way: by a change request that somebody else approves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
        "handed_in_by",
        "handed_in_by_name",
        "verified_by",
        "verified_by_name",
        "verified_at",
        "import_id",
        "tier",
        "tier_version",
    }
)
"""What changes on an entry's way, and is not compared with the form."""

MADE = frozenset({"created"})
"""The action of the trail by which an entry was written down."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A customer as its workflow looks at it. ``verified``: whether somebody has checked what stands in it. ``wrote``:
    whether the actor has written any of it, ever. ``proposing``: the actor does not change it, but may ask for changes.
    ``with_import``: it waits with a file that is checked as a whole. ``merged``: it went into another customer."""

    status: CustomerStatus
    author_id: UUID
    verified: bool
    handed_in_by: UUID | None = None
    wrote: bool = False
    proposing: bool = False
    with_import: bool = False
    merged: bool = False

    @classmethod
    def of(cls, customer: Any, *, wrote: bool = False, proposing: bool = False, with_import: bool = False) -> Entry:
        return cls(
            status=customer.status,
            author_id=customer.author_id,
            verified=customer.verified_at is not None,
            handed_in_by=customer.handed_in_by,
            wrote=wrote,
            proposing=proposing,
            with_import=with_import,
            merged=customer.merged_into is not None,
        )


def to_change(entry: Entry) -> str:
    """What one needs to change a customer, or to ask for a change."""
    return READ if entry.proposing else WRITE


def not_by_its_writer(entry: Entry, _: Actor) -> Refused | None:
    """Whoever set anything that stands in the form has it checked by somebody else, author or not."""
    return SamePerson() if entry.wrote else None


def not_with_import(entry: Entry, _: Actor) -> Refused | None:
    """A row of a file that waits for its check is checked with the file, and is until then what the file says: what
    somebody has looked at is what counts."""
    return WaitsWithImport() if entry.with_import else None


def not_merged(entry: Entry, _: Actor) -> Refused | None:
    """What went into another customer is changed there."""
    return CustomerMerged() if entry.merged else None


def only_merged(entry: Entry, _: Actor) -> Refused | None:
    """Only what went into another customer is taken out of it again."""
    return None if entry.merged else WrongStatus(status=entry.status, action="separate")


CUSTOMER: Workflow[CustomerStatus] = Workflow(
    {
        "edit": Step(before=ALWAYS, permission=to_change, by=all_of(not_with_import, not_merged)),
        "submit": Step(before=ENTRY, after=SUBMITTED, permission=WRITE, by=not_with_import),
        "approve": Step(
            before={SUBMITTED},
            after=ACTIVE,
            permission=VERIFY,
            by=all_of(other_than(*AUTHORS), not_by_its_writer, not_with_import),
            decides=True,
        ),
        "return": Step(
            before={SUBMITTED},
            after=RETURNED,
            permission=VERIFY,
            by=all_of(other_than(*AUTHORS), not_with_import),
            decides=True,
        ),
        "withdraw": Step(before={SUBMITTED}, after=DRAFT, permission=WRITE, by=not_with_import),
        "disable": Step(before={ACTIVE, *ENTRY}, after=DISABLED, permission=to_change, by=not_with_import),
        "enable": Step(before={DISABLED}, after=ACTIVE, permission=WRITE, by=not_merged),
        "merge": Step(before={ACTIVE}, permission=to_change),
        "separate": Step(before={DISABLED}, after=ACTIVE, permission=WRITE, by=only_merged),
        "give": Step(before=ALWAYS, permission=to_change, by=all_of(not_with_import, not_merged)),
        "contacts": Step(before=ALWAYS, permission=READ, by=not_merged),
        "records": Step(before=ALWAYS, permission=READ, by=not_merged),
        "reveal": Step(before=ALWAYS, permission=Permission.CUSTOMER_REVEAL),
    }
)


def status_after(action: str, entry: Entry, actor: Actor) -> CustomerStatus:
    """The state after an action; what was disabled before somebody had checked it as it is now comes back as a draft.
    Raises WrongStatus, SamePerson, WaitsWithImport."""
    after = CUSTOMER.after(action, entry, actor)
    return DRAFT if action == "enable" and not entry.verified else after


def not_by_its_visitor(request: Any, actor: Actor) -> Refused | None:
    """Whoever was on site has what was seen there checked by somebody else. A token's name follows its person's."""
    visitor = request.visit_by.strip()
    there = visitor and (actor.name == visitor or actor.name.startswith(f"{visitor} ("))
    return SamePerson() if there else None


_DECISIONS = decisions(
    waiting=ChangeRequestStatus.WAITING,
    leads_to={"approve": ChangeRequestStatus.APPROVED, "reject": ChangeRequestStatus.REJECTED},
    authors=("author_id",),
    permission=VERIFY,
)
CHANGE_REQUEST: Workflow[ChangeRequestStatus] = Workflow(
    _DECISIONS | {"approve": replace(_DECISIONS["approve"], by=all_of(other_than("author_id"), not_by_its_visitor))}
)
