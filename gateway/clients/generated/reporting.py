# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What the reporting service answers, and what it takes."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from chassis.client import File
from gateway.clients import Id, Version, ask, fetch


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


class Comment(TypedDict):
    comment: str


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


class Count(TypedDict):
    key: str | None
    now: int | None
    before: int | None
    change: int | None
    percent: str | None


class Day(TypedDict):
    day: str | None
    feedback: int | None
    complaint: int | None


class DrawUpReport(TypedDict):
    period_from: str
    period_to: str


class Figures(TypedDict):
    as_of: str | None
    period: Period | None
    before: Period | None
    total: Count | None
    by_kind: list[Count]
    by_status: list[Count]
    by_tier: list[Count]
    by_channel: list[Count]
    by_desk: list[Count]
    by_result: list[Count]
    by_region: list[Count]
    other_regions: Count | None
    by_day: list[Day]
    answers: list[Answers]
    open_at_end: Count | None
    overdue_at_end: Count | None
    complaints: list[Complaint]


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


class PolicyList(TypedDict):
    items: list[Policy]
    next: str | None


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
    drawn_up_at: str | None
    figures: Figures | None
    letters: list[ReportLetter]


class ReportLetter(TypedDict):
    id: str
    to: str | None
    status: str | None
    attempts: int | None
    last_error: str | None
    created_at: str | None
    sent_at: str | None


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


class Standing(TypedDict):
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


def list_reports(
    *, after: str | None = None, limit: int | str | None = None, status: str | None = None
) -> ReportRowPage:
    answered: ReportRowPage = ask(
        "reporting", "GET", "/v1/reports", query={"after": after, "limit": limit, "status": status}
    )
    return answered


def draw_up_report(body: DrawUpReport, *, key: str = "") -> Report:
    answered: Report = ask("reporting", "POST", "/v1/reports", body=body, key=key)
    return answered


def read_report(id: Id) -> Report:
    answered: Report = ask("reporting", "GET", f"/v1/reports/{id}")
    return answered


def approve_report(id: Id, *, version: Version, key: str = "") -> Report:
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/approve", version=version, key=key)
    return answered


def retry_letters(id: Id, *, key: str = "") -> Report:
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/letters/retry", key=key)
    return answered


def read_pdf(id: Id) -> File:
    return fetch("reporting", f"/v1/reports/{id}/pdf")


def redraw_report(id: Id, *, version: Version, key: str = "") -> Report:
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/redraw", version=version, key=key)
    return answered


def return_report(id: Id, body: Comment, *, version: Version, key: str = "") -> Report:
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/return", body=body, version=version, key=key)
    return answered


def submit_report(id: Id, *, version: Version, key: str = "") -> Report:
    answered: Report = ask("reporting", "POST", f"/v1/reports/{id}/submit", version=version, key=key)
    return answered


def read_standing(customer_id: Id) -> Standing:
    answered: Standing = ask("reporting", "GET", f"/v1/tiers/of/{customer_id}")
    return answered


def list_policies() -> PolicyList:
    answered: PolicyList = ask("reporting", "GET", "/v1/tiers/policies")
    return answered


def draft_policy(*, key: str = "") -> Policy:
    answered: Policy = ask("reporting", "POST", "/v1/tiers/policies", key=key)
    return answered


def read_policy(id: Id) -> Policy:
    answered: Policy = ask("reporting", "GET", f"/v1/tiers/policies/{id}")
    return answered


def change_policy(id: Id, body: ChangePolicy, *, version: Version) -> Policy:
    answered: Policy = ask("reporting", "PATCH", f"/v1/tiers/policies/{id}", body=body, version=version)
    return answered


def activate_policy(id: Id, *, version: Version, key: str = "") -> Policy:
    answered: Policy = ask("reporting", "POST", f"/v1/tiers/policies/{id}/activate", version=version, key=key)
    return answered


def try_policy(id: Id, *, key: str = "") -> Trial:
    answered: Trial = ask("reporting", "POST", f"/v1/tiers/policies/{id}/try", key=key)
    return answered


def recompute(*, key: str = "") -> Job:
    answered: Job = ask("reporting", "POST", "/v1/tiers/recompute", key=key)
    return answered


def list_runs(*, after: str | None = None, limit: int | str | None = None) -> RunPage:
    answered: RunPage = ask("reporting", "GET", "/v1/tiers/runs", query={"after": after, "limit": limit})
    return answered


def read_summary() -> Summary:
    answered: Summary = ask("reporting", "GET", "/v1/tiers/summary")
    return answered
