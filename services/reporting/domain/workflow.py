"""What may be done with a tier policy and with a report, in which state, by whom.

A policy: draft -> active -> retired, when another one becomes active. A report: draft or returned -> submitted ->
approved or returned; who reviews it has neither made, nor written of it, nor submitted it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chassis.auth import Actor
from chassis.errors import Refused, SamePerson
from chassis.workflow import Step, Workflow, all_of, decisions
from contracts.permissions import Permission
from contracts.reporting import PolicyStatus, ReportStatus

IN_WORK = frozenset({ReportStatus.DRAFT, ReportStatus.RETURNED})
"""Reports whose figures may still be compiled again, and whose words may still be written."""


def other_than_writers(report: Any, actor: Actor) -> Refused | None:
    """Four eyes: nobody who has written some of its words."""
    return SamePerson() if actor.id in report.writers else None


DECISIONS = decisions(
    waiting=ReportStatus.SUBMITTED,
    leads_to={"approve": ReportStatus.APPROVED, "return": ReportStatus.RETURNED},
    authors=("author_id", "submitted_by"),
    permission=Permission.REPORT_REVIEW,
)

POLICY: Workflow[PolicyStatus] = Workflow(
    {
        "edit": Step(before={PolicyStatus.DRAFT}, permission=Permission.TIER_EDIT),
        "try": Step(before=set(PolicyStatus), permission=Permission.TIER_READ),
        "activate": Step(before={PolicyStatus.DRAFT}, after=PolicyStatus.ACTIVE, permission=Permission.TIER_EDIT),
    }
)
REPORT: Workflow[ReportStatus] = Workflow(
    {
        "edit": Step(before=IN_WORK, permission=Permission.REPORT_WRITE),
        "answer": Step(before={ReportStatus.RETURNED}, permission=Permission.REPORT_WRITE),
        "submit": Step(before=IN_WORK, after=ReportStatus.SUBMITTED, permission=Permission.REPORT_WRITE),
        "redraw": Step(before=IN_WORK, permission=Permission.REPORT_WRITE),
        **{name: replace(step, by=all_of(step.by, other_than_writers)) for name, step in DECISIONS.items() if step.by},
        "retry": Step(before={ReportStatus.APPROVED}, permission=Permission.REPORT_REVIEW),
    }
)
