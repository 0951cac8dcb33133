# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What the feedback service answers, and what it takes."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from chassis.client import File, Upload
from gateway.clients import Id, Version, ask, ask_public, fetch, upload


class Absence(TypedDict):
    id: str
    version: int
    person_id: str | None
    person_name: str | None
    substitute_id: str | None
    substitute_name: str | None
    from_day: str | None
    to_day: str | None
    status: str | None
    actions: list[str]


class AbsencePage(TypedDict):
    items: list[Absence]
    next: str | None


class AddEntry(TypedDict):
    name: str
    parent_code: NotRequired[str]
    aliases: NotRequired[list[str]]


class AddRule(TypedDict):
    kind: Literal["feedback", "complaint"]
    tier: Literal["ordinary", "potential", "vip"]
    channel: Literal["phone", "email", "web", "visit", "chat"]
    first_minutes: NotRequired[int | None]
    result_minutes: int
    clock: Literal["working", "always"]


class AddTemplate(TypedDict):
    name: str
    subject_zh: str
    text_zh: str
    subject_en: str
    text_en: str


class AnswerCustomer(TypedDict):
    text: str
    channel: Literal["phone", "email", "web", "visit", "chat"]
    subject: NotRequired[str]


class AnswerSurvey(TypedDict):
    token: str
    score: int
    words: NotRequired[str]


class AnsweredChoice(TypedDict):
    value: str | None
    zh: str | None
    en: str | None


class Assign(TypedDict):
    staff_id: str
    text: NotRequired[str]


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
    priority: str | None
    subject: str | None
    cause: str | None
    product: str | None
    place: str | None
    subject_line: str | None
    summary: str | None
    assignee_id: str | None
    assignee_name: str | None
    received_at: str | None
    due_at: str | None
    waiting_since: str | None
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
    letter: Email | None
    customer_readable: bool | None
    told_by: str | None
    satisfaction: int | None
    first_due_at: str | None
    first_answered_at: str | None
    due_clock: str | None
    merged_into_id: str | None
    mailable: bool | None
    watched: bool | None
    related: list[Related]
    colleagues: list[Colleague]
    custom: dict[str, Any]
    actions: list[str]


class CaseEvent(TypedDict):
    id: str
    at: str | None
    kind: str | None
    actor_id: str | None
    actor_name: str | None
    text: str | None
    data: dict[str, Any]
    case_id: str | None
    case_code: str | None
    inbound: bool | None
    channel: str | None
    letter: Email | None


class CaseEventPage(TypedDict):
    items: list[CaseEvent]
    next: str | None


class CaseFigure(TypedDict):
    month: str | None
    kind: str | None
    rows: int | None
    books_rows: int | None


class CaseFileLimit(TypedDict):
    rows_unasked: int


class CaseFilePolicy(TypedDict):
    version: int
    rows_unasked: int | None


class CaseFileRead(TypedDict):
    format: str | None
    encoding: str | None
    certain: bool | None
    delimiter: str | None
    sheet: str | None
    other_sheets: list[str]
    heading_row: int | None


class CaseNote(TypedDict):
    text: str


class CaseProblem(TypedDict):
    code: str | None
    column: str | None
    rows: int | None


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
    priority: str | None
    subject: str | None
    cause: str | None
    product: str | None
    place: str | None
    subject_line: str | None
    summary: str | None
    assignee_id: str | None
    assignee_name: str | None
    received_at: str | None
    due_at: str | None
    waiting_since: str | None
    overdue: bool | None
    answered_at: str | None
    closed_at: str | None


class CaseRowAnswerPage(TypedDict):
    items: list[CaseRowAnswer]
    next: str | None


class ChangeEntry(TypedDict):
    name: NotRequired[str]
    aliases: NotRequired[list[str]]
    position: NotRequired[int]


class ChangeField(TypedDict):
    title_zh: str
    title_en: str
    required: NotRequired[bool]
    searchable: NotRequired[bool]
    personal: NotRequired[bool]
    default: NotRequired[Any]
    choices: NotRequired[list[Choice]]
    position: NotRequired[int]


class ChangeRule(TypedDict):
    first_minutes: NotRequired[int | None]
    result_minutes: int
    clock: Literal["working", "always"]


class ChangeTemplate(TypedDict):
    name: NotRequired[str]
    subject_zh: NotRequired[str]
    text_zh: NotRequired[str]
    subject_en: NotRequired[str]
    text_en: NotRequired[str]


class CheckedFile(TypedDict):
    id: str
    version: int
    status: str | None
    filename: str | None
    source: str | None
    total: int | None
    created: int | None
    unchanged: int | None
    rejected: int | None
    author_id: str | None
    author_name: str | None
    decided_by_name: str | None
    decided_at: str | None
    reason: str | None
    created_at: str | None
    rows: list[SeenCase]
    figures: list[CaseFigure]
    problems: list[CaseProblem]
    actions: list[str]


class Choice(TypedDict):
    value: str
    zh: str
    en: str


class Classify(TypedDict):
    subject: NotRequired[str]
    cause: NotRequired[str]
    product: NotRequired[str]
    place: NotRequired[str]


class Colleague(TypedDict):
    id: str
    name: str | None
    department_name: str | None
    in_hand: int | None
    away: bool | None
    substitute_name: str | None


class Colleagues(TypedDict):
    items: list[Colleague]


class Count(TypedDict):
    count: int | None
    more: bool | None


class CreateCase(TypedDict):
    kind: Literal["feedback", "complaint"]
    channel: Literal["phone", "email", "web", "visit", "chat"]
    content: str
    received_at: NotRequired[str | None]
    external_id: NotRequired[str | None]
    customer_id: NotRequired[str | None]
    customer_code: NotRequired[str]
    subject: NotRequired[str]
    cause: NotRequired[str]
    product: NotRequired[str]
    place: NotRequired[str]


class CreateCases(TypedDict):
    source: str
    cases: list[CaseRow]


class DeadlineRule(TypedDict):
    id: str
    version: int
    kind: str | None
    tier: str | None
    channel: str | None
    first_minutes: int | None
    result_minutes: int | None
    clock: str | None
    status: str | None
    actions: list[str]


class DeadlineRulePage(TypedDict):
    items: list[DeadlineRule]
    next: str | None


class DefineField(TypedDict):
    title_zh: str
    title_en: str
    required: NotRequired[bool]
    searchable: NotRequired[bool]
    personal: NotRequired[bool]
    default: NotRequired[Any]
    choices: NotRequired[list[Choice]]
    position: NotRequired[int]
    key: str
    type: Literal["text", "number", "money", "date", "choice", "choices", "yes_no", "person", "link"]


class Desk(TypedDict):
    open: int | None
    overdue: int | None
    mine: int | None


class Desks(TypedDict):
    service: Desk | None
    lead: Desk | None


class Draft(TypedDict):
    id: str
    version: int
    code: str | None
    kind: str | None
    customer_name: str | None
    content: str | None
    to: str | None
    subject: str | None
    text: str | None
    templates: list[OfferedTemplate]
    actions: list[str]


class Email(TypedDict):
    status: str | None
    last_error: str | None
    sent_at: str | None


class EmailWords(TypedDict):
    to: str | None
    mailed: bool | None
    subject: str | None
    text: str | None


class Field(TypedDict):
    id: str
    version: int
    key: str | None
    type: str | None
    title_zh: str | None
    title_en: str | None
    required: bool | None
    searchable: bool | None
    personal: bool | None
    default: Any
    choices: list[AnsweredChoice]
    position: int | None
    active: bool | None
    actions: list[str]


class Fields(TypedDict):
    fields: list[Field]
    actions: list[str]


class FileReason(TypedDict):
    reason: str


class FileRow(TypedDict):
    id: str
    version: int
    status: str | None
    filename: str | None
    source: str | None
    total: int | None
    created: int | None
    unchanged: int | None
    rejected: int | None
    author_id: str | None
    author_name: str | None
    decided_by_name: str | None
    decided_at: str | None
    reason: str | None
    created_at: str | None


class FileRowPage(TypedDict):
    items: list[FileRow]
    next: str | None


class Filed(TypedDict):
    created: int | None
    unchanged: int | None
    rejected: list[Rejected]


class FiledFile(TypedDict):
    total: int | None
    created: int | None
    unchanged: int | None
    rejected: list[RejectedLine]
    waiting: str | None
    read_as: CaseFileRead | None


class FilesToCheck(TypedDict):
    waiting: int | None


class FillIn(TypedDict):
    values: dict[str, Any]


class GoAway(TypedDict):
    substitute_id: str
    from_day: str
    to_day: str


class ListEntry(TypedDict):
    id: str
    version: int
    code: str | None
    parent_code: str | None
    path: str | None
    name: str | None
    full_name: str | None
    aliases: list[str]
    position: int | None
    standard: bool | None
    active: bool | None
    actions: list[str]


class ListEntryPage(TypedDict):
    items: list[ListEntry]
    next: str | None
    actions: list[str]


class LookAtSurvey(TypedDict):
    token: str


class NameTag(TypedDict):
    name: str
    color: NotRequired[
        Literal[
            "", "blue", "azure", "indigo", "purple", "pink", "red", "orange", "yellow", "lime", "green", "teal", "cyan"
        ]
    ]


class Neighbours(TypedDict):
    previous: str | None
    next: str | None


class Note(TypedDict):
    id: str
    version: int
    text: str | None
    mentions: list[str]
    status: str | None
    author_id: str | None
    author_name: str | None
    created_at: str | None
    updated_at: str | None
    actions: list[str]


class NotePage(TypedDict):
    items: list[Note]
    next: str | None


class OfferedTemplate(TypedDict):
    id: str
    name: str | None


class OtherCase(TypedDict):
    code: str


class OwnDay(TypedDict):
    id: str
    version: int
    day: str | None
    worked: bool | None
    reason: str | None
    status: str | None
    actions: list[str]


class OwnDayPage(TypedDict):
    items: list[OwnDay]
    next: str | None


class Prioritize(TypedDict):
    priority: Literal["low", "normal", "high", "urgent"]


class Rate(TypedDict):
    score: int
    words: NotRequired[str]


class Rejected(TypedDict):
    index: int | None
    field: str | None
    code: str | None


class RejectedLine(TypedDict):
    row: int | None
    column: str | None
    code: str | None
    value: str | None


class Related(TypedDict):
    id: str
    code: str | None
    kind: str | None
    status: str | None
    relation: str | None
    subject_line: str | None


class Reopen(TypedDict):
    reason: str


class Reply(TypedDict):
    text: str
    mail: NotRequired[bool]
    told: NotRequired[Literal["phone", "email", "web", "visit", "chat", None]]


class ReplyTemplate(TypedDict):
    id: str
    version: int
    name: str | None
    subject_zh: str | None
    text_zh: str | None
    subject_en: str | None
    text_en: str | None
    status: str | None
    created_at: str | None
    updated_at: str | None
    actions: list[str]


class ReplyTemplatePage(TypedDict):
    items: list[ReplyTemplate]
    next: str | None


class Resolve(TypedDict):
    result: Literal["satisfied", "compensated", "explained", "unfounded", "unresolved"]
    outcome: str
    cause: NotRequired[str]


class ReturnCaseRows(TypedDict):
    rows: list[int]
    reason: str


class Said(TypedDict):
    text: str
    channel: Literal["phone", "email", "web", "visit", "chat"]


class SeenCase(TypedDict):
    row: int | None
    received_at: str | None
    customer_code: str | None
    channel: str | None
    kind: str | None
    content: str | None
    code: str | None
    column: str | None
    value: str | None
    returnable: bool | None


class SeenCasePage(TypedDict):
    items: list[SeenCase]
    next: str | None


class SetCalendar(TypedDict):
    weekdays: list[int]
    opens: str
    lunch_from: str
    lunch_to: str
    closes: str
    public_holidays: bool


class SetDay(TypedDict):
    day: str
    worked: bool
    reason: str


class SetTags(TypedDict):
    tags: list[str]


class ShowEmail(TypedDict):
    text: str
    subject: NotRequired[str]
    ends: NotRequired[bool]


class Survey(TypedDict):
    expires_at: str | None


class Tag(TypedDict):
    id: str
    version: int
    name: str | None
    color: str | None
    active: bool | None


class Tags(TypedDict):
    tags: list[Tag]


class Values(TypedDict):
    id: str
    version: int
    custom: dict[str, Any]
    actions: list[str]


class Wait(TypedDict):
    text: NotRequired[str]


class WorkingCalendar(TypedDict):
    id: str
    version: int
    weekdays: list[int]
    opens: str | None
    lunch_from: str | None
    lunch_to: str | None
    closes: str | None
    public_holidays: bool | None
    actions: list[str]


class WriteNote(TypedDict):
    text: str
    mentions: NotRequired[list[str]]


def list_absences(*, after: str | None = None, limit: int | str | None = None, sort: str | None = None) -> AbsencePage:
    """One's own absences and those in which one stands in; to the leadership those of all."""
    answered: AbsencePage = ask("feedback", "GET", "/v1/absences", query={"after": after, "limit": limit, "sort": sort})
    return answered


def go_away(body: GoAway, *, key: str = "") -> Absence:
    """Name who stands in for oneself. Raises Invalid for days that cannot be or for who cannot stand in, Forbidden for
    who works at no desk, AlreadyAway.
    """
    answered: Absence = ask("feedback", "POST", "/v1/absences", body=body, key=key)
    return answered


def end_absence(id: Id, *, version: Version, key: str = "") -> Absence:
    """Be back earlier than was said. Raises Forbidden for who works at no desk, NotYourAbsence, WrongStatus."""
    answered: Absence = ask("feedback", "POST", f"/v1/absences/{id}/end", version=version, key=key)
    return answered


def list_case_files(*, after: str | None = None, limit: int | str | None = None) -> FileRowPage:
    """The files that one has sent, or may check, the newest first."""
    answered: FileRowPage = ask("feedback", "GET", "/v1/case-files", query={"after": after, "limit": limit})
    return answered


def count_case_files() -> FilesToCheck:
    """How many files wait for one's check."""
    answered: FilesToCheck = ask("feedback", "GET", "/v1/case-files/count")
    return answered


def read_case_file_policy() -> CaseFilePolicy:
    """How many cases of a file are filed without a check."""
    answered: CaseFilePolicy = ask("feedback", "GET", "/v1/case-files/policy")
    return answered


def set_case_file_limit(body: CaseFileLimit, *, version: Version) -> CaseFilePolicy:
    """Change how many cases of a file are filed without a check."""
    answered: CaseFilePolicy = ask("feedback", "PATCH", "/v1/case-files/policy", body=body, version=version)
    return answered


def read_case_file(id: Id) -> CheckedFile:
    """A file with what is looked at for its check; that it was seen is on record."""
    answered: CheckedFile = ask("feedback", "GET", f"/v1/case-files/{id}")
    return answered


def approve_case_file(id: Id, *, version: Version, key: str = "") -> CheckedFile:
    """The file is right: its good rows become cases, filed by its author. Raises WrongStatus, SamePerson."""
    answered: CheckedFile = ask("feedback", "POST", f"/v1/case-files/{id}/approve", version=version, key=key)
    return answered


def download_case_file_errors(id: Id) -> File:
    """The rows of a file that were refused, with what is wrong with them, to be corrected and sent again."""
    return fetch("feedback", f"/v1/case-files/{id}/errors.csv")


def return_case_file(id: Id, body: FileReason, *, version: Version, key: str = "") -> CheckedFile:
    """The file is wrong: none of it becomes a case, and its author reads why. Raises WrongStatus, SamePerson."""
    answered: CheckedFile = ask("feedback", "POST", f"/v1/case-files/{id}/return", body=body, version=version, key=key)
    return answered


def return_case_rows(id: Id, body: ReturnCaseRows, *, version: Version, key: str = "") -> CheckedFile:
    """Give some rows back to the author with a reason; the others can be approved. Raises WrongStatus, SamePerson, and
    Invalid for a row that waits for no check.
    """
    answered: CheckedFile = ask(
        "feedback", "POST", f"/v1/case-files/{id}/return-rows", body=body, version=version, key=key
    )
    return answered


def list_case_file_rows(id: Id, *, after: str | None = None, limit: int | str | None = None) -> SeenCasePage:
    """The rows of a file that are kept: all while it waits, those with a flaw afterwards."""
    answered: SeenCasePage = ask("feedback", "GET", f"/v1/case-files/{id}/rows", query={"after": after, "limit": limit})
    return answered


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
    priority: str | None = None,
    subject: str | None = None,
    cause: str | None = None,
    product: str | None = None,
    place: str | None = None,
    mine: bool | str | None = None,
    watched: bool | str | None = None,
    undone: bool | str | None = None,
    overdue: bool | str | None = None,
    tag: Id | None = None,
    custom: str | None = None,
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
            "priority": priority,
            "subject": subject,
            "cause": cause,
            "product": product,
            "place": place,
            "mine": mine,
            "watched": watched,
            "undone": undone,
            "overdue": overdue,
            "tag": tag,
            "custom": custom,
            "sort": sort,
        },
    )
    return answered


def create_case(body: CreateCase, *, key: str = "") -> Case:
    """Write a case down, on the desk that its customer's tier demands.

    The customer stays locked until the end, so that a tier learned at the same moment either comes first or finds
    this case. Raises NoSuchCustomer, Invalid for a time that cannot be true and for what no list has.
    """
    answered: Case = ask("feedback", "POST", "/v1/cases", body=body, key=key)
    return answered


def create_cases(body: CreateCases, *, key: str = "") -> Filed:
    """Many cases of one sender at once; the same id of the sender twice is one case."""
    answered: Filed = ask("feedback", "POST", "/v1/cases/batch", body=body, key=key)
    return answered


def list_colleagues() -> Colleagues:
    """Who works at the desks that one works at."""
    answered: Colleagues = ask("feedback", "GET", "/v1/cases/colleagues")
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
    priority: str | None = None,
    subject: str | None = None,
    cause: str | None = None,
    product: str | None = None,
    place: str | None = None,
    mine: bool | str | None = None,
    watched: bool | str | None = None,
    undone: bool | str | None = None,
    overdue: bool | str | None = None,
    tag: Id | None = None,
    custom: str | None = None,
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
            "priority": priority,
            "subject": subject,
            "cause": cause,
            "product": product,
            "place": place,
            "mine": mine,
            "watched": watched,
            "undone": undone,
            "overdue": overdue,
            "tag": tag,
            "custom": custom,
            "sort": sort,
        },
    )
    return answered


def count_desks() -> Desks:
    """What waits on each desk, how much of it is late, and how much one has in hand."""
    answered: Desks = ask("feedback", "GET", "/v1/cases/desks")
    return answered


def list_case_fields() -> Fields:
    """The fields that this house has added to a case."""
    answered: Fields = ask("feedback", "GET", "/v1/cases/fields")
    return answered


def define_case_field(body: DefineField, *, key: str = "") -> Field:
    """Add a field to a case."""
    answered: Field = ask("feedback", "POST", "/v1/cases/fields", body=body, key=key)
    return answered


def change_case_field(field_id: Id, body: ChangeField, *, version: Version) -> Field:
    """Change how a field is called, asked for and shown."""
    answered: Field = ask("feedback", "PATCH", f"/v1/cases/fields/{field_id}", body=body, version=version)
    return answered


def disable_case_field(field_id: Id, *, version: Version, key: str = "") -> Field:
    """Ask for a field, or ask for it no more."""
    answered: Field = ask("feedback", "POST", f"/v1/cases/fields/{field_id}/disable", version=version, key=key)
    return answered


def enable_case_field(field_id: Id, *, version: Version, key: str = "") -> Field:
    """Ask for a field, or ask for it no more."""
    answered: Field = ask("feedback", "POST", f"/v1/cases/fields/{field_id}/enable", version=version, key=key)
    return answered


def import_case_file(
    file: Upload,
    *,
    source: str | None = None,
    encoding: Literal["", "utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"] | None = None,
    sheet: str | None = None,
    key: str,
) -> FiledFile:
    """Take a file: beyond the limit its good rows wait for somebody else's check, and of each other row it is said
    what is wrong. Raises Invalid.
    """
    answered: FiledFile = upload(
        "feedback", "/v1/cases/file", {"source": source, "encoding": encoding, "sheet": sheet}, file, key=key
    )
    return answered


def list_case_tags() -> Tags:
    """All tags that a case can have."""
    answered: Tags = ask("feedback", "GET", "/v1/cases/tags")
    return answered


def add_case_tag(body: NameTag, *, key: str = "") -> Tag:
    """Add a tag to the list of those that a case can have."""
    answered: Tag = ask("feedback", "POST", "/v1/cases/tags", body=body, key=key)
    return answered


def change_case_tag(tag_id: Id, body: NameTag, *, version: Version) -> Tag:
    """Give a tag another name or colour."""
    answered: Tag = ask("feedback", "PATCH", f"/v1/cases/tags/{tag_id}", body=body, version=version)
    return answered


def disable_case_tag(tag_id: Id, *, version: Version, key: str = "") -> Tag:
    """Offer a tag, or offer it no more."""
    answered: Tag = ask("feedback", "POST", f"/v1/cases/tags/{tag_id}/disable", version=version, key=key)
    return answered


def enable_case_tag(tag_id: Id, *, version: Version, key: str = "") -> Tag:
    """Offer a tag, or offer it no more."""
    answered: Tag = ask("feedback", "POST", f"/v1/cases/tags/{tag_id}/enable", version=version, key=key)
    return answered


def read_case(id: Id) -> Case:
    """A case that the actor may see; the reading is in the access log."""
    answered: Case = ask("feedback", "GET", f"/v1/cases/{id}")
    return answered


def answer_customer(id: Id, body: AnswerCustomer, *, version: Version, key: str = "") -> Case:
    """Tell the customer something, by mail or as noted, as often as is needed; the case stays where it is. Raises
    Invalid when it is to be mailed and no address is known.
    """
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/answer", body=body, version=version, key=key)
    return answered


def assign_case(id: Id, body: Assign, *, version: Version, key: str = "") -> Case:
    """Give a case to somebody who works at its desk. Of who is away, the substitute gets it, and the timeline says so.
    Raises Invalid for somebody who cannot have it, or has it already.
    """
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/assign", body=body, version=version, key=key)
    return answered


def list_case_attachments(id: Id, *, after: str | None = None, limit: int | str | None = None) -> AttachmentPage:
    """The files at a case, the newest first."""
    answered: AttachmentPage = ask(
        "feedback", "GET", f"/v1/cases/{id}/attachments", query={"after": after, "limit": limit}
    )
    return answered


def attach_to_case(
    id: Id, file: Upload, *, name: str | None = None, replaces: str | None = None, key: str
) -> Attachment:
    """Put a file at a case; it is looked through for viruses first."""
    answered: Attachment = upload(
        "feedback", f"/v1/cases/{id}/attachments", {"name": name, "replaces": replaces}, file, key=key
    )
    return answered


def fetch_case_attachment(id: Id, attachment_id: Id) -> File:
    """The file as it was given."""
    return fetch("feedback", f"/v1/cases/{id}/attachments/{attachment_id}/file")


def preview_case_attachment(id: Id, attachment_id: Id, *, page: int | str | None = None) -> File:
    """A page of a picture or PDF, drawn anew as a picture."""
    return fetch("feedback", f"/v1/cases/{id}/attachments/{attachment_id}/preview", query={"page": page})


def withdraw_case_attachment(id: Id, attachment_id: Id, *, version: Version, key: str = "") -> Attachment:
    """Withdraw an own file; it can be fetched no more."""
    answered: Attachment = ask(
        "feedback", "POST", f"/v1/cases/{id}/attachments/{attachment_id}/withdraw", version=version, key=key
    )
    return answered


def classify_case(id: Id, body: Classify, *, version: Version, key: str = "") -> Case:
    """Say what a case is about, also when it is over. Raises Invalid for what no list has."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/classify", body=body, version=version, key=key)
    return answered


def close_case(id: Id, *, version: Version, key: str = "") -> Case:
    """End a resolved complaint."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/close", version=version, key=key)
    return answered


def begin_answer(id: Id, *, template_id: Id | None = None, language: str | None = None) -> Draft:
    """What an answer begins with: the templates on offer, and the text of the chosen one, its fields filled in."""
    answered: Draft = ask(
        "feedback", "GET", f"/v1/cases/{id}/draft", query={"template_id": template_id, "language": language}
    )
    return answered


def show_email(id: Id, body: ShowEmail, *, key: str = "") -> EmailWords:
    """The email as it would go now, word for word. Nothing is sent and nothing is kept."""
    answered: EmailWords = ask("feedback", "POST", f"/v1/cases/{id}/email", body=body, key=key)
    return answered


def read_case_fields(id: Id) -> Values:
    """What a case holds in the fields of the house's own."""
    answered: Values = ask("feedback", "GET", f"/v1/cases/{id}/fields")
    return answered


def fill_in_case_fields(id: Id, body: FillIn, *, version: Version) -> Values:
    """Fill in fields of the house's own at a case."""
    answered: Values = ask("feedback", "PUT", f"/v1/cases/{id}/fields", body=body, version=version)
    return answered


def link_case(id: Id, body: OtherCase, *, version: Version, key: str = "") -> Case:
    """Say that a case has to do with another one. Raises Invalid when there is none, or they are linked already."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/link", body=body, version=version, key=key)
    return answered


def send_emails_again(id: Id, *, version: Version, key: str = "") -> Case:
    """Send the emails to the customer of a case that were given up once more, to the address known now. Raises Invalid
    when there is none, and WrongStatus when none was given up.
    """
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/mail-again", version=version, key=key)
    return answered


def merge_case(id: Id, body: OtherCase, *, version: Version, key: str = "") -> Case:
    """Close a case as a part of another one of the same customer, in which it goes on. Its timeline stays, its
    conversation is shown there too, and whoever watches it watches that one. Raises Invalid for a case that cannot
    take it up, MergedAway for one that was merged itself.
    """
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/merge", body=body, version=version, key=key)
    return answered


def read_neighbours(id: Id) -> Neighbours:
    """The cases before and after one in the order in which its desk works: the most urgent first."""
    answered: Neighbours = ask("feedback", "GET", f"/v1/cases/{id}/neighbours")
    return answered


def add_note(id: Id, body: CaseNote, *, version: Version, key: str = "") -> Case:
    """Write something down on the timeline; the case itself stays as it is."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/note", body=body, version=version, key=key)
    return answered


def list_case_notes(id: Id, *, after: str | None = None, limit: int | str | None = None) -> NotePage:
    """The notes at a case, the newest first."""
    answered: NotePage = ask("feedback", "GET", f"/v1/cases/{id}/notes", query={"after": after, "limit": limit})
    return answered


def write_case_note(id: Id, body: WriteNote, *, key: str = "") -> Note:
    """Write a note at a case."""
    answered: Note = ask("feedback", "POST", f"/v1/cases/{id}/notes", body=body, key=key)
    return answered


def edit_case_note(id: Id, note_id: Id, body: WriteNote, *, version: Version) -> Note:
    """Change an own note."""
    answered: Note = ask("feedback", "PATCH", f"/v1/cases/{id}/notes/{note_id}", body=body, version=version)
    return answered


def withdraw_case_note(id: Id, note_id: Id, *, version: Version, key: str = "") -> Note:
    """Withdraw an own note; it is shown no more."""
    answered: Note = ask("feedback", "POST", f"/v1/cases/{id}/notes/{note_id}/withdraw", version=version, key=key)
    return answered


def prioritize_case(id: Id, body: Prioritize, *, version: Version, key: str = "") -> Case:
    """Put a case before or behind the others of its desk; its deadline stays."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/prioritize", body=body, version=version, key=key)
    return answered


def rate_case(id: Id, body: Rate, *, version: Version, key: str = "") -> Case:
    """Note what the customer said in a call; he is not asked by mail then. Raises SaidAlready."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/rate", body=body, version=version, key=key)
    return answered


def release_case(id: Id, *, version: Version, key: str = "") -> Case:
    """Put a case back on its desk, one's own or that of a colleague who is away."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/release", version=version, key=key)
    return answered


def reopen_case(id: Id, body: Reopen, *, version: Version, key: str = "") -> Case:
    """Take up a complaint that was not over, or what was merged by mistake: it lies open on the desk again, its time
    starts anew, and if its customer has risen in the meantime it moves.
    """
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/reopen", body=body, version=version, key=key)
    return answered


def reply_to_case(id: Id, body: Reply, *, version: Version, key: str = "") -> Case:
    """Answer feedback, which ends it. Who answers what nobody had taken has it from then on."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/reply", body=body, version=version, key=key)
    return answered


def resolve_case(id: Id, body: Resolve, *, version: Version, key: str = "") -> Case:
    """Say how a complaint ended. Raises Invalid for a cause that the list does not have."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/resolve", body=body, version=version, key=key)
    return answered


def resume_case(id: Id, *, version: Version, key: str = "") -> Case:
    """Let its time run again; its deadline moves by the time that it stood still."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/resume", version=version, key=key)
    return answered


def note_said(id: Id, body: Said, *, version: Version, key: str = "") -> Case:
    """Add what the customer has said later. Its time runs again if we had waited for that. Whoever has the case in
    hand and whoever watches it is told.
    """
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/said", body=body, version=version, key=key)
    return answered


def read_case_tags(id: Id) -> Tags:
    """The tags of a case."""
    answered: Tags = ask("feedback", "GET", f"/v1/cases/{id}/tags")
    return answered


def set_case_tags(id: Id, body: SetTags) -> Tags:
    """Give a case exactly these tags."""
    answered: Tags = ask("feedback", "PUT", f"/v1/cases/{id}/tags", body=body)
    return answered


def take_case(id: Id, *, version: Version, key: str = "") -> Case:
    """Make a case one's own."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/take", version=version, key=key)
    return answered


def list_timeline(
    id: Id, *, after: str | None = None, limit: int | str | None = None, part: str | None = None
) -> CaseEventPage:
    """What happened with a case, or one part of it, the latest first."""
    answered: CaseEventPage = ask(
        "feedback", "GET", f"/v1/cases/{id}/timeline", query={"after": after, "limit": limit, "part": part}
    )
    return answered


def unlink_case(id: Id, body: OtherCase, *, version: Version, key: str = "") -> Case:
    """Say that it has not. Raises Invalid when they are not linked."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/unlink", body=body, version=version, key=key)
    return answered


def unwatch_case(id: Id, *, version: Version, key: str = "") -> Case:
    """Be told of it no longer."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/unwatch", version=version, key=key)
    return answered


def wait_for_customer(id: Id, body: Wait, *, version: Version, key: str = "") -> Case:
    """Let the time of a case stand still until the customer says something, or somebody goes on."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/wait", body=body, version=version, key=key)
    return answered


def watch_case(id: Id, *, version: Version, key: str = "") -> Case:
    """Be told what becomes of a case."""
    answered: Case = ask("feedback", "POST", f"/v1/cases/{id}/watch", version=version, key=key)
    return answered


def list_cause_entries(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    parent: str | None = None,
    all: bool | str | None = None,
) -> ListEntryPage:
    """What can be chosen as cause, level by level or by name."""
    answered: ListEntryPage = ask(
        "feedback", "GET", "/v1/causes", query={"after": after, "limit": limit, "q": q, "parent": parent, "all": all}
    )
    return answered


def add_cause_entry(body: AddEntry, *, key: str = "") -> ListEntry:
    """Add an own cause to the list."""
    answered: ListEntry = ask("feedback", "POST", "/v1/causes", body=body, key=key)
    return answered


def change_cause_entry(id: Id, body: ChangeEntry, *, version: Version) -> ListEntry:
    """Change the name, aliases or place of a cause in the list."""
    answered: ListEntry = ask("feedback", "PATCH", f"/v1/causes/{id}", body=body, version=version)
    return answered


def disable_cause_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("feedback", "POST", f"/v1/causes/{id}/disable", version=version, key=key)
    return answered


def enable_cause_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("feedback", "POST", f"/v1/causes/{id}/enable", version=version, key=key)
    return answered


def list_deadline_rules(
    *, after: str | None = None, limit: int | str | None = None, sort: str | None = None
) -> DeadlineRulePage:
    """The rules by kind and tier."""
    answered: DeadlineRulePage = ask(
        "feedback", "GET", "/v1/deadline-rules", query={"after": after, "limit": limit, "sort": sort}
    )
    return answered


def add_rule(body: AddRule, *, key: str = "") -> DeadlineRule:
    """Give a channel terms of its own; cases that are there keep theirs. Raises Invalid when it has some already."""
    answered: DeadlineRule = ask("feedback", "POST", "/v1/deadline-rules", body=body, key=key)
    return answered


def change_rule(id: Id, body: ChangeRule, *, version: Version) -> DeadlineRule:
    """Change terms; cases that are there keep theirs. Raises Invalid like adding."""
    answered: DeadlineRule = ask("feedback", "PATCH", f"/v1/deadline-rules/{id}", body=body, version=version)
    return answered


def disable_rule(id: Id, *, version: Version, key: str = "") -> DeadlineRule:
    """Let the rule of the kind and tier hold for the channel again. Raises LastRule for that rule itself."""
    answered: DeadlineRule = ask("feedback", "POST", f"/v1/deadline-rules/{id}/disable", version=version, key=key)
    return answered


def enable_rule(id: Id, *, version: Version, key: str = "") -> DeadlineRule:
    """Let a rule hold again."""
    answered: DeadlineRule = ask("feedback", "POST", f"/v1/deadline-rules/{id}/enable", version=version, key=key)
    return answered


def list_own_days(*, after: str | None = None, limit: int | str | None = None, sort: str | None = None) -> OwnDayPage:
    """The house's own days, the latest first."""
    answered: OwnDayPage = ask("feedback", "GET", "/v1/own-days", query={"after": after, "limit": limit, "sort": sort})
    return answered


def set_day(body: SetDay, *, key: str = "") -> OwnDay:
    """Say that a day is worked or free, whatever the calendar says; what was said of it before holds no longer."""
    answered: OwnDay = ask("feedback", "POST", "/v1/own-days", body=body, key=key)
    return answered


def withdraw_day(id: Id, *, version: Version, key: str = "") -> OwnDay:
    """Let a day be again what the calendar says."""
    answered: OwnDay = ask("feedback", "POST", f"/v1/own-days/{id}/disable", version=version, key=key)
    return answered


def restore_day(id: Id, *, version: Version, key: str = "") -> OwnDay:
    """Let an own day hold again."""
    answered: OwnDay = ask("feedback", "POST", f"/v1/own-days/{id}/enable", version=version, key=key)
    return answered


def list_place_entries(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    parent: str | None = None,
    all: bool | str | None = None,
) -> ListEntryPage:
    """What can be chosen as place, level by level or by name."""
    answered: ListEntryPage = ask(
        "feedback", "GET", "/v1/places", query={"after": after, "limit": limit, "q": q, "parent": parent, "all": all}
    )
    return answered


def add_place_entry(body: AddEntry, *, key: str = "") -> ListEntry:
    """Add an own place to the list."""
    answered: ListEntry = ask("feedback", "POST", "/v1/places", body=body, key=key)
    return answered


def change_place_entry(id: Id, body: ChangeEntry, *, version: Version) -> ListEntry:
    """Change the name, aliases or place of a place in the list."""
    answered: ListEntry = ask("feedback", "PATCH", f"/v1/places/{id}", body=body, version=version)
    return answered


def disable_place_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("feedback", "POST", f"/v1/places/{id}/disable", version=version, key=key)
    return answered


def enable_place_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("feedback", "POST", f"/v1/places/{id}/enable", version=version, key=key)
    return answered


def list_product_entries(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    parent: str | None = None,
    all: bool | str | None = None,
) -> ListEntryPage:
    """What can be chosen as product, level by level or by name."""
    answered: ListEntryPage = ask(
        "feedback", "GET", "/v1/products", query={"after": after, "limit": limit, "q": q, "parent": parent, "all": all}
    )
    return answered


def add_product_entry(body: AddEntry, *, key: str = "") -> ListEntry:
    """Add an own product to the list."""
    answered: ListEntry = ask("feedback", "POST", "/v1/products", body=body, key=key)
    return answered


def change_product_entry(id: Id, body: ChangeEntry, *, version: Version) -> ListEntry:
    """Change the name, aliases or place of a product in the list."""
    answered: ListEntry = ask("feedback", "PATCH", f"/v1/products/{id}", body=body, version=version)
    return answered


def disable_product_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("feedback", "POST", f"/v1/products/{id}/disable", version=version, key=key)
    return answered


def enable_product_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("feedback", "POST", f"/v1/products/{id}/enable", version=version, key=key)
    return answered


def list_templates(
    *, after: str | None = None, limit: int | str | None = None, status: str | None = None, sort: str | None = None
) -> ReplyTemplatePage:
    """The templates of answers, by name."""
    answered: ReplyTemplatePage = ask(
        "feedback", "GET", "/v1/reply-templates", query={"after": after, "limit": limit, "status": status, "sort": sort}
    )
    return answered


def add_template(body: AddTemplate, *, key: str = "") -> ReplyTemplate:
    """Add a template. Raises Invalid for a field in braces that there is none of."""
    answered: ReplyTemplate = ask("feedback", "POST", "/v1/reply-templates", body=body, key=key)
    return answered


def read_template(id: Id) -> ReplyTemplate:
    """A template, in use or not."""
    answered: ReplyTemplate = ask("feedback", "GET", f"/v1/reply-templates/{id}")
    return answered


def change_template(id: Id, body: ChangeTemplate, *, version: Version) -> ReplyTemplate:
    """Change what a template says; what was sent stays as it was. Raises Invalid like adding."""
    answered: ReplyTemplate = ask("feedback", "PATCH", f"/v1/reply-templates/{id}", body=body, version=version)
    return answered


def disable_template(id: Id, *, version: Version, key: str = "") -> ReplyTemplate:
    """Offer a template no longer."""
    answered: ReplyTemplate = ask("feedback", "POST", f"/v1/reply-templates/{id}/disable", version=version, key=key)
    return answered


def enable_template(id: Id, *, version: Version, key: str = "") -> ReplyTemplate:
    """Offer it again."""
    answered: ReplyTemplate = ask("feedback", "POST", f"/v1/reply-templates/{id}/enable", version=version, key=key)
    return answered


def answer_survey(body: AnswerSurvey) -> None:
    """Say how satisfied one is. The link is good this once."""
    ask_public("feedback", "POST", "/v1/satisfaction/answer", body=body)


def look_at_survey(body: LookAtSurvey) -> Survey:
    """Whether a link still takes an answer; looking does not use it up."""
    answered: Survey = ask_public("feedback", "POST", "/v1/satisfaction/look", body=body)
    return answered


def list_subject_entries(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    parent: str | None = None,
    all: bool | str | None = None,
) -> ListEntryPage:
    """What can be chosen as subject, level by level or by name."""
    answered: ListEntryPage = ask(
        "feedback", "GET", "/v1/subjects", query={"after": after, "limit": limit, "q": q, "parent": parent, "all": all}
    )
    return answered


def add_subject_entry(body: AddEntry, *, key: str = "") -> ListEntry:
    """Add an own subject to the list."""
    answered: ListEntry = ask("feedback", "POST", "/v1/subjects", body=body, key=key)
    return answered


def change_subject_entry(id: Id, body: ChangeEntry, *, version: Version) -> ListEntry:
    """Change the name, aliases or place of a subject in the list."""
    answered: ListEntry = ask("feedback", "PATCH", f"/v1/subjects/{id}", body=body, version=version)
    return answered


def disable_subject_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("feedback", "POST", f"/v1/subjects/{id}/disable", version=version, key=key)
    return answered


def enable_subject_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("feedback", "POST", f"/v1/subjects/{id}/enable", version=version, key=key)
    return answered


def read_working_calendar() -> WorkingCalendar:
    """When the house works."""
    answered: WorkingCalendar = ask("feedback", "GET", "/v1/working-calendar")
    return answered


def set_working_calendar(body: SetCalendar, *, version: Version) -> WorkingCalendar:
    """Change when the house works; deadlines that were given stay."""
    answered: WorkingCalendar = ask("feedback", "PATCH", "/v1/working-calendar", body=body, version=version)
    return answered
