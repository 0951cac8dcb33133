"""What may be done with a tier policy and with a report, in which state, by whom.

A policy: draft -> active -> retired, when another one becomes active. A report: draft or returned -> submitted ->
approved or returned; who reviews it has neither made nor submitted it.
"""

from __future__ import annotations

from chassis.workflow import Step, Workflow, decisions
from contracts.permissions import Permission
from contracts.reporting import PolicyStatus, ReportStatus

IN_WORK = frozenset({ReportStatus.DRAFT, ReportStatus.RETURNED})
"""Reports whose figures may still be compiled again."""

POLICY: Workflow[PolicyStatus] = Workflow(
    {
        "edit": Step(before={PolicyStatus.DRAFT}, permission=Permission.TIER_EDIT),
        "try": Step(before=set(PolicyStatus), permission=Permission.TIER_READ),
        "activate": Step(before={PolicyStatus.DRAFT}, after=PolicyStatus.ACTIVE, permission=Permission.TIER_EDIT),
    }
)
REPORT: Workflow[ReportStatus] = Workflow(
    {
        "submit": Step(before=IN_WORK, after=ReportStatus.SUBMITTED, permission=Permission.REPORT_WRITE),
        "redraw": Step(before=IN_WORK, permission=Permission.REPORT_WRITE),
        **decisions(
            waiting=ReportStatus.SUBMITTED,
            leads_to={"approve": ReportStatus.APPROVED, "return": ReportStatus.RETURNED},
            authors=("author_id", "submitted_by"),
            permission=Permission.REPORT_REVIEW,
        ),
        "retry": Step(before={ReportStatus.APPROVED}, permission=Permission.REPORT_REVIEW),
    }
)
