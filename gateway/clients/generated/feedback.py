# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What the feedback service answers, and what it takes."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from chassis.client import Upload
from gateway.clients import Id, Version, ask, upload


class Case(TypedDict):
    id: str
    version: int
    code: str | None
    kind: str | None
    status: str | None
    channel: str | None
    customer_id: str | None
    customer_code: str | None
    customer_name: str | None
    tier: str | None
    desk: str | None
    summary: str | None
    assignee_id: str | None
    assignee_name: str | None
    received_at: str | None
    due_at: str | None
    overdue: bool | None
    answered_at: str | None
    closed_at: str | None
    content: str | None
    region: str | None
    result: str | None
    outcome: str | None
    filed_by: str | None
    filed_by_name: str | None
    source: str | None
    external_id: str | None
    created_at: str | None
    updated_at: str | None
    letter: Letter | None
    actions: list[str]


class CaseEvent(TypedDict):
    id: str
    at: str | None
    kind: str | None
    actor_id: str | None
    actor_name: str | None
    text: str | None
    data: dict[str, Any]


class CaseEventPage(TypedDict):
    items: list[CaseEvent]
    next: str | None


class CaseRow(TypedDict):
    kind: Literal["feedback", "complaint"]
    channel: Literal["phone", "email", "web", "visit", "chat"]
    content: str
    received_at: NotRequired[str | None]
    external_id: NotRequired[str | None]
    customer_code: str


class CaseRowAnswer(TypedDict):
    id: str
    version: int
    code: str | None
    kind: str | None
    status: str | None
    channel: str | None
    customer_id: str | None
    customer_code: str | None
    customer_name: str | None
    tier: str | None
    desk: str | None
    summary: str | None
    assignee_id: str | None
    assignee_name: str | None
    received_at: str | None
    due_at: str | None
    overdue: bool | None
    answered_at: str | None
    closed_at: str | None


class CaseRowAnswerPage(TypedDict):
    items: list[CaseRowAnswer]
    next: str | None


class Count(TypedDict):
    count: int | None
    more: bool | None


class Desk(TypedDict):
    open: int | None
    overdue: int | None
    mine: int | None


class Desks(TypedDict):
    service: Desk | None
    lead: Desk | None


class FileCase(TypedDict):
    kind: Literal["feedback", "complaint"]
    channel: Literal["phone", "email", "web", "visit", "chat"]
    content: str
    received_at: NotRequired[str | None]
    external_id: NotRequired[str | None]
    customer_id: NotRequired[str | None]
    customer_code: NotRequired[str]


class FileCases(TypedDict):
    source: str
    cases: list[CaseRow]


class Filed(TypedDict):
    created: int | None
    unchanged: int | None
    rejected: list[Rejected]


class FiledFile(TypedDict):
    total: int | None
    created: int | None
    unchanged: int | None
    rejected: list[RejectedLine]


class Letter(TypedDict):
    status: str | None
    last_error: str | None
    sent_at: str | None


class Note(TypedDict):
    text: str


class Rejected(TypedDict):
    index: int | None
    field: str | None
    code: str | None


class RejectedLine(TypedDict):
    row: int | None
    column: str | None
    code: str | None
    value: str | None


class Reopen(TypedDict):
    reason: str


class Reply(TypedDict):
    text: str
    mail: NotRequired[bool]


class Resolve(TypedDict):
    result: Literal["satisfied", "compensated", "explained", "unfounded", "unresolved"]
    outcome: str


def list_cases(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    desk: str | None = None,
    tier: str | None = None,
    channel: str | None = None,
    customer_id: Id | None = None,
    mine: bool | str | None = None,
    overdue: bool | str | None = None,
    sort: str | None = None,
) -> CaseRowAnswerPage:
    """Cases that fit a filter, a page at a time."""
    answered: CaseRowAnswerPage = ask(
        "feedback",
        "GET",
        "/v1/cases",
        query={
            "after": after,
            "limit": limit,
            "q": q,
            "kind": kind,
            "status": status,
            "desk": desk,
            "tier": tier,
            "channel": channel,
            "customer_id": customer_id,
            "mine": mine,
            "overdue": overdue,
            "sort": sort,
        },
    )
    return answered


def file_case(body: FileCase, *, key: str = "") -> Case:
    """Write a case down, on the desk that its customer's tier demands.

    The customer stays locked until the end, so that a tier learned at the same moment either comes first or finds
    this case. Raises NoSuchCustomer.
    """
    answered: Case = ask("feedback", "POST", "/v1/cases", body=body, key=key)
    return answered


def file_cases(body: FileCases, *, key: str = "") -> Filed:
    """Many cases of one sender at once; the same id of the sender twice is one case."""
    answered: Filed = ask("feedback", "POST", "/v1/cases/batch", body=body, key=key)
    return answered


def count_cases(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    desk: str | None = None,
    tier: str | None = None,
    channel: str | None = None,
    customer_id: Id | None = None,
    mine: bool | str | None = None,
    overdue: bool | str | None = None,
    sort: str | None = None,
) -> Count:
    """How many cases fit a filter."""
    answered: Count = ask(
        "feedback",
        "GET",
        "/v1/cases/count",
        query={
            "after": after,
            "limit": limit,
            "q": q,
            "kind": kind,
            "status": status,
            "desk": desk,
            "tier": tier,
            "channel": channel,
            "customer_id": customer_id,
            "mine": mine,
            "overdue": overdue,
            "sort": sort,
        },
    )
    return answered


def count_desks() -> Desks:
    """What waits on each desk, how much of it is late, and how much one has in hand."""
    answered: Desks = ask("feedback", "GET", "/v1/cases/desks")
    return answered


def file_case_file(file: Upload, *, source: str, key: str) -> FiledFile:
    """Take the good rows of a file as cases, and say of each other row what is wrong."""
    answered: FiledFile = upload("feedback", "/v1/cases/file", {"source": source}, file, key=key)
    return answered


def read_case(id: Id) -> Case:
    """A case that the actor may see; the reading is on record."""
    answered: Case = ask("feedback", "GET", f"/v1/cases/{id}")
    return answered


def close_case(id: Id, *, version: Version, key: str = "") -> Case:
    """End a resolved complaint."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/close", version=version, key=key)
    return answered


def add_note(id: Id, body: Note, *, version: Version, key: str = "") -> Case:
    """Write something down on the timeline; the case itself stays as it is."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/note", body=body, version=version, key=key)
    return answered


def release_case(id: Id, *, version: Version, key: str = "") -> Case:
    """Put a case back on its desk, one's own or that of a colleague who is away."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/release", version=version, key=key)
    return answered


def reopen_case(id: Id, body: Reopen, *, version: Version, key: str = "") -> Case:
    """Take up a complaint that was not over: it lies open on the desk again, its time starts anew, and if its customer
    has risen in the meantime it moves.
    """
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/reopen", body=body, version=version, key=key)
    return answered


def reply_to_case(id: Id, body: Reply, *, version: Version, key: str = "") -> Case:
    """Answer feedback, which ends it. Who answers what nobody had taken has it from then on."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/reply", body=body, version=version, key=key)
    return answered


def resolve_case(id: Id, body: Resolve, *, version: Version, key: str = "") -> Case:
    """Say how a complaint ended."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/resolve", body=body, version=version, key=key)
    return answered


def take_case(id: Id, *, version: Version, key: str = "") -> Case:
    """Make a case one's own."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/take", version=version, key=key)
    return answered


def list_timeline(id: Id, *, after: str | None = None, limit: int | str | None = None) -> CaseEventPage:
    """What happened with a case, the latest first."""
    answered: CaseEventPage = ask("feedback", "GET", f"/v1/cases/{id}/timeline", query={"after": after, "limit": limit})
    return answered
