"""Who decides on a file of cases: whoever leads the desk and has not sent it, once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import SamePerson, WrongStatus
from contracts.feedback import CaseFileStatus
from contracts.permissions import Permission
from services.feedback.files.domain.workflow import CASE_FILE, needs_check

ACTIONS = ["approve", "return", "return-rows"]
LEAD = Actor(id=uuid4(), name="somebody", permissions={Permission.CASE_LEAD: Scope.ALL})


@dataclass
class File:
    status: CaseFileStatus = CaseFileStatus.WAITING
    author_id: UUID | None = None


def test_whoever_leads_and_has_not_sent_it_may_do_all() -> None:
    assert CASE_FILE.actions(File(author_id=uuid4()), LEAD) == ACTIONS
    assert CASE_FILE.actions(File(author_id=uuid4()), Actor(id=uuid4(), name="no lead")) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_decides_on_the_own_file(action: str) -> None:
    with pytest.raises(SamePerson):
        CASE_FILE.after(action, File(author_id=LEAD.id), LEAD)


@pytest.mark.parametrize("status", [CaseFileStatus.APPROVED, CaseFileStatus.RETURNED])
@pytest.mark.parametrize("action", ACTIONS)
def test_a_file_is_decided_on_once(action: str, status: CaseFileStatus) -> None:
    with pytest.raises(WrongStatus):
        CASE_FILE.after(action, File(status, uuid4()), LEAD)


@pytest.mark.parametrize(("rows", "unasked", "waits"), [(1, 0, True), (5, 5, False), (6, 5, True), (4, 5, False)])
def test_a_file_waits_beyond_the_limit(rows: int, unasked: int, waits: bool) -> None:
    assert needs_check(rows, unasked) is waits
