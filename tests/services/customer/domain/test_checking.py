"""What may happen in which state."""

from __future__ import annotations

from uuid import uuid4

import pytest

from contracts.customer import CustomerKind, CustomerStatus
from services.customer.domain.checking import after_move, needs_check, require_other_person
from services.customer.domain.errors import SamePerson, WrongStatus
from services.customer.domain.names import found_by


@pytest.mark.parametrize(
    ("move", "status", "after"),
    [
        ("submit", CustomerStatus.DRAFT, CustomerStatus.SUBMITTED),
        ("submit", CustomerStatus.RETURNED, CustomerStatus.SUBMITTED),
        ("approve", CustomerStatus.SUBMITTED, CustomerStatus.ACTIVE),
        ("return", CustomerStatus.SUBMITTED, CustomerStatus.RETURNED),
        ("disable", CustomerStatus.ACTIVE, CustomerStatus.DISABLED),
        ("enable", CustomerStatus.DISABLED, CustomerStatus.ACTIVE),
    ],
)
def test_an_allowed_move_leads_to_its_state(move: str, status: CustomerStatus, after: CustomerStatus) -> None:
    assert after_move(move, status) is after


@pytest.mark.parametrize(
    ("move", "status"),
    [("approve", CustomerStatus.DRAFT), ("submit", CustomerStatus.ACTIVE), ("disable", CustomerStatus.SUBMITTED)],
)
def test_any_other_move_is_refused(move: str, status: CustomerStatus) -> None:
    with pytest.raises(WrongStatus):
        after_move(move, status)


def test_an_unchecked_entry_comes_back_as_a_draft() -> None:
    assert after_move("enable", CustomerStatus.DISABLED, was_verified=False) is CustomerStatus.DRAFT


def test_the_author_is_not_the_checker() -> None:
    author = uuid4()
    with pytest.raises(SamePerson):
        require_other_person(author, author)


def test_only_core_fields_of_checked_customers_wait() -> None:
    changed = {"name", "hobbies"}
    assert needs_check(CustomerKind.PERSON, CustomerStatus.ACTIVE, changed) == {"name"}
    assert needs_check(CustomerKind.PERSON, CustomerStatus.DRAFT, changed) == set()


def test_initials_are_the_first_letters_of_the_syllables() -> None:
    assert found_by("张三").initials == "zs"
    assert found_by("上海ABC 有限公司").initials == "shabcyxgs"


def test_any_two_neighbouring_characters_find_a_name() -> None:
    assert {"张三", "三丰", "zs", "sf"} == set(found_by("张三丰").pairs)
