# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What every service answers of itself."""

from __future__ import annotations

from typing import Any, TypedDict

from chassis.client import File
from gateway.clients import ask, fetch


class AskedCheck(TypedDict):
    job_id: str | None


class AuditedChange(TypedDict):
    id: str
    at: str | None
    actor_id: str | None
    actor_name: str | None
    origin: str | None
    request_id: str | None
    kind: str | None
    record_id: str | None
    record_name: str | None
    action: str | None
    fields: dict[str, Any]
    people: dict[str, Any]


class AuditedChangePage(TypedDict):
    items: list[AuditedChange]
    next: str | None


class AuditedReading(TypedDict):
    id: str
    at: str | None
    actor_id: str | None
    actor_name: str | None
    origin: str | None
    request_id: str | None
    kind: str | None
    record_id: str | None
    record_name: str | None
    purpose: str | None
    note: str | None


class AuditedReadingPage(TypedDict):
    items: list[AuditedReading]
    next: str | None


class Cursor(TypedDict):
    producer: str | None
    cursor: int | None
    head_seen: int | None
    lag: int | None
    heard_at: str | None
    status: str | None
    status_detail: str | None
    parked: int | None


class Emails(TypedDict):
    waiting: int | None
    failed: int | None


class FailedJob(TypedDict):
    id: str
    name: str | None
    last_error: str | None
    finished_at: str | None


class Jobs(TypedDict):
    waiting: int | None
    running: int | None
    failed: int | None
    oldest_due_at: str | None


class SealCheck(TypedDict):
    at: str | None
    ok: bool | None
    seals: int | None
    rows: int | None
    unsealed: int | None
    head: str | None
    flaws: list[str]


class Seals(TypedDict):
    seals: int | None
    sealed_at: str | None
    head: str | None
    unsealed: int | None
    checked: SealCheck | None


class SealsState(TypedDict):
    unsealed: int | None
    checked_at: str | None
    ok: bool | None


class Subscription(TypedDict):
    consumer: str | None
    head: int | None
    acked: int | None
    lag: int | None
    lag_seconds: float | None
    status: str | None
    status_detail: str | None
    acked_at: str | None
    paused: bool | None


class System(TypedDict):
    service: str | None
    head: int | None
    unsequenced: int | None
    needs_people: list[str]
    subscriptions: list[Subscription]
    cursors: list[Cursor]
    jobs: Jobs | None
    failed_jobs: list[FailedJob]
    letters: Emails | None
    seals: SealsState | None


def list_audited_changes(
    service: str,
    *,
    after: str | None = None,
    limit: int | str | None = None,
    person: str | None = None,
    record: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> AuditedChangePage:
    """What was changed: who, when, from where, which field, from what to what."""
    answered: AuditedChangePage = ask(
        service,
        "GET",
        f"/v1/audit/{service}/changes",
        query={
            "after": after,
            "limit": limit,
            "person": person,
            "record": record,
            "kind": kind,
            "since": since,
            "until": until,
        },
    )
    return answered


def export_changes(
    service: str,
    *,
    after: str | None = None,
    limit: int | str | None = None,
    person: str | None = None,
    record: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> File:
    """The changes that fit, as a CSV file; making it is on record."""
    return fetch(
        service,
        f"/v1/audit/{service}/changes.csv",
        query={
            "after": after,
            "limit": limit,
            "person": person,
            "record": record,
            "kind": kind,
            "since": since,
            "until": until,
        },
    )


def ask_for_check(service: str, *, key: str = "") -> AskedCheck:
    """Have every seal and every row under it verified in the background."""
    answered: AskedCheck = ask(service, "POST", f"/v1/audit/{service}/checks", key=key)
    return answered


def list_audited_readings(
    service: str,
    *,
    after: str | None = None,
    limit: int | str | None = None,
    person: str | None = None,
    record: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> AuditedReadingPage:
    """What was read: who, when, which record, for which purpose."""
    answered: AuditedReadingPage = ask(
        service,
        "GET",
        f"/v1/audit/{service}/readings",
        query={
            "after": after,
            "limit": limit,
            "person": person,
            "record": record,
            "kind": kind,
            "since": since,
            "until": until,
        },
    )
    return answered


def export_readings(
    service: str,
    *,
    after: str | None = None,
    limit: int | str | None = None,
    person: str | None = None,
    record: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> File:
    """The readings that fit, as a CSV file; making it is on record."""
    return fetch(
        service,
        f"/v1/audit/{service}/readings.csv",
        query={
            "after": after,
            "limit": limit,
            "person": person,
            "record": record,
            "kind": kind,
            "since": since,
            "until": until,
        },
    )


def read_seals(service: str) -> Seals:
    """How far changes and readings are sealed, and what the last look at the seals found."""
    answered: Seals = ask(service, "GET", f"/v1/audit/{service}/seals")
    return answered


def read_state(service: str) -> System:
    """How news, jobs, emails and seals stand, and what does not mend by itself."""
    answered: System = ask(service, "GET", f"/v1/system/{service}")
    return answered
