"""What may happen to which kind of case, in which state, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import WrongStatus
from contracts.feedback import CaseKind, CaseStatus, Desk
from contracts.permissions import Permission
from services.feedback.domain.errors import MergedAway, NotToAssign, TakenByOther, WrongCaseKind
from services.feedback.domain.workflow import CASE, WATCHED, Watching

BOTH = tuple(CaseKind)
OPEN, TAKEN, ANSWERED = CaseStatus.OPEN, CaseStatus.TAKEN, CaseStatus.ANSWERED
RESOLVED, CLOSED = CaseStatus.RESOLVED, CaseStatus.CLOSED

ALLOWED = {
    ("reply", CaseKind.FEEDBACK, OPEN): ANSWERED,
    ("reply", CaseKind.FEEDBACK, TAKEN): ANSWERED,
    ("resolve", CaseKind.COMPLAINT, TAKEN): RESOLVED,
    ("close", CaseKind.COMPLAINT, RESOLVED): CLOSED,
    ("reopen", CaseKind.COMPLAINT, RESOLVED): OPEN,
    ("reopen", CaseKind.COMPLAINT, CLOSED): OPEN,
    **{("take", kind, OPEN): TAKEN for kind in BOTH},
    **{("release", kind, TAKEN): OPEN for kind in BOTH},
    **{("answer", kind, status): status for kind in BOTH for status in (TAKEN, RESOLVED, ANSWERED)},
    **{("prioritize", kind, status): status for kind in BOTH for status in (OPEN, TAKEN)},
    **{("assign", kind, status): TAKEN for kind in BOTH for status in (OPEN, TAKEN)},
    **{("merge", kind, status): CLOSED for kind in BOTH for status in (OPEN, TAKEN, RESOLVED)},
    **{
        (action, kind, status): status
        for action in ("note", "link", "unlink", "classify")
        for kind in BOTH
        for status in CaseStatus
    },
    **{("said", kind, status): status for kind in BOTH for status in CaseStatus},
}


AGENT, LEAD = (
    Actor(id=uuid4(), name=name, permissions=dict.fromkeys(permissions, Scope.ALL))
    for name, permissions in (
        ("agent", {Permission.CASE_HANDLE, Permission.CASE_WRITE}),
        ("lead", {Permission.CASE_HANDLE, Permission.CASE_LEAD, Permission.CASE_WRITE}),
    )
)


@dataclass(frozen=True)
class Case:
    kind: CaseKind
    status: CaseStatus
    desk: Desk = Desk.SERVICE
    assignee_id: UUID | None = None
    merged_into_id: UUID | None = None


@pytest.mark.parametrize("action", sorted(CASE.steps))
@pytest.mark.parametrize("kind", CaseKind)
@pytest.mark.parametrize("status", CaseStatus)
def test_each_action_is_allowed_exactly_where_the_table_says(action: str, kind: CaseKind, status: CaseStatus) -> None:
    case = Case(kind, status, assignee_id=AGENT.id)
    if (action, kind, status) in ALLOWED:
        assert CASE.after(action, case, AGENT) is ALLOWED[action, kind, status]
        assert action in CASE.actions(case, AGENT)
    else:
        with pytest.raises((WrongCaseKind, WrongStatus)):
            CASE.after(action, case, AGENT)
        assert action not in CASE.actions(case, AGENT)


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("resolve", CaseKind.COMPLAINT),
        ("reply", CaseKind.FEEDBACK),
        *((name, kind) for name in ("answer", "merge") for kind in BOTH),
    ],
)
def test_who_has_taken_a_case_is_the_one_who_answers_and_ends_it(action: str, kind: CaseKind) -> None:
    CASE.after(action, Case(kind, CaseStatus.TAKEN, assignee_id=AGENT.id), AGENT)
    with pytest.raises(TakenByOther):
        CASE.after(action, Case(kind, CaseStatus.TAKEN, assignee_id=LEAD.id), AGENT)


def test_feedback_that_nobody_has_taken_may_be_answered_by_anybody_of_its_desk() -> None:
    assert "reply" in CASE.actions(Case(CaseKind.FEEDBACK, CaseStatus.OPEN), AGENT)


def test_a_colleague_may_release_what_somebody_has_taken() -> None:
    taken = Case(CaseKind.COMPLAINT, CaseStatus.TAKEN, assignee_id=LEAD.id)
    assert CASE.after("release", taken, AGENT) is CaseStatus.OPEN


@pytest.mark.parametrize("status", CaseStatus)
def test_only_the_desk_a_case_lies_on_is_offered_work(status: CaseStatus) -> None:
    waiting = Case(CaseKind.COMPLAINT, status, desk=Desk.LEAD)
    assert CASE.actions(waiting, AGENT) == ["said"]
    assert "note" in CASE.actions(waiting, LEAD)


@pytest.mark.parametrize("status", CaseStatus)
@pytest.mark.parametrize("kind", CaseKind)
def test_without_the_permission_nothing_is_offered_at_either_desk(kind: CaseKind, status: CaseStatus) -> None:
    nobody = Actor(id=uuid4(), name="nobody", permissions={})
    for desk in Desk:
        assert CASE.actions(Case(kind, status, desk=desk), nobody) == []


@pytest.mark.parametrize("status", [OPEN, TAKEN])
def test_the_leadership_assigns_any_case_and_others_what_they_have_in_hand(status: CaseStatus) -> None:
    for holder, agents in ((None, False), (LEAD.id, False), (AGENT.id, True)):
        case = Case(CaseKind.COMPLAINT, status, assignee_id=holder)
        assert CASE.after("assign", case, LEAD) is TAKEN
        assert ("assign" in CASE.actions(case, AGENT)) is agents
        if not agents:
            with pytest.raises(NotToAssign):
                CASE.after("assign", case, AGENT)


def test_what_was_merged_takes_nothing_up_and_comes_back_whatever_its_kind() -> None:
    for kind in BOTH:
        merged = Case(kind, CLOSED, merged_into_id=uuid4())
        assert CASE.after("reopen", merged, AGENT) is OPEN
        with pytest.raises(MergedAway):
            CASE.after("said", merged, AGENT)


def test_who_sees_a_case_watches_it_or_no_longer() -> None:
    reader = Actor(id=uuid4(), name="reader", permissions={Permission.CASE_READ: Scope.OWN})
    case = Case(CaseKind.FEEDBACK, CLOSED)
    assert WATCHED.actions(case, reader, status=Watching.NO) == ["watch"]
    assert WATCHED.actions(case, reader, status=Watching.YES) == ["unwatch"]
    with pytest.raises(WrongStatus):
        WATCHED.after("watch", case, reader, status=Watching.YES)
