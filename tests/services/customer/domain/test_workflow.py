"""What may happen to an entry, to a change of one and to a contact: in which state, by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from chassis.auth import SYSTEM, Actor, Scope
from chassis.errors import SamePerson, WrongStatus
from contracts.customer import ChangeRequestStatus, CustomerKind, CustomerStatus
from contracts.permissions import Permission
from services.customer.domain.errors import WaitsWithImport
from services.customer.domain.workflow import (
    CHANGE_REQUEST,
    CONTACT,
    CUSTOMER,
    Entry,
    needs_check,
    status_after,
)

DRAFT, SUBMITTED, RETURNED, ACTIVE, DISABLED = CustomerStatus
WRITING = {"edit", "give", "contacts", "records"}
ALLOWED = {
    ("submit", DRAFT): SUBMITTED,
    ("submit", RETURNED): SUBMITTED,
    ("approve", SUBMITTED): ACTIVE,
    ("return", SUBMITTED): RETURNED,
    ("disable", DRAFT): DISABLED,
    ("disable", RETURNED): DISABLED,
    ("disable", ACTIVE): DISABLED,
    ("enable", DISABLED): ACTIVE,
}
EVERYTHING = {Permission.CUSTOMER_WRITE, Permission.CUSTOMER_VERIFY, Permission.CUSTOMER_REVEAL}


def actor(*permissions: Permission) -> Actor:
    return Actor(id=uuid4(), name="somebody", permissions=dict.fromkeys(permissions, Scope.ALL))


def entry(status: CustomerStatus, *, author: UUID | None = None, verified: bool = True, written: str = "") -> Entry:
    return Entry(status=status, author_id=author or uuid4(), verified=verified, written=set(written.split()))


@pytest.mark.parametrize("action", ["approve", "return"])
def test_a_row_of_a_file_that_waits_is_checked_with_the_file(action: str) -> None:
    with pytest.raises(WaitsWithImport):
        status_after(action, replace(entry(SUBMITTED), with_import=True), actor(*EVERYTHING))


@pytest.mark.parametrize("status", CustomerStatus)
@pytest.mark.parametrize("action", sorted(CUSTOMER.steps.keys() - WRITING - {"reveal"}))
def test_each_action_is_allowed_exactly_where_the_table_says(action: str, status: CustomerStatus) -> None:
    somebody, known = actor(*EVERYTHING), entry(status)
    if after := ALLOWED.get((action, status)):
        assert status_after(action, known, somebody) is after
        assert action in CUSTOMER.actions(known, somebody)
    else:
        with pytest.raises(WrongStatus) as refused:
            status_after(action, known, somebody)
        assert refused.value.detail == {"status": status.value, "action": action}
        assert action not in CUSTOMER.actions(known, somebody)


@pytest.mark.parametrize("status", CustomerStatus)
def test_what_leaves_the_state_alone_is_open_in_every_state(status: CustomerStatus) -> None:
    for action in (*WRITING, "reveal"):
        assert status_after(action, entry(status), actor()) is status
    assert set(CUSTOMER.actions(entry(status), actor(Permission.CUSTOMER_WRITE))) >= WRITING


def test_an_unchecked_entry_comes_back_as_a_draft() -> None:
    assert status_after("enable", entry(DISABLED, verified=False), actor()) is DRAFT
    assert status_after("enable", entry(DISABLED), actor()) is ACTIVE


@pytest.mark.parametrize("action", ["approve", "return"])
def test_the_author_is_not_the_checker_nor_is_the_system(action: str) -> None:
    author = actor(*EVERYTHING)
    for by in (author, SYSTEM):
        with pytest.raises(SamePerson):
            status_after(action, entry(SUBMITTED, author=author.id), by)
    assert action not in CUSTOMER.actions(entry(SUBMITTED, author=author.id), author)
    assert action in CUSTOMER.actions(entry(SUBMITTED, author=author.id), actor(*EVERYTHING))


def test_whoever_wrote_any_of_the_form_returns_the_entry_but_does_not_approve_it() -> None:
    verifier = actor(Permission.CUSTOMER_VERIFY)
    assert CUSTOMER.actions(entry(SUBMITTED, written="name status"), verifier) == ["return"]
    with pytest.raises(SamePerson):
        status_after("approve", entry(SUBMITTED, written="name status"), verifier)


def test_what_is_not_in_the_form_does_not_make_a_writer() -> None:
    moved = entry(SUBMITTED, written="status owner_id returned_reason disabled_reason")
    assert CUSTOMER.actions(moved, actor(Permission.CUSTOMER_VERIFY)) == ["approve", "return"]


def test_without_permissions_nothing_is_open() -> None:
    assert [CUSTOMER.actions(entry(status), actor()) for status in CustomerStatus] == [[]] * 5


@pytest.mark.parametrize("status", CustomerStatus)
@pytest.mark.parametrize("kind", CustomerKind)
def test_only_core_fields_of_checked_customers_wait(kind: CustomerKind, status: CustomerStatus) -> None:
    checked = status in (ACTIVE, DISABLED)
    assert needs_check(kind, status, {"name", "hobbies"}) == ({"name"} if checked else set())


def test_core_fields_are_those_of_the_kind() -> None:
    changed = {"birth_date", "founded_on", "sex", "person_in_charge", "mobile", "region"}
    assert needs_check(CustomerKind.PERSON, ACTIVE, changed) == {"birth_date", "sex", "mobile"}
    assert needs_check(CustomerKind.COMPANY, ACTIVE, changed) == {"founded_on", "person_in_charge", "mobile"}


@dataclass(frozen=True)
class Request:
    status: ChangeRequestStatus
    author_id: UUID | None


def test_a_change_is_decided_on_once_and_by_somebody_else() -> None:
    author, other = actor(Permission.CUSTOMER_VERIFY), actor(Permission.CUSTOMER_VERIFY)
    waiting = Request(ChangeRequestStatus.WAITING, author.id)
    assert CHANGE_REQUEST.after("approve", waiting, other) is ChangeRequestStatus.APPROVED
    assert CHANGE_REQUEST.after("reject", waiting, other) is ChangeRequestStatus.REJECTED
    assert (CHANGE_REQUEST.actions(waiting, other), CHANGE_REQUEST.actions(waiting, author)) == (
        ["approve", "reject"],
        [],
    )
    for decided in (ChangeRequestStatus.APPROVED, ChangeRequestStatus.REJECTED):
        assert CHANGE_REQUEST.actions(Request(decided, author.id), other) == []


def test_a_contact_is_disabled_or_enabled_and_always_changed() -> None:
    clerk = actor(Permission.CUSTOMER_WRITE)
    assert CONTACT.actions(None, clerk, status=ACTIVE) == ["edit", "disable"]
    assert CONTACT.actions(None, clerk, status=DISABLED) == ["edit", "enable"]
    assert CONTACT.actions(None, actor(), status=ACTIVE) == []
