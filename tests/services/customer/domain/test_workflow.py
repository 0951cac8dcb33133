"""What may happen to an entry, to a change of one and to a contact: in which state, by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from chassis.auth import SYSTEM, Actor, Scope
from chassis.errors import SamePerson, WrongStatus
from contracts.customer import ChangeRequestStatus, CustomerStatus
from contracts.permissions import Permission
from services.customer.domain.errors import CustomerMerged, WaitsWithImport
from services.customer.domain.workflow import (
    CHANGE_REQUEST,
    CUSTOMER,
    OUTSIDE_THE_FORM,
    Entry,
    status_after,
)

DRAFT, SUBMITTED, RETURNED, ACTIVE, DISABLED = CustomerStatus
WRITING = {"edit", "give"}
READING = {"contacts", "records"}
ALLOWED = {
    ("submit", DRAFT): SUBMITTED,
    ("submit", RETURNED): SUBMITTED,
    ("approve", SUBMITTED): ACTIVE,
    ("return", SUBMITTED): RETURNED,
    ("withdraw", SUBMITTED): DRAFT,
    ("disable", DRAFT): DISABLED,
    ("disable", RETURNED): DISABLED,
    ("disable", ACTIVE): DISABLED,
    ("enable", DISABLED): ACTIVE,
    ("merge", ACTIVE): ACTIVE,
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
@pytest.mark.parametrize("action", sorted(CUSTOMER.steps.keys() - WRITING - READING - {"reveal"}))
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


@pytest.mark.parametrize("action", ["edit", "enable", "give", "contacts", "records"])
def test_what_went_into_another_is_left_alone(action: str) -> None:
    gone = replace(entry(DISABLED), merged=True)
    assert CUSTOMER.actions(gone, actor(*EVERYTHING)) == ["separate", "reveal"]
    with pytest.raises(CustomerMerged):
        status_after(action, gone, actor(*EVERYTHING))


def test_what_went_into_another_is_taken_out_again_and_nothing_else_is() -> None:
    assert status_after("separate", replace(entry(DISABLED), merged=True), actor(*EVERYTHING)) is ACTIVE


@pytest.mark.parametrize("status", CustomerStatus)
def test_what_leaves_the_state_alone_is_open_in_every_state(status: CustomerStatus) -> None:
    for action in (*WRITING, *READING, "reveal"):
        assert status_after(action, entry(status), actor()) is status
    assert set(CUSTOMER.actions(entry(status), actor(Permission.CUSTOMER_WRITE))) >= WRITING
    assert set(CUSTOMER.actions(entry(status), actor(Permission.CUSTOMER_READ))) == READING


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


def test_who_brought_the_paper_is_not_the_checker() -> None:
    verifier = actor(Permission.CUSTOMER_VERIFY)
    assert CUSTOMER.actions(replace(entry(SUBMITTED), handed_in_by=verifier.id), verifier) == []


def test_what_is_not_in_the_form_does_not_make_a_writer() -> None:
    moved = entry(SUBMITTED, written="status owner_id returned_reason disabled_reason")
    assert CUSTOMER.actions(moved, actor(Permission.CUSTOMER_VERIFY)) == ["approve", "return"]


def test_without_permissions_nothing_is_open() -> None:
    assert [CUSTOMER.actions(entry(status), actor()) for status in CustomerStatus] == [[]] * 5


def test_who_does_not_change_a_customer_asks_for_the_change_of_what_may_be_asked() -> None:
    reader = actor(Permission.CUSTOMER_READ)
    known = replace(entry(ACTIVE), proposing=True)
    assert CUSTOMER.actions(known, reader) == ["edit", "disable", "merge", "give", "contacts", "records"]
    assert CUSTOMER.actions(entry(ACTIVE), reader) == ["contacts", "records"]
    assert "disable" not in CUSTOMER.actions(replace(entry(DISABLED), proposing=True), reader)


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


@pytest.mark.parametrize("field", sorted(OUTSIDE_THE_FORM))
def test_what_stands_outside_the_form_makes_nobody_its_writer(field: str) -> None:
    checker = actor(Permission.CUSTOMER_VERIFY)
    assert status_after("approve", entry(SUBMITTED, written=field), checker) is ACTIVE
    with pytest.raises(SamePerson):
        status_after("approve", entry(SUBMITTED, written=f"{field} name"), checker)


@pytest.mark.parametrize("status", CustomerStatus)
def test_each_permission_offers_what_is_its_own_and_none_offers_nothing(status: CustomerStatus) -> None:
    by = {
        None: set(),
        Permission.CUSTOMER_REVEAL: {"reveal"},
        Permission.CUSTOMER_VERIFY: {"approve", "return"},
        Permission.CUSTOMER_WRITE: {*WRITING, "submit", "withdraw", "disable", "enable", "merge"},
    }
    for permission, own in by.items():
        offered = CUSTOMER.actions(entry(status), actor(*([permission] if permission else [])))
        assert set(offered) <= own


def test_without_the_permission_no_change_is_decided() -> None:
    for change in ChangeRequestStatus:
        assert CHANGE_REQUEST.actions(SimpleNamespace(status=change, author_id=uuid4()), actor()) == []
