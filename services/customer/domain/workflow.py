"""What may happen to a customer and to what waits on one: in which state, by whom.

An entry: draft -> submitted -> active <-> disabled, and submitted -> returned -> submitted. Somebody other than the
author compares it with the form; only then is it a customer to everybody else. Core fields of a customer that was
checked change in the same way: by a change request that somebody else approves.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.auth import Actor
from chassis.errors import Refused, SamePerson
from chassis.workflow import Step, Workflow, all_of, decisions, other_than
from contracts.customer import ChangeRequestStatus, CustomerKind, CustomerStatus
from contracts.permissions import Permission
from services.customer.domain.errors import WaitsWithImport

DRAFT, SUBMITTED, RETURNED = CustomerStatus.DRAFT, CustomerStatus.SUBMITTED, CustomerStatus.RETURNED
ACTIVE, DISABLED = CustomerStatus.ACTIVE, CustomerStatus.DISABLED
ENTRY = frozenset({DRAFT, RETURNED})
TOLD = frozenset({ACTIVE, DISABLED})
ALWAYS = frozenset(CustomerStatus)
WRITE, VERIFY = Permission.CUSTOMER_WRITE, Permission.CUSTOMER_VERIFY

CORE_FIELDS = {
    CustomerKind.PERSON: frozenset({"name", "mobile", "birth_date", "sex"}),
    CustomerKind.COMPANY: frozenset({"name", "mobile", "person_in_charge", "founded_on"}),
}

OUTSIDE_THE_FORM = frozenset({"status", "owner_id", "returned_reason", "disabled_reason"})
"""What changes on an entry's way, and is not compared with the form."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A customer as its workflow looks at it. ``verified``: whether it was ever checked. ``written``: the fields that
    the actor has set, ever. ``with_import``: it came with a file that is checked as a whole."""

    status: CustomerStatus
    author_id: UUID
    verified: bool
    written: Set[str] = frozenset()
    with_import: bool = False

    @classmethod
    def of(cls, customer: Any, written: Set[str] = frozenset(), *, with_import: bool = False) -> Entry:
        return cls(
            status=customer.status,
            author_id=customer.author_id,
            verified=customer.verified_at is not None,
            written=written,
            with_import=with_import,
        )


def not_by_its_writer(entry: Entry, _: Actor) -> Refused | None:
    """Whoever set anything that stands in the form has it checked by somebody else, author or not."""
    return SamePerson() if entry.written - OUTSIDE_THE_FORM else None


def not_with_import(entry: Entry, _: Actor) -> Refused | None:
    """A row of a file that waits for its check is checked with the file, not by itself."""
    return WaitsWithImport() if entry.with_import else None


CUSTOMER: Workflow[CustomerStatus] = Workflow(
    {
        "edit": Step(before=ALWAYS, permission=WRITE),
        "submit": Step(before=ENTRY, after=SUBMITTED, permission=WRITE),
        "approve": Step(
            before={SUBMITTED},
            after=ACTIVE,
            permission=VERIFY,
            by=all_of(other_than("author_id"), not_by_its_writer, not_with_import),
        ),
        "return": Step(
            before={SUBMITTED}, after=RETURNED, permission=VERIFY, by=all_of(other_than("author_id"), not_with_import)
        ),
        "disable": Step(before={ACTIVE, *ENTRY}, after=DISABLED, permission=WRITE),
        "enable": Step(before={DISABLED}, after=ACTIVE, permission=WRITE),
        "give": Step(before=ALWAYS, permission=WRITE),
        "contacts": Step(before=ALWAYS, permission=WRITE),
        "records": Step(before=ALWAYS, permission=WRITE),
        "reveal": Step(before=ALWAYS, permission=Permission.CUSTOMER_REVEAL),
    }
)


def status_after(action: str, entry: Entry, actor: Actor) -> CustomerStatus:
    """The state after an action; an entry that was disabled before it was ever checked comes back as a draft. Raises
    WrongStatus, SamePerson."""
    after = CUSTOMER.after(action, entry, actor)
    return DRAFT if action == "enable" and not entry.verified else after


def needs_check(kind: CustomerKind, status: CustomerStatus, changed: set[str]) -> set[str]:
    """Which of the changed fields wait for a check: the core fields of a verified customer."""
    return changed & CORE_FIELDS[kind] if status in TOLD else set()


CHANGE_REQUEST: Workflow[ChangeRequestStatus] = Workflow(
    decisions(
        waiting=ChangeRequestStatus.WAITING,
        leads_to={"approve": ChangeRequestStatus.APPROVED, "reject": ChangeRequestStatus.REJECTED},
        authors=("author_id",),
        permission=VERIFY,
    )
)


CONTACT: Workflow[CustomerStatus] = Workflow(
    {
        "edit": Step(before={ACTIVE, DISABLED}, permission=WRITE),
        "disable": Step(before={ACTIVE}, after=DISABLED, permission=WRITE),
        "enable": Step(before={DISABLED}, after=ACTIVE, permission=WRITE),
    }
)
"""A contact is active or disabled, as a customer that counts is."""
