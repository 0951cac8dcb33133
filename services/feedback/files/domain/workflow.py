"""What may happen to a file of cases: somebody who leads the desk and has not sent it approves it or returns it."""

from __future__ import annotations

from chassis.workflow import Step, Workflow, decisions, other_than
from contracts.feedback import CaseFileStatus
from contracts.permissions import Permission

WAITING = CaseFileStatus.WAITING
MOST_RETURNED = 1_000
"""How many rows are given back at a time."""

CASE_FILE: Workflow[CaseFileStatus] = Workflow(
    {
        **decisions(
            waiting=WAITING,
            leads_to={"approve": CaseFileStatus.APPROVED, "return": CaseFileStatus.RETURNED},
            authors=("author_id",),
            permission=Permission.CASE_LEAD,
        ),
        "return-rows": Step(before={WAITING}, permission=Permission.CASE_LEAD, by=other_than("author_id")),
    }
)


def needs_check(rows: int, unasked: int) -> bool:
    """Whether the rows of a file become cases only when somebody else has approved them."""
    return rows > unasked
