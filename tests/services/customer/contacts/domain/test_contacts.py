"""A contact is proposed, accepted or refused by somebody else, changed and disabled."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import Forbidden, SamePerson, WrongStatus
from contracts.customer import ContactStatus
from contracts.permissions import Permission
from services.customer.contacts.domain.contacts import CONTACT, PROPOSED_CONTACT, contact_actions, expect_decider

WRITE, VERIFY = Permission.CUSTOMER_WRITE, Permission.CUSTOMER_VERIFY


@dataclass(frozen=True)
class Known:
    status: ContactStatus
    author_id: UUID | None = None


def actor(*permissions: Permission) -> Actor:
    return Actor(id=uuid4(), name="somebody", permissions=dict.fromkeys(permissions, Scope.ALL))


@pytest.mark.parametrize(
    ("status", "actions"),
    [
        (ContactStatus.ACTIVE, ["edit", "disable"]),
        (ContactStatus.DISABLED, ["edit", "enable"]),
        (ContactStatus.PROPOSED, ["approve", "refuse"]),
        (ContactStatus.REFUSED, []),
    ],
)
def test_who_changes_the_customer_does_what_the_state_allows(status: ContactStatus, actions: list[str]) -> None:
    clerk = actor(WRITE)
    assert contact_actions(Known(status), clerk, clerk.may) == actions


def test_who_checks_entries_decides_and_does_nothing_else() -> None:
    verifier = actor(VERIFY)
    assert contact_actions(Known(ContactStatus.ACTIVE), verifier, verifier.may) == []
    assert contact_actions(Known(ContactStatus.PROPOSED), verifier, verifier.may) == ["approve", "refuse"]


def test_nobody_decides_on_an_own_proposal_nor_twice() -> None:
    clerk = actor(WRITE)
    own = Known(ContactStatus.PROPOSED, clerk.id)
    assert contact_actions(own, clerk, clerk.may) == []
    with pytest.raises(SamePerson):
        PROPOSED_CONTACT.after("approve", own, clerk)
    with pytest.raises(WrongStatus):
        PROPOSED_CONTACT.after("refuse", Known(ContactStatus.ACTIVE), clerk)
    with pytest.raises(WrongStatus):
        CONTACT.after("edit", Known(ContactStatus.PROPOSED), clerk)


def test_who_only_reads_decides_nothing() -> None:
    reader = actor(Permission.CUSTOMER_READ)
    assert contact_actions(Known(ContactStatus.PROPOSED), reader, reader.may) == []
    with pytest.raises(Forbidden):
        expect_decider(reader)
    expect_decider(actor(VERIFY))
