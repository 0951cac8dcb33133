"""How the reporting service refuses."""

from __future__ import annotations

from chassis.errors import Refused


class ReportExists(Refused):
    """There is a report for this very period; ``detail["id"]`` is its id."""

    code = "report_exists"
