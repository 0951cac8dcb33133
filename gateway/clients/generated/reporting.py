# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What the reporting service answers, and what it takes."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from chassis.client import File, Upload
from gateway.clients import Id, Version, ask, fetch, upload


class AnswerComment(TypedDict):
    answer: str


class AnswerTimes(TypedDict):
    answered: int | None
    median_hours: str | None
    p90_hours: str | None
    in_time: int | None
    in_time_percent: str | None


class Answers(TypedDict):
    key: str | None
    now: AnswerTimes | None
    before: AnswerTimes | None


class Assignment(TypedDict):
    version: int
    tier: str | None
    previous: str | None
    amount: str | None
    quantity: int | None
    thresholds: Thresholds | None
    policy_version: int | None
    window_from: str | None
    window_to: str | None
    reason: str | None
    assigned_at: str | None


class Attachment(TypedDict):
    id: str
    version: int
    name: str | None
    media_type: str | None
    size: int | None
    sha256: str | None
    pages: int | None
    series_id: str | None
    number: int | None
    status: str | None
    author_id: str | None
    author_name: str | None
    created_at: str | None
    actions: list[str]


class AttachmentPage(TypedDict):
    items: list[Attachment]
    next: str | None
    actions: list[str]


class ByTier(TypedDict):
    ordinary: int | None
    potential: int | None
    vip: int | None


class ChangePolicy(TypedDict):
    window_months: NotRequired[int]
    kinds: NotRequired[list[Literal["sale", "service", "return"]]]
    potential_amount: NotRequired[str | float]
    potential_quantity: NotRequired[int]
    vip_amount: NotRequired[str | float]
    vip_quantity: NotRequired[int]
    combine: NotRequired[Literal["both", "either"]]
    grace_days: NotRequired[int]
    note: NotRequired[str]


class ChangeReport(TypedDict):
    what_happened: NotRequired[str]
    why: NotRequired[str]
    proposal: NotRequired[str]


class ChangeReportPolicy(TypedDict):
    frequency: NotRequired[Literal["off", "weekly", "monthly"]]
    to_leadership: NotRequired[bool]
    staff_ids: NotRequired[list[str]]


class Comment(TypedDict):
    comment: str


class Compared(TypedDict):
    key: str | None
    now: int | None
    before: int | None
    change: int | None
    percent: str | None


class Complaint(TypedDict):
    code: str | None
    customer_code: str | None
    customer_name: str | None
    tier: str | None
    channel: str | None
    region: str | None
    desk: str | None
    status: str | None
    content: str | None
    result: str | None
    outcome: str | None
    received_at: str | None
    answered_at: str | None
    hours: str | None
    late: bool | None


class CurrentTier(TypedDict):
    customer_id: str | None
    tier: str | None
    judged: str | None
    amount: str | None
    quantity: int | None
    window_from: str | None
    window_to: str | None
    kinds: list[str]
    policy_version: int | None
    thresholds: Thresholds | None
    combine: str | None
    assigned_at: str | None
    below_since: str | None
    grace_until: str | None
    history: list[Assignment]


class Day(TypedDict):
    day: str | None
    feedback: int | None
    complaint: int | None


class Figures(TypedDict):
    as_of: str | None
    period: Period | None
    before: Period | None
    total: Compared | None
    by_kind: list[Compared]
    by_status: list[Compared]
    by_tier: list[Compared]
    by_channel: list[Compared]
    by_desk: list[Compared]
    by_result: list[Compared]
    by_region: list[Compared]
    other_regions: Compared | None
    by_cause: list[Compared]
    other_causes: Compared | None
    by_score: list[Compared]
    satisfaction: list[Satisfaction]
    by_day: list[Day]
    answers: list[Answers]
    open_at_end: Compared | None
    overdue_at_end: Compared | None
    complaints: list[Complaint]


class GenerateReport(TypedDict):
    period_from: str
    period_to: str


class Job(TypedDict):
    job_id: str | None


Move = TypedDict("Move", {"from": "str | None", "to": "str | None", "count": "int | None"})


Period = TypedDict("Period", {"from": "str | None", "to": "str | None"})


class Policy(TypedDict):
    id: str
    version: int
    number: int | None
    status: str | None
    window_months: int | None
    kinds: list[str]
    potential_amount: str | None
    potential_quantity: int | None
    vip_amount: str | None
    vip_quantity: int | None
    combine: str | None
    grace_days: int | None
    note: str | None
    author_id: str | None
    author_name: str | None
    activated_by_name: str | None
    activated_at: str | None
    created_at: str | None
    updated_at: str | None
    actions: list[str]


class PolicyList(TypedDict):
    items: list[Policy]
    next: str | None


class Reader(TypedDict):
    id: str
    name: str | None


class Report(TypedDict):
    id: str
    version: int
    code: str | None
    status: str | None
    period_from: str | None
    period_to: str | None
    comment: str | None
    created_by_name: str | None
    created_at: str | None
    submitted_by_name: str | None
    submitted_at: str | None
    reviewed_by_name: str | None
    reviewed_at: str | None
    approved_at: str | None
    what_happened: str | None
    why: str | None
    proposal: str | None
    answer: str | None
    drawn_up_at: str | None
    figures: Figures | None
    summary: ReportSummary | None
    events: list[ReportEvent]
    letters: list[ReportEmail]
    actions: list[str]


class ReportEmail(TypedDict):
    id: str
    to: str | None
    status: str | None
    attempts: int | None
    last_error: str | None
    created_at: str | None
    sent_at: str | None


class ReportEvent(TypedDict):
    number: int | None
    kind: str | None
    at: str | None
    by_name: str | None
    comment: str | None


class ReportPolicy(TypedDict):
    version: int
    frequency: str | None
    to_leadership: bool | None
    staff_ids: list[str]
    readers: list[Reader]
    actions: list[str]


class ReportRow(TypedDict):
    id: str
    version: int
    code: str | None
    status: str | None
    period_from: str | None
    period_to: str | None
    comment: str | None
    created_by_name: str | None
    created_at: str | None
    submitted_by_name: str | None
    submitted_at: str | None
    reviewed_by_name: str | None
    reviewed_at: str | None
    approved_at: str | None


class ReportRowPage(TypedDict):
    items: list[ReportRow]
    next: str | None


class ReportSummary(TypedDict):
    zh: str | None
    en: str | None


class Revision(TypedDict):
    code: str | None
    period_from: str | None
    period_to: str | None
    event: ReportEvent | None
    what_happened: str | None
    why: str | None
    proposal: str | None
    drawn_up_at: str | None
    figures: Figures | None
    summary: ReportSummary | None


class Run(TypedDict):
    id: str
    reason: str | None
    policy_version: int | None
    customers: int | None
    changed: int | None
    started_at: str | None
    finished_at: str | None
    seconds: float | None


class RunPage(TypedDict):
    items: list[Run]
    next: str | None


Sample = TypedDict(
    "Sample",
    {
        "customer_id": "str | None",
        "code": "str | None",
        "name": "str | None",
        "from": "str | None",
        "to": "str | None",
        "amount": "str | None",
        "quantity": "int | None",
    },
)


class Satisfaction(TypedDict):
    by: str | None
    key: str | None
    now: Satisfied | None
    before: Satisfied | None


class Satisfied(TypedDict):
    answers: int | None
    average: str | None


class Summary(TypedDict):
    by_tier: ByTier | None
    active_policy: Policy | None
    last_run: Run | None


class Threshold(TypedDict):
    amount: str | None
    quantity: int | None


class Thresholds(TypedDict):
    potential: Threshold | None
    vip: Threshold | None


class Trial(TypedDict):
    as_of: str | None
    customers: int | None
    by_tier: ByTier | None
    rises: int | None
    falls: int | None
    moves: list[Move]
    sample: list[Sample]


def read_report_policy() -> ReportPolicy:
    """How often reports are drawn up by the clock, and whom an approved one is mailed to."""
    answered: ReportPolicy = ask("reporting", "GET", "/v1/report-policy")
    return answered


def change_report_policy(body: ChangeReportPolicy, *, version: Version) -> ReportPolicy:
    """Set how often reports are drawn up, and whom they are mailed to from now on."""
    answered: ReportPolicy = ask("reporting", "PATCH", "/v1/report-policy", body=body, version=version)
    return answered


def list_reports(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    status: str | None = None,
    sort: str | None = None,
    to_review: bool | str | None = None,
    in_hand: bool | str | None = None,
) -> ReportRowPage:
    """Reports, a page at a time."""
    answered: ReportRowPage = ask(
        "reporting",
        "GET",
        "/v1/reports",
        query={
            "after": after,
            "limit": limit,
            "status": status,
            "sort": sort,
            "to_review": to_review,
            "in_hand": in_hand,
        },
    )
    return answered


def generate_report(body: GenerateReport, *, key: str = "") -> Report:
    """Compile a report of a period as a draft. Raises Invalid for a period that makes no report, ReportExists when one
    of this period is there.
    """
    answered: Report = ask("reporting", "POST", "/v1/reports", body=body, key=key)
    return answered


def read_report(id: Id) -> Report:
    """A report, on a page or as a file; the reading is in the access log."""
    answered: Report = ask("reporting", "GET", f"/v1/reports/{id}")
    return answered


def change_report(id: Id, body: ChangeReport, *, version: Version) -> Report:
    """Write the words of a report that is not yet under review, or has come back. Raises Stale, WrongStatus."""
    answered: Report = ask("reporting", "PATCH", f"/v1/reports/{id}", body=body, version=version)
    return answered


def answer_comment(id: Id, body: AnswerComment, *, version: Version, key: str = "") -> Report:
    """Answer the reviewer's comment on a report that has come back; it is read when the report is submitted again.
    Raises Stale, WrongStatus.
    """
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/answer", body=body, version=version, key=key)
    return answered


def approve_report(id: Id, *, version: Version, key: str = "") -> Report:
    """Approve a report: it is told, and mailed to whom it goes. Raises Stale, WrongStatus, SamePerson."""
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/approve", version=version, key=key)
    return answered


def list_report_attachments(id: Id, *, after: str | None = None, limit: int | str | None = None) -> AttachmentPage:
    """The files at a report, the newest first."""
    answered: AttachmentPage = ask(
        "reporting", "GET", f"/v1/reports/{id}/attachments", query={"after": after, "limit": limit}
    )
    return answered


def attach_to_report(
    id: Id, file: Upload, *, name: str | None = None, replaces: str | None = None, key: str
) -> Attachment:
    """Put a file at a report; it is looked through for viruses first."""
    answered: Attachment = upload(
        "reporting", f"/v1/reports/{id}/attachments", {"name": name, "replaces": replaces}, file, key=key
    )
    return answered


def fetch_report_attachment(id: Id, attachment_id: Id) -> File:
    """The file as it was given."""
    return fetch("reporting", f"/v1/reports/{id}/attachments/{attachment_id}/file")


def preview_report_attachment(id: Id, attachment_id: Id, *, page: int | str | None = None) -> File:
    """A page of a picture or PDF, drawn anew as a picture."""
    return fetch("reporting", f"/v1/reports/{id}/attachments/{attachment_id}/preview", query={"page": page})


def withdraw_report_attachment(id: Id, attachment_id: Id, *, version: Version, key: str = "") -> Attachment:
    """Withdraw an own file; it can be fetched no more."""
    answered: Attachment = ask(
        "reporting", "POST", f"/v1/reports/{id}/attachments/{attachment_id}/withdraw", version=version, key=key
    )
    return answered


def retry_emails(id: Id, *, key: str = "") -> Report:
    """Try now what the mail server refused, and write to whoever is to get reports since."""
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/letters/retry", key=key)
    return answered


def read_pdf(id: Id) -> File:
    """A report as a PDF; the reading is in the access log."""
    return fetch("reporting", f"/v1/reports/{id}/pdf")


def regenerate_report(id: Id, *, version: Version, key: str = "") -> Report:
    """Generate a report that is not yet under review again, from what is known by now; its words stay. Raises Stale,
    WrongStatus.
    """
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/redraw", version=version, key=key)
    return answered


def return_report(id: Id, body: Comment, *, version: Version, key: str = "") -> Report:
    """Give a report back to customer service with a comment. Raises Stale, WrongStatus, SamePerson."""
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/return", body=body, version=version, key=key)
    return answered


def read_revision(id: Id, number: Id) -> Revision:
    """A report as it stood at one of its steps, by the step's number; the reading is in the access log."""
    answered: Revision = ask("reporting", "GET", f"/v1/reports/{id}/revisions/{number}")
    return answered


def submit_report(id: Id, *, version: Version, key: str = "") -> Report:
    """Hand a report in for its review. Raises Stale, WrongStatus."""
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/submit", version=version, key=key)
    return answered


def read_tables_csv(id: Id, *, language: str | None = None) -> File:
    """A report's tables in one CSV file, one after the other; the reading is in the access log."""
    return fetch("reporting", f"/v1/reports/{id}/tables.csv", query={"language": language})


def read_tables_xlsx(id: Id, *, language: str | None = None) -> File:
    """A report's tables as a workbook with a sheet for each; the reading is in the access log."""
    return fetch("reporting", f"/v1/reports/{id}/tables.xlsx", query={"language": language})


def read_current_tier(customer_id: Id) -> CurrentTier:
    """A customer's tier, the figures and thresholds it rests on, and what came before; the view is in the access log."""
    answered: CurrentTier = ask("reporting", "GET", f"/v1/tiers/of/{customer_id}")
    return answered


def list_policies() -> PolicyList:
    """All policies, the newest first."""
    answered: PolicyList = ask("reporting", "GET", "/v1/tiers/policies")
    return answered


def draft_policy(*, key: str = "") -> Policy:
    """A new draft that says what the policy in force says."""
    answered: Policy = ask("reporting", "POST", "/v1/tiers/policies", key=key)
    return answered


def read_policy(id: Id) -> Policy:
    """One policy. Raises NotFound."""
    answered: Policy = ask("reporting", "GET", f"/v1/tiers/policies/{id}")
    return answered


def change_policy(id: Id, body: ChangePolicy, *, version: Version) -> Policy:
    """Change a draft. Raises Stale, WrongStatus for what is no draft, Invalid where its thresholds would contradict
    each other.
    """
    answered: Policy = ask("reporting", "PATCH", f"/v1/tiers/policies/{id}", body=body, version=version)
    return answered


def activate_policy(id: Id, body: ChangePolicy, *, version: Version, key: str = "") -> Policy:
    """Put a draft in force, with the values that are sent, in place of the policy that is; everybody's tier is
    computed by it at once. Raises Stale, WrongStatus for what is no draft, Invalid.
    """
    answered: Policy = ask(
        "reporting", "POST", f"/v1/tiers/policies/{id}/activate", body=body, version=version, key=key
    )
    return answered


def try_policy(id: Id, body: ChangePolicy, *, key: str = "") -> Trial:
    """What would become of everybody if this policy, with the values that are sent, had been in force for long.
    Changes nothing.
    """
    answered: Trial = ask("reporting", "POST", f"/v1/tiers/policies/{id}/try", body=body, key=key)
    return answered


def recompute(*, key: str = "") -> Job:
    """Have everybody's tier computed soon; asked twice before it starts, it is done once."""
    answered: Job = ask("reporting", "POST", "/v1/tiers/recompute", key=key)
    return answered


def list_runs(*, after: str | None = None, limit: int | str | None = None, sort: str | None = None) -> RunPage:
    """Recomputes, a page at a time."""
    answered: RunPage = ask("reporting", "GET", "/v1/tiers/runs", query={"after": after, "limit": limit, "sort": sort})
    return answered


def read_summary() -> Summary:
    """How many customers there are of each tier, the policy in force, and the last recompute, whatever its reason."""
    answered: Summary = ask("reporting", "GET", "/v1/tiers/summary")
    return answered
