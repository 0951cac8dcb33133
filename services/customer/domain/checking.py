"""From a draft to a customer that counts: what may happen in which state, and who may do it.

draft -> submitted -> active <-> disabled, and submitted -> returned -> submitted. Somebody other than the author
compares the entry with the form; only then is it a customer to everybody else.
"""

from __future__ import annotations

from collections.abc import Set
from uuid import UUID

from contracts.customer import CustomerKind, CustomerStatus
from services.customer.domain.errors import SamePerson, WrongStatus

ENTRY = frozenset({CustomerStatus.DRAFT, CustomerStatus.RETURNED})
TOLD = frozenset({CustomerStatus.ACTIVE, CustomerStatus.DISABLED})

MOVES: dict[str, tuple[frozenset[CustomerStatus], CustomerStatus]] = {
    "submit": (ENTRY, CustomerStatus.SUBMITTED),
    "approve": (frozenset({CustomerStatus.SUBMITTED}), CustomerStatus.ACTIVE),
    "return": (frozenset({CustomerStatus.SUBMITTED}), CustomerStatus.RETURNED),
    "disable": (frozenset({CustomerStatus.ACTIVE, *ENTRY}), CustomerStatus.DISABLED),
    "enable": (frozenset({CustomerStatus.DISABLED}), CustomerStatus.ACTIVE),
}

CORE_FIELDS = {
    CustomerKind.PERSON: frozenset({"name", "mobile", "birth_date", "sex"}),
    CustomerKind.COMPANY: frozenset({"name", "mobile", "person_in_charge", "founded_on"}),
}

OUTSIDE_THE_FORM = frozenset({"status", "owner_id", "returned_reason", "disabled_reason"})
"""What changes on an entry's way, and is not compared with the form."""


def after_move(move: str, status: CustomerStatus, *, was_verified: bool = True) -> CustomerStatus:
    """The state after a move. An entry that was disabled before it was ever checked comes back as a draft."""
    allowed, target = MOVES[move]
    if status not in allowed:
        raise WrongStatus(status=status.value, move=move)
    if move == "enable" and not was_verified:
        return CustomerStatus.DRAFT
    return target


def require_other_person(author: UUID | None, checker: UUID | None) -> None:
    """Four eyes: the checker is not the author."""
    if checker is None or author == checker:
        raise SamePerson()


def require_not_written(fields: Set[str]) -> None:
    """Four eyes again: whoever set anything that stands in the form has it checked by somebody else, author or not."""
    if fields - OUTSIDE_THE_FORM:
        raise SamePerson()


def needs_check(kind: CustomerKind, status: CustomerStatus, changed: set[str]) -> set[str]:
    """Which of the changed fields wait for a check: the core fields of a verified customer."""
    return changed & CORE_FIELDS[kind] if status in TOLD else set()
