"""What may be done with a policy and with a report, in which state, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from chassis.auth import SYSTEM, Actor, Scope
from chassis.errors import SamePerson, WrongStatus
from contracts.permissions import Permission as P
from contracts.reporting import PolicyStatus, ReportStatus
from services.reporting.domain.workflow import POLICY, REPORT


def person(*permissions: P) -> Actor:
    return Actor(id=uuid4(), name="somebody", permissions=dict.fromkeys(permissions, Scope.ALL))


AUTHOR, SUBMITTER, WRITER, OTHER = (person(P.REPORT_READ, P.REPORT_WRITE, P.REPORT_REVIEW) for _ in range(4))
EDITOR = person(P.TIER_READ, P.TIER_EDIT)
REPORT_AFTER = {
    ("edit", ReportStatus.DRAFT): ReportStatus.DRAFT,
    ("edit", ReportStatus.RETURNED): ReportStatus.RETURNED,
    ("answer", ReportStatus.RETURNED): ReportStatus.RETURNED,
    ("submit", ReportStatus.DRAFT): ReportStatus.SUBMITTED,
    ("submit", ReportStatus.RETURNED): ReportStatus.SUBMITTED,
    ("redraw", ReportStatus.DRAFT): ReportStatus.DRAFT,
    ("redraw", ReportStatus.RETURNED): ReportStatus.RETURNED,
    ("return", ReportStatus.SUBMITTED): ReportStatus.RETURNED,
    ("approve", ReportStatus.SUBMITTED): ReportStatus.APPROVED,
    ("retry", ReportStatus.APPROVED): ReportStatus.APPROVED,
}
POLICY_AFTER = {
    ("edit", PolicyStatus.DRAFT): PolicyStatus.DRAFT,
    ("activate", PolicyStatus.DRAFT): PolicyStatus.ACTIVE,
    **{("try", status): status for status in PolicyStatus},
}


@dataclass(frozen=True)
class Report:
    status: ReportStatus
    author_id: UUID | None = AUTHOR.id
    submitted_by: UUID | None = SUBMITTER.id
    writers: tuple[UUID | None, ...] = (WRITER.id,)


@dataclass(frozen=True)
class Policy:
    status: PolicyStatus


@pytest.mark.parametrize("action", sorted(REPORT.steps))
@pytest.mark.parametrize("status", ReportStatus)
def test_a_report_takes_exactly_the_actions_of_its_state(action: str, status: ReportStatus) -> None:
    report = Report(status)
    if (action, status) in REPORT_AFTER:
        assert REPORT.after(action, report, OTHER) is REPORT_AFTER[action, status]
        assert action in REPORT.actions(report, OTHER)
    else:
        with pytest.raises(WrongStatus) as refused:
            REPORT.after(action, report, OTHER)
        assert refused.value.detail == {"status": status.value, "action": action}
        assert action not in REPORT.actions(report, OTHER)


@pytest.mark.parametrize("action", sorted(POLICY.steps))
@pytest.mark.parametrize("status", PolicyStatus)
def test_a_policy_takes_exactly_the_actions_of_its_state(action: str, status: PolicyStatus) -> None:
    policy = Policy(status)
    if (action, status) in POLICY_AFTER:
        assert POLICY.after(action, policy, EDITOR) is POLICY_AFTER[action, status]
        assert action in POLICY.actions(policy, EDITOR)
    else:
        with pytest.raises(WrongStatus):
            POLICY.after(action, policy, EDITOR)
        assert action not in POLICY.actions(policy, EDITOR)


@pytest.mark.parametrize("action", ["approve", "return"])
@pytest.mark.parametrize("actor", [AUTHOR, SUBMITTER, WRITER, SYSTEM], ids=["author", "submitter", "writer", "system"])
def test_neither_author_nor_submitter_nor_writer_nor_the_system_reviews(action: str, actor: Actor) -> None:
    report = Report(ReportStatus.SUBMITTED)
    with pytest.raises(SamePerson):
        REPORT.after(action, report, actor)
    assert REPORT.actions(report, actor) == []


def test_a_report_of_the_schedule_is_reviewed_by_anybody_but_its_submitter() -> None:
    report = Report(ReportStatus.SUBMITTED, author_id=None)
    assert REPORT.actions(report, AUTHOR) == ["approve", "return"]
    assert REPORT.actions(report, SUBMITTER) == []


@pytest.mark.parametrize(
    ("permission", "actions"),
    [
        (P.REPORT_READ, {}),
        (
            P.REPORT_WRITE,
            {
                ReportStatus.DRAFT: ["edit", "submit", "redraw"],
                ReportStatus.RETURNED: ["edit", "answer", "submit", "redraw"],
            },
        ),
        (P.REPORT_REVIEW, {ReportStatus.SUBMITTED: ["approve", "return"], ReportStatus.APPROVED: ["retry"]}),
    ],
)
def test_an_action_on_a_report_is_named_to_who_holds_its_permission(
    permission: P, actions: dict[ReportStatus, list[str]]
) -> None:
    for status in ReportStatus:
        assert REPORT.actions(Report(status), person(permission)) == actions.get(status, [])


def test_who_only_reads_tiers_may_try_a_policy_and_nothing_else() -> None:
    assert POLICY.actions(Policy(PolicyStatus.DRAFT), person(P.TIER_READ)) == ["try"]
    assert POLICY.actions(Policy(PolicyStatus.DRAFT), EDITOR) == ["edit", "try", "activate"]


@pytest.mark.parametrize("status", ReportStatus)
def test_without_the_permission_nothing_is_offered_of_a_report(status: ReportStatus) -> None:
    nobody = Actor(id=uuid4(), name="nobody", permissions={})
    report = SimpleNamespace(status=status, author_id=uuid4(), submitted_by=uuid4())
    assert REPORT.actions(report, nobody) == []


@pytest.mark.parametrize("status", PolicyStatus)
def test_without_the_permission_nothing_is_offered_of_a_policy(status: PolicyStatus) -> None:
    nobody = Actor(id=uuid4(), name="nobody", permissions={})
    assert POLICY.actions(SimpleNamespace(status=status), nobody) == []
    reader = Actor(id=uuid4(), name="reader", permissions={P.TIER_READ: Scope.ALL})
    assert POLICY.actions(SimpleNamespace(status=status), reader) == ["try"]
