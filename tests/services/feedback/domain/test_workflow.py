"""What may happen to which kind of case, in which state, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import WrongStatus
from contracts.feedback import CaseKind, CaseStatus, Desk
from contracts.permissions import Permission
from services.feedback.domain.errors import TakenByOther, WrongCaseKind
from services.feedback.domain.workflow import CASE

ALLOWED = {
    ("take", CaseKind.COMPLAINT, CaseStatus.OPEN): CaseStatus.TAKEN,
    ("take", CaseKind.FEEDBACK, CaseStatus.OPEN): CaseStatus.TAKEN,
    ("release", CaseKind.COMPLAINT, CaseStatus.TAKEN): CaseStatus.OPEN,
    ("release", CaseKind.FEEDBACK, CaseStatus.TAKEN): CaseStatus.OPEN,
    ("reply", CaseKind.FEEDBACK, CaseStatus.OPEN): CaseStatus.ANSWERED,
    ("reply", CaseKind.FEEDBACK, CaseStatus.TAKEN): CaseStatus.ANSWERED,
    ("resolve", CaseKind.COMPLAINT, CaseStatus.TAKEN): CaseStatus.RESOLVED,
    ("close", CaseKind.COMPLAINT, CaseStatus.RESOLVED): CaseStatus.CLOSED,
    ("reopen", CaseKind.COMPLAINT, CaseStatus.RESOLVED): CaseStatus.OPEN,
    ("reopen", CaseKind.COMPLAINT, CaseStatus.CLOSED): CaseStatus.OPEN,
}


AGENT, LEAD = (
    Actor(id=uuid4(), name=name, permissions=dict.fromkeys(permissions, Scope.ALL))
    for name, permissions in (
        ("agent", {Permission.CASE_HANDLE}),
        ("lead", {Permission.CASE_HANDLE, Permission.CASE_LEAD}),
    )
)


@dataclass(frozen=True)
class Case:
    kind: CaseKind
    status: CaseStatus
    desk: Desk = Desk.SERVICE
    assignee_id: UUID | None = None


@pytest.mark.parametrize("action", sorted(CASE.steps.keys() - {"note"}))
@pytest.mark.parametrize("kind", CaseKind)
@pytest.mark.parametrize("status", CaseStatus)
def test_each_action_is_allowed_exactly_where_the_table_says(action: str, kind: CaseKind, status: CaseStatus) -> None:
    case = Case(kind, status)
    if (action, kind, status) in ALLOWED:
        assert CASE.after(action, case, AGENT) is ALLOWED[action, kind, status]
        assert action in CASE.actions(case, AGENT)
    else:
        with pytest.raises((WrongCaseKind, WrongStatus)):
            CASE.after(action, case, AGENT)
        assert action not in CASE.actions(case, AGENT)


@pytest.mark.parametrize("status", CaseStatus)
def test_a_note_may_be_added_at_any_time_and_changes_nothing(status: CaseStatus) -> None:
    assert CASE.after("note", Case(CaseKind.FEEDBACK, status), AGENT) is status


@pytest.mark.parametrize(
    ("action", "kind"), [("resolve", CaseKind.COMPLAINT), ("reply", CaseKind.FEEDBACK)], ids=["resolve", "reply"]
)
def test_who_has_taken_a_case_is_the_one_who_ends_it(action: str, kind: CaseKind) -> None:
    CASE.after(action, Case(kind, CaseStatus.TAKEN, assignee_id=AGENT.id), AGENT)
    with pytest.raises(TakenByOther):
        CASE.after(action, Case(kind, CaseStatus.TAKEN, assignee_id=LEAD.id), AGENT)


def test_feedback_that_nobody_has_taken_may_be_answered_by_anybody_of_its_desk() -> None:
    assert "reply" in CASE.actions(Case(CaseKind.FEEDBACK, CaseStatus.OPEN), AGENT)


def test_a_colleague_may_release_what_somebody_has_taken() -> None:
    taken = Case(CaseKind.COMPLAINT, CaseStatus.TAKEN, assignee_id=LEAD.id)
    assert CASE.after("release", taken, AGENT) is CaseStatus.OPEN


@pytest.mark.parametrize("status", CaseStatus)
def test_only_the_desk_a_case_lies_on_is_offered_anything(status: CaseStatus) -> None:
    waiting = Case(CaseKind.COMPLAINT, status, desk=Desk.LEAD)
    assert CASE.actions(waiting, AGENT) == []
    assert "note" in CASE.actions(waiting, LEAD)


@pytest.mark.parametrize("status", CaseStatus)
@pytest.mark.parametrize("kind", CaseKind)
def test_without_the_permission_nothing_is_offered_at_either_desk(kind: CaseKind, status: CaseStatus) -> None:
    nobody = Actor(id=uuid4(), name="nobody", permissions={})
    for desk in Desk:
        assert CASE.actions(Case(kind, status, desk=desk), nobody) == []
