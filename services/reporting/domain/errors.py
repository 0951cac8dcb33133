"""How the reporting service refuses."""

from __future__ import annotations

from chassis.errors import Refused


class PolicyNotDraft(Refused):
    """Only a draft can be changed or activated; a policy that was in force stays as it was."""

    code = "policy_not_draft"


class WrongReportStatus(Refused):
    """The report is not in a state that allows this; ``detail["status"]`` is the state it is in."""

    code = "wrong_report_status"


class OwnReport(Refused):
    """Nobody reviews a report that he or she drew up or submitted."""

    code = "own_report"


class ReportExists(Refused):
    """There is a report for this very period; ``detail["id"]`` is its id."""

    code = "report_exists"
