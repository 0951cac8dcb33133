"""What a person may do with an import, and when."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from chassis.auth import SYSTEM, Actor, Scope
from chassis.errors import Forbidden, SamePerson, WrongStatus
from contracts.customer import ImportStatus
from contracts.permissions import Permission
from services.customer.imports.domain.workflow import IMPORT

S = ImportStatus
ALLOWED = {
    "mapping": ({S.MAPPED}, S.MAPPED),
    "start": ({S.MAPPED}, S.RUNNING),
    "approve": ({S.WAITING_CHECK}, S.CHECKING),
    "return": ({S.WAITING_CHECK}, S.TAKING_BACK),
    "take-back": ({S.MAPPED, S.WAITING_CHECK, S.DONE, S.FAILED}, S.TAKING_BACK),
}
BOTH = {Permission.IMPORT_RUN: Scope.ALL, Permission.IMPORT_VERIFY: Scope.ALL}
AUTHOR, OTHER = (Actor(id=uuid4(), name=name, permissions=BOTH) for name in ("author", "other"))


@dataclass(frozen=True)
class Batch:
    status: ImportStatus
    author_id: UUID | None = AUTHOR.id


def by(action: str) -> Actor:
    """Who does it: the author prepares, somebody else checks."""
    return OTHER if action in ("approve", "return") else AUTHOR


@pytest.mark.parametrize("action", ALLOWED)
@pytest.mark.parametrize("status", ImportStatus)
def test_an_action_is_open_in_its_states_and_in_no_other(action: str, status: ImportStatus) -> None:
    before, after = ALLOWED[action]
    if status in before:
        assert IMPORT.after(action, Batch(status), by(action)) is after
        assert action in IMPORT.actions(Batch(status), by(action))
    else:
        with pytest.raises(WrongStatus) as refused:
            IMPORT.after(action, Batch(status), by(action))
        assert refused.value.detail == {"status": status.value, "action": action}
        assert action not in IMPORT.actions(Batch(status), by(action))


@pytest.mark.parametrize("action", ["mapping", "start"])
def test_nobody_but_the_author_prepares_an_import(action: str) -> None:
    with pytest.raises(Forbidden):
        IMPORT.after(action, Batch(S.MAPPED), OTHER)
    assert IMPORT.actions(Batch(S.MAPPED), OTHER) == ["take-back"]


@pytest.mark.parametrize("action", ["approve", "return"])
def test_the_author_does_not_check_nor_does_the_system(action: str) -> None:
    for actor in (AUTHOR, SYSTEM):
        with pytest.raises(SamePerson):
            IMPORT.after(action, Batch(S.WAITING_CHECK), actor)
    assert IMPORT.actions(Batch(S.WAITING_CHECK), AUTHOR) == ["take-back"]


def test_one_that_got_stuck_can_be_taken_back_and_nothing_else() -> None:
    assert IMPORT.actions(Batch(S.RUNNING), AUTHOR, status=S.FAILED) == ["take-back"]


@pytest.mark.parametrize("status", ImportStatus)
def test_without_the_permission_nothing_is_offered_to_the_author_or_to_anybody_else(status: ImportStatus) -> None:
    author = Actor(id=uuid4(), name="author", permissions={})
    for who in (author, Actor(id=uuid4(), name="other", permissions={})):
        assert IMPORT.actions(SimpleNamespace(status=status, author_id=author.id), who) == []
