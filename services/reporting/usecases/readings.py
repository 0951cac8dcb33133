"""Reading a report: it is on record who did."""

from __future__ import annotations

from uuid import UUID

from chassis.audit import log_access
from chassis.context import Context
from services.reporting.store import reports
from services.reporting.store.models import Report, ReportEvent, ReportSnapshot


def read_report(ctx: Context, id: UUID) -> Report:
    """A report, on a page or as a file; the reading is in the access log."""
    report = reports.report_of(ctx.session, id)
    log_access(ctx, Report.__tablename__, id)
    return report


def read_revision(ctx: Context, id: UUID, number: int) -> tuple[Report, ReportEvent, ReportSnapshot]:
    """A report as it stood at one of its steps; the reading is in the access log."""
    report = read_report(ctx, id)
    return report, *reports.revision_of(ctx.session, id, number)
