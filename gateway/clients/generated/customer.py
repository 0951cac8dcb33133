# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""What the customer service answers, and what it takes."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from chassis.client import File, Upload
from gateway.clients import Id, Version, ask, fetch, upload


class AddContact(TypedDict):
    name: str
    relation: NotRequired[str]
    phone: NotRequired[str]
    email: NotRequired[str]
    notes: NotRequired[str]


class AddCustomer(TypedDict):
    name: str
    external_code: NotRequired[str | None]
    region: NotRequired[str]
    address: NotRequired[str]
    mobile: NotRequired[str]
    phone: NotRequired[str]
    email: NotRequired[str]
    industry: NotRequired[str]
    person_in_charge: NotRequired[str]
    founded_on: NotRequired[str | None]
    dealings_since: NotRequired[str | None]
    dealings_notes: NotRequired[str]
    sex: NotRequired[Literal["", "male", "female"]]
    birth_date: NotRequired[str | None]
    marital_status: NotRequired[Literal["", "single", "married", "divorced", "widowed"]]
    employer: NotRequired[str]
    employer_phone: NotRequired[str]
    hobbies: NotRequired[str]
    background: NotRequired[str]
    kind: Literal["person", "company"]
    owner_id: NotRequired[str | None]
    submit: NotRequired[bool]
    for_service: NotRequired[bool]
    confirm_duplicate: NotRequired[bool]
    custom: NotRequired[dict[str, Any]]


class AddEntry(TypedDict):
    name: str
    parent_code: NotRequired[str]
    aliases: NotRequired[list[str]]


class AddRecord(TypedDict):
    kind: Literal["visit", "call", "letter", "mail", "gift", "note"]
    direction: NotRequired[Literal["in", "out", None]]
    at: NotRequired[str]
    with_whom: NotRequired[str]
    text: str


class AnsweredChoice(TypedDict):
    value: str | None
    zh: str | None
    en: str | None


class AskExport(TypedDict):
    wanted: NotRequired[Wanted]
    format: NotRequired[Literal["csv", "xlsx"]]
    language: NotRequired[Literal["zh", "en"]]


class AskView(TypedDict):
    customer_code: str
    purpose: str
    hours: int
    extent: NotRequired[Literal["look", "plain"]]


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


class Change(TypedDict):
    id: str
    at: str | None
    actor_id: str | None
    actor_name: str | None
    origin: str | None
    kind: str | None
    record_id: str | None
    about: str | None
    action: str | None
    changes: dict[str, Any]


class ChangeContact(TypedDict):
    name: NotRequired[str]
    relation: NotRequired[str]
    phone: NotRequired[str]
    email: NotRequired[str]
    notes: NotRequired[str]


class ChangeCustomer(TypedDict):
    name: NotRequired[str]
    external_code: NotRequired[str | None]
    region: NotRequired[str]
    address: NotRequired[str]
    mobile: NotRequired[str]
    phone: NotRequired[str]
    email: NotRequired[str]
    industry: NotRequired[str]
    person_in_charge: NotRequired[str]
    founded_on: NotRequired[str | None]
    dealings_since: NotRequired[str | None]
    dealings_notes: NotRequired[str]
    sex: NotRequired[Literal["", "male", "female"]]
    birth_date: NotRequired[str | None]
    marital_status: NotRequired[Literal["", "single", "married", "divorced", "widowed"]]
    employer: NotRequired[str]
    employer_phone: NotRequired[str]
    hobbies: NotRequired[str]
    background: NotRequired[str]
    visit_by: NotRequired[str]
    visited_at: NotRequired[str | None]
    visit_notes: NotRequired[str]


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


class ChangePage(TypedDict):
    items: list[Change]
    next: str | None


class ChangeRecord(TypedDict):
    kind: NotRequired[Literal["visit", "call", "letter", "mail", "gift", "note"]]
    direction: NotRequired[Literal["in", "out", None]]
    at: NotRequired[str]
    with_whom: NotRequired[str]
    text: NotRequired[str]


class ChangeRequest(TypedDict):
    id: str
    version: int
    customer_id: str | None
    customer_code: str | None
    customer_name: str | None
    status: str | None
    changes: dict[str, Any]
    meanwhile: dict[str, Any]
    visit_by: str | None
    visited_at: str | None
    visit_notes: str | None
    reason: str | None
    author_id: str | None
    author_name: str | None
    decided_by_name: str | None
    decided_at: str | None
    created_at: str | None
    actions: list[str]


class ChangeRequestPage(TypedDict):
    items: list[ChangeRequest]
    next: str | None


class CheckPolicy(TypedDict):
    id: str
    version: int
    kind: str | None
    tier: str | None
    waits: list[str]
    checkable: list[str]
    updated_at: str | None
    actions: list[str]


class CheckPolicyList(TypedDict):
    items: list[CheckPolicy]


class Checks(TypedDict):
    customers: int | None
    change_requests: int | None
    contacts: int | None
    imports: int | None


class Choice(TypedDict):
    value: str
    zh: str
    en: str


class ColumnNote(TypedDict):
    heading: str | None
    code: str | None
    about: str | None


class Contact(TypedDict):
    id: str
    version: int
    customer_id: str | None
    name: str | None
    relation: str | None
    phone: str | None
    email: str | None
    notes: str | None
    active: bool | None
    status: str | None
    author_id: str | None
    author_name: str | None
    decided_by_name: str | None
    decided_at: str | None
    reason: str | None
    created_at: str | None
    actions: list[str]


class ContactList(TypedDict):
    items: list[Contact]


class Count(TypedDict):
    count: int | None
    more: bool | None


class Customer(TypedDict):
    id: str
    version: int
    code: str | None
    external_code: str | None
    kind: str | None
    name: str | None
    status: str | None
    tier: str | None
    region: str | None
    industry: str | None
    mobile: str | None
    masked: bool | None
    owner_id: str | None
    owner_name: str | None
    custom: dict[str, Any]
    created_at: str | None
    updated_at: str | None
    tier_version: int | None
    department_name: str | None
    author_id: str | None
    author_name: str | None
    verified_by: str | None
    verified_by_name: str | None
    verified_at: str | None
    handed_in_by: str | None
    handed_in_by_name: str | None
    for_service: bool | None
    returned_reason: str | None
    returned_fields: dict[str, Any]
    disabled_reason: str | None
    import_id: str | None
    address: str | None
    phone: str | None
    email: str | None
    sex: str | None
    birth_date: str | None
    marital_status: str | None
    employer: str | None
    employer_phone: str | None
    hobbies: str | None
    background: str | None
    person_in_charge: str | None
    founded_on: str | None
    dealings_since: str | None
    dealings_notes: str | None
    change_request: ChangeRequest | None
    hand_over: bool | None
    opened: bool | None
    plain_by: str | None
    merged_into: str | None
    merged_into_code: str | None
    actions: list[str]


class CustomerRhythm(TypedDict):
    tier: str | None
    method: str | None
    every_days: int | None
    last_contact_on: str | None
    due_on: str | None
    state: str | None


class CustomerRow(TypedDict):
    id: str
    version: int
    code: str | None
    external_code: str | None
    kind: str | None
    name: str | None
    status: str | None
    tier: str | None
    region: str | None
    industry: str | None
    mobile: str | None
    masked: bool | None
    owner_id: str | None
    owner_name: str | None
    custom: dict[str, Any]
    created_at: str | None
    updated_at: str | None


class CustomerRowPage(TypedDict):
    items: list[CustomerRow]
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


class DueRow(TypedDict):
    id: str
    version: int
    code: str | None
    name: str | None
    kind: str | None
    tier: str | None
    owner_id: str | None
    owner_name: str | None
    last_contact_on: str | None
    due_on: str | None
    state: str | None


class DueRowPage(TypedDict):
    items: list[DueRow]
    next: str | None


class Entry(TypedDict):
    id: str
    version: int
    code: str | None
    external_code: str | None
    kind: str | None
    name: str | None
    status: str | None
    tier: str | None
    region: str | None
    industry: str | None
    mobile: str | None
    masked: bool | None
    owner_id: str | None
    owner_name: str | None
    custom: dict[str, Any]
    created_at: str | None
    updated_at: str | None
    author_name: str | None
    handed_in_by: str | None
    handed_in_by_name: str | None
    returned_reason: str | None
    actions: list[str]


class EntryPage(TypedDict):
    items: list[Entry]
    next: str | None


class Export(TypedDict):
    id: str
    version: int
    status: str | None
    format: str | None
    language: str | None
    wanted: dict[str, Any]
    rows: int | None
    size: int | None
    filename: str | None
    asker_id: str | None
    asker_name: str | None
    decided_by_name: str | None
    decided_at: str | None
    note: str | None
    error: str | None
    created_at: str | None
    finished_at: str | None
    actions: list[str]


class ExportCount(TypedDict):
    waiting: int | None


class ExportPage(TypedDict):
    items: list[Export]
    next: str | None


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


class Figure(TypedDict):
    month: str | None
    kind: str | None
    rows: int | None
    quantity: int | None
    amount: str | None
    books_rows: int | None
    books_quantity: int | None
    books_amount: str | None


class FileLimit(TypedDict):
    rows_unasked: int


class FillIn(TypedDict):
    values: dict[str, Any]


class Flaw(TypedDict):
    row: int | None
    column: str | None
    code: str | None
    value: str | None
    left_out: bool | None


class FlawPage(TypedDict):
    items: list[Flaw]
    next: str | None


class GiveAll(TypedDict):
    from_staff: str
    to_staff: str


class GivenAll(TypedDict):
    customers: int | None


class HandOver(TypedDict):
    id: str
    version: int
    created_at: str | None
    customer_id: str | None
    code: str | None
    name: str | None
    tier: str | None
    region: str | None
    industry: str | None
    owner_id: str | None
    owner_name: str | None
    department_name: str | None
    actions: list[str]


class HandOverCount(TypedDict):
    waiting: int | None


class HandOverPage(TypedDict):
    items: list[HandOver]
    next: str | None


class Import(TypedDict):
    id: str
    version: int
    kind: str | None
    status: str | None
    filename: str | None
    size: int | None
    encoding: str | None
    key: str | None
    on_known: str | None
    on_flaw: str | None
    source: str | None
    total: int | None
    done: int | None
    created: int | None
    updated: int | None
    unchanged: int | None
    rejected: int | None
    left_out: int | None
    error: str | None
    error_place: dict[str, Any]
    author_id: str | None
    author_name: str | None
    checked_by: str | None
    checked_by_name: str | None
    checked_at: str | None
    returned_reason: str | None
    created_at: str | None
    finished_at: str | None
    read_as: ReadAs | None
    sheet: str | None
    headings: list[str]
    mapping: dict[str, Any]
    fields: list[str]
    required: list[str]
    keys: list[str]
    notes: list[ColumnNote]
    preview: list[PreviewRow]
    rows_total: int | None
    actions: list[str]


class ImportPolicy(TypedDict):
    version: int
    rows_unasked: int | None
    actions: list[str]


class ImportRow(TypedDict):
    id: str
    version: int
    kind: str | None
    status: str | None
    filename: str | None
    size: int | None
    encoding: str | None
    key: str | None
    on_known: str | None
    on_flaw: str | None
    source: str | None
    total: int | None
    done: int | None
    created: int | None
    updated: int | None
    unchanged: int | None
    rejected: int | None
    left_out: int | None
    error: str | None
    error_place: dict[str, Any]
    author_id: str | None
    author_name: str | None
    checked_by: str | None
    checked_by_name: str | None
    checked_at: str | None
    returned_reason: str | None
    created_at: str | None
    finished_at: str | None


class ImportRowPage(TypedDict):
    items: list[ImportRow]
    next: str | None


class Likely(TypedDict):
    id: str
    code: str | None
    name: str | None
    status: str | None
    owner_name: str | None
    same: list[str]
    likely: bool | None


class LikelyList(TypedDict):
    items: list[Likely]


class Limit(TypedDict):
    rows_unasked: int
    questions_an_hour: NotRequired[int]


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


class LookedFor(TypedDict):
    looking: bool | None


class MapColumns(TypedDict):
    mapping: NotRequired[dict[str, str | None]]
    kind: NotRequired[Literal["customers", "persons", "companies", "transactions"]]


class MergeCustomer(TypedDict):
    absorbed_id: str
    absorbed_version: int
    take: NotRequired[list[str]]


class Moment(TypedDict):
    id: str
    at: str | None
    kind: str | None
    actor_name: str | None
    detail: dict[str, Any]


class MomentPage(TypedDict):
    items: list[Moment]
    next: str | None


class NameTag(TypedDict):
    name: str
    color: NotRequired[
        Literal[
            "", "blue", "azure", "indigo", "purple", "pink", "red", "orange", "yellow", "lime", "green", "teal", "cyan"
        ]
    ]


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


class Oddity(TypedDict):
    customer_id: str | None
    customer_code: str | None
    customer_name: str | None
    owner_name: str | None
    record_kind: str | None
    record_id: str | None
    field: str | None
    value: str | None


class OddityPage(TypedDict):
    items: list[Oddity]
    next: str | None


class OptionalReason(TypedDict):
    reason: NotRequired[str]


class Owner(TypedDict):
    owner_id: str


class OwnerOfMany(TypedDict):
    id: str
    name: str | None
    active: bool | None
    department_name: str | None
    customers: int | None


class OwnerOfManyPage(TypedDict):
    items: list[OwnerOfMany]
    next: str | None


class Pair(TypedDict):
    id: str
    version: int
    status: str | None
    score: int | None
    reasons: list[str]
    first_id: str | None
    first_code: str | None
    first_name: str | None
    first_owner: str | None
    second_id: str | None
    second_code: str | None
    second_name: str | None
    second_owner: str | None
    kind: str | None
    decided_by_name: str | None
    decided_at: str | None
    actions: list[str]


class PairPage(TypedDict):
    items: list[Pair]
    next: str | None


class PassedOn(TypedDict):
    id: str
    version: int
    code: str | None
    name: str | None
    owner_id: str | None


class Policy(TypedDict):
    version: int
    rows_unasked: int | None
    questions_an_hour: int | None
    actions: list[str]


class PreviewRow(TypedDict):
    row: int | None
    values: list[str]
    errors: list[Flaw]


class Problem(TypedDict):
    code: str | None
    column: str | None
    rows: int | None


class ProposedContact(TypedDict):
    id: str
    version: int
    customer_id: str | None
    name: str | None
    relation: str | None
    phone: str | None
    email: str | None
    notes: str | None
    active: bool | None
    status: str | None
    author_id: str | None
    author_name: str | None
    decided_by_name: str | None
    decided_at: str | None
    reason: str | None
    created_at: str | None
    actions: list[str]
    customer_code: str | None
    customer_name: str | None


class ProposedContactPage(TypedDict):
    items: list[ProposedContact]
    next: str | None


class ReadAgain(TypedDict):
    encoding: NotRequired[Literal["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"]]
    sheet: NotRequired[str]
    heading_row: NotRequired[int]


class ReadAs(TypedDict):
    format: str | None
    encoding: str | None
    certain: bool | None
    delimiter: str | None
    sheet: str | None
    other_sheets: list[str]
    heading_row: int | None


class Reading(TypedDict):
    id: str
    at: str | None
    actor_id: str | None
    actor_name: str | None
    origin: str | None
    purpose: str | None
    note: str | None


class ReadingPage(TypedDict):
    items: list[Reading]
    next: str | None


class Reason(TypedDict):
    reason: str


class Record(TypedDict):
    id: str
    version: int
    customer_id: str | None
    at: str | None
    kind: str | None
    direction: str | None
    with_whom: str | None
    text: str | None
    status: str | None
    withdrawn_reason: str | None
    author_id: str | None
    author_name: str | None
    created_at: str | None
    updated_at: str | None
    actions: list[str]


class RecordPage(TypedDict):
    items: list[Record]
    next: str | None


class RecordTransactions(TypedDict):
    source: str
    transactions: list[TransactionRow]
    partial: NotRequired[bool]


class Recorded(TypedDict):
    accepted: int | None
    created: int | None
    corrected: int | None
    unchanged: int | None
    rejected: list[Rejected]


class Rejected(TypedDict):
    index: int | None
    external_id: str | None
    field: str | None
    code: str | None


class Return(TypedDict):
    reason: NotRequired[str]
    differs: NotRequired[dict[str, str]]


class ReturnRows(TypedDict):
    rows: list[int]
    reason: str


class Reveal(TypedDict):
    purpose: Literal[
        "check", "search", "missed", "view_request", "export", "contact", "complaint", "correction", "legal", "other"
    ]
    note: str


class Revealed(TypedDict):
    id: str
    mobile: str | None
    phone: str | None
    employer_phone: str | None
    email: str | None
    address: str | None
    contacts: list[RevealedContact]


class RevealedContact(TypedDict):
    id: str
    name: str | None
    phone: str | None
    email: str | None


class RhythmPolicy(TypedDict):
    id: str
    version: int
    kind: str | None
    tier: str | None
    method: str | None
    every_days: int | None
    updated_at: str | None
    actions: list[str]


class RhythmPolicyList(TypedDict):
    items: list[RhythmPolicy]


class Sample(TypedDict):
    headings: list[str]
    rows: list[SeenRow]
    figures: list[Figure]
    problems: list[Problem]


class SeenChange(TypedDict):
    field: str | None
    before: str | None
    after: str | None


class SeenRow(TypedDict):
    row: int | None
    values: list[str]
    errors: list[Flaw]
    changes: list[SeenChange]
    returnable: bool | None


class SeenRowPage(TypedDict):
    items: list[SeenRow]
    next: str | None


class SetCheckPolicy(TypedDict):
    waits: list[str]


class SetRhythmPolicy(TypedDict):
    method: NotRequired[str]
    every_days: NotRequired[int | None]


class SetTags(TypedDict):
    tags: list[str]


class StartImport(TypedDict):
    key: NotRequired[str]
    on_known: NotRequired[Literal["skip", "update"]]
    on_flaw: NotRequired[Literal["refuse", "leave_out"]]
    source: NotRequired[str]


class Tag(TypedDict):
    id: str
    version: int
    name: str | None
    color: str | None
    active: bool | None


class Tags(TypedDict):
    tags: list[Tag]


class Taker(TypedDict):
    id: str
    name: str | None
    department_name: str | None


class Takers(TypedDict):
    items: list[Taker]


class TierDue(TypedDict):
    tier: str | None
    customers: Count | None
    overdue: Count | None
    week: Count | None


class TierDueList(TypedDict):
    items: list[TierDue]


class ToDecide(TypedDict):
    waiting: int | None


class Transaction(TypedDict):
    id: str
    version: int
    code: str | None
    source: str | None
    external_id: str | None
    customer_id: str | None
    kind: str | None
    occurred_on: str | None
    quantity: int | None
    amount: str | None
    product: str | None
    void: bool | None
    created_at: str | None


class TransactionPage(TypedDict):
    items: list[Transaction]
    next: str | None


class TransactionRow(TypedDict):
    external_id: str
    customer_code: str
    kind: NotRequired[Literal["sale", "service", "return"]]
    occurred_on: str
    quantity: int
    amount: str | float
    product: NotRequired[str]
    void: NotRequired[bool]


class Unplaced(TypedDict):
    text: str | None
    customers: int | None


class UnplacedPage(TypedDict):
    items: list[Unplaced]
    next: str | None


class UnusualReading(TypedDict):
    id: str
    at: str | None
    day: str | None
    person_id: str | None
    person_name: str | None
    department_name: str | None
    customers: int | None
    by_case: int | None
    usual: float | None


class UnusualReadingPage(TypedDict):
    items: list[UnusualReading]
    next: str | None


class Values(TypedDict):
    id: str
    version: int
    custom: dict[str, Any]
    actions: list[str]


class ViewRequest(TypedDict):
    id: str
    version: int
    customer_code: str | None
    customer_id: str | None
    purpose: str | None
    hours: int | None
    extent: str | None
    status: str | None
    asker_name: str | None
    note: str | None
    decided_by_name: str | None
    decided_at: str | None
    until: str | None
    ended_at: str | None
    created_at: str | None
    actions: list[str]


class ViewRequestPage(TypedDict):
    items: list[ViewRequest]
    next: str | None


class ViewRequestToDecide(TypedDict):
    id: str
    version: int
    customer_code: str | None
    customer_id: str | None
    purpose: str | None
    hours: int | None
    extent: str | None
    status: str | None
    asker_name: str | None
    note: str | None
    decided_by_name: str | None
    decided_at: str | None
    until: str | None
    ended_at: str | None
    created_at: str | None
    actions: list[str]
    asker_id: str | None
    customer_name: str | None
    owner_name: str | None


class ViewRequestToDecidePage(TypedDict):
    items: list[ViewRequestToDecide]
    next: str | None


class Wanted(TypedDict):
    q: NotRequired[str]
    kind: NotRequired[Literal["", "person", "company"]]
    status: NotRequired[Literal["", "draft", "submitted", "returned", "active", "disabled"]]
    tier: NotRequired[Literal["", "ordinary", "potential", "vip"]]
    region: NotRequired[str]
    industry: NotRequired[str]
    owner_id: NotRequired[str | None]
    mine: NotRequired[bool]
    in_use: NotRequired[bool]
    custom: NotRequired[Any]
    to_check: NotRequired[bool]


class WriteNote(TypedDict):
    text: str
    mentions: NotRequired[list[str]]


def list_change_requests(
    *, after: str | None = None, limit: int | str | None = None, status: str | None = None
) -> ChangeRequestPage:
    """Changes of core fields in one state, the oldest first. Those that wait are plain; reading them is on record."""
    answered: ChangeRequestPage = ask(
        "customer", "GET", "/v1/change-requests", query={"after": after, "limit": limit, "status": status}
    )
    return answered


def approve_change(id: Id, *, version: Version, key: str = "") -> ChangeRequest:
    """The change is right: it takes effect now. Raises WrongStatus, SamePerson, ChangedMeanwhile when what it changes
    is no longer what it was, or what is checked is an entry by now: that is compared as a whole. Whoever was on
    site has not checked what was seen there.
    """
    answered: ChangeRequest = ask("customer", "POST", f"/v1/change-requests/{id}/approve", version=version, key=key)
    return answered


def list_change_request_attachments(
    id: Id, *, after: str | None = None, limit: int | str | None = None
) -> AttachmentPage:
    """The files at a change_request, the newest first."""
    answered: AttachmentPage = ask(
        "customer", "GET", f"/v1/change-requests/{id}/attachments", query={"after": after, "limit": limit}
    )
    return answered


def attach_to_change_request(
    id: Id, file: Upload, *, name: str | None = None, replaces: str | None = None, key: str
) -> Attachment:
    """Put a file at a change_request; it is looked through for viruses first."""
    answered: Attachment = upload(
        "customer", f"/v1/change-requests/{id}/attachments", {"name": name, "replaces": replaces}, file, key=key
    )
    return answered


def fetch_change_request_attachment(id: Id, attachment_id: Id) -> File:
    """The file as it was given."""
    return fetch("customer", f"/v1/change-requests/{id}/attachments/{attachment_id}/file")


def preview_change_request_attachment(id: Id, attachment_id: Id, *, page: int | str | None = None) -> File:
    """A page of a picture or PDF, drawn anew as a picture."""
    return fetch("customer", f"/v1/change-requests/{id}/attachments/{attachment_id}/preview", query={"page": page})


def withdraw_change_request_attachment(id: Id, attachment_id: Id, *, version: Version, key: str = "") -> Attachment:
    """Withdraw an own file; it can be fetched no more."""
    answered: Attachment = ask(
        "customer", "POST", f"/v1/change-requests/{id}/attachments/{attachment_id}/withdraw", version=version, key=key
    )
    return answered


def reject_change(id: Id, body: Reason, *, version: Version, key: str = "") -> ChangeRequest:
    """The change is wrong: nothing changes, and its author reads why. Raises WrongStatus, SamePerson."""
    answered: ChangeRequest = ask(
        "customer", "POST", f"/v1/change-requests/{id}/reject", body=body, version=version, key=key
    )
    return answered


def list_check_policies() -> CheckPolicyList:
    """Which changes by the owner wait for somebody else's check, by kind of customer and tier."""
    answered: CheckPolicyList = ask("customer", "GET", "/v1/check-policies")
    return answered


def set_check_policy(id: Id, body: SetCheckPolicy, *, version: Version) -> CheckPolicy:
    """Say which fields of a kind and tier wait for a check. What waits already goes on waiting. Raises NotFound,
    Stale, Invalid for what is no field of the kind.
    """
    answered: CheckPolicy = ask("customer", "PATCH", f"/v1/check-policies/{id}", body=body, version=version)
    return answered


def count_checks() -> Checks:
    """How much waits for a check by the one who asks."""
    answered: Checks = ask("customer", "GET", "/v1/checks/count")
    return answered


def list_proposed_contacts(*, after: str | None = None, limit: int | str | None = None) -> ProposedContactPage:
    """The contacts that others have proposed and that wait for the one who asks, the oldest first. They are plain, so
    that they can be checked; the reading is on record.
    """
    answered: ProposedContactPage = ask(
        "customer", "GET", "/v1/contacts/proposed", query={"after": after, "limit": limit}
    )
    return answered


def change_contact(id: Id, body: ChangeContact, *, version: Version) -> Contact:
    """Change what is known of a contact; the masks of what is there change nothing. Raises NotFound, Stale,
    WrongStatus, Invalid for other masks.
    """
    answered: Contact = ask("customer", "PATCH", f"/v1/contacts/{id}", body=body, version=version)
    return answered


def approve_contact(id: Id, *, version: Version, key: str = "") -> Contact:
    """Accept a contact that somebody else has proposed. Raises NotFound, Stale, WrongStatus, SamePerson, Forbidden for
    whoever neither changes nor checks the customer.
    """
    answered: Contact = ask("customer", "POST", f"/v1/contacts/{id}/approve", version=version, key=key)
    return answered


def disable_contact(id: Id, *, version: Version, key: str = "") -> Contact:
    """Disable a contact: it stays, and nobody turns to it any more. Raises NotFound, Stale, WrongStatus."""
    answered: Contact = ask("customer", "POST", f"/v1/contacts/{id}/disable", version=version, key=key)
    return answered


def enable_contact(id: Id, *, version: Version, key: str = "") -> Contact:
    """Enable a disabled contact again. Raises NotFound, Stale, WrongStatus."""
    answered: Contact = ask("customer", "POST", f"/v1/contacts/{id}/enable", version=version, key=key)
    return answered


def refuse_contact(id: Id, body: Reason, *, version: Version, key: str = "") -> Contact:
    """Refuse a contact that somebody else has proposed; it stays to be read with the reason. Raises NotFound, Stale,
    WrongStatus, SamePerson, Forbidden.
    """
    answered: Contact = ask("customer", "POST", f"/v1/contacts/{id}/refuse", body=body, version=version, key=key)
    return answered


def list_customers(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    tier: str | None = None,
    region: str | None = None,
    industry: str | None = None,
    owner_id: Id | None = None,
    mine: bool | str | None = None,
    in_use: bool | str | None = None,
    changed_since: str | None = None,
    custom: str | None = None,
    to_check: bool | str | None = None,
    sort: str | None = None,
) -> CustomerRowPage:
    """Customers that fit a filter, a page at a time. ``q`` is met by a name (also of a contact), its pinyin or
    initials, a code, a number or a mail address, each word of it. Finding a masked one by its whole number, the
    last four digits or its address is on record, and so is finding nobody by them; of such questions there is a
    limit.
    """
    answered: CustomerRowPage = ask(
        "customer",
        "GET",
        "/v1/customers",
        query={
            "after": after,
            "limit": limit,
            "q": q,
            "kind": kind,
            "status": status,
            "tier": tier,
            "region": region,
            "industry": industry,
            "owner_id": owner_id,
            "mine": mine,
            "in_use": in_use,
            "changed_since": changed_since,
            "custom": custom,
            "to_check": to_check,
            "sort": sort,
        },
    )
    return answered


def add_customer(body: AddCustomer, *, key: str = "") -> Customer:
    """Write an entry down as a draft, hand it in for its check at once, or to customer service to be typed. Raises
    NotAnOwner, Invalid, LikelyDuplicate unless the command confirms that it is another one.
    """
    answered: Customer = ask("customer", "POST", "/v1/customers", body=body, key=key)
    return answered


def count_customers(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    tier: str | None = None,
    region: str | None = None,
    industry: str | None = None,
    owner_id: Id | None = None,
    mine: bool | str | None = None,
    in_use: bool | str | None = None,
    changed_since: str | None = None,
    custom: str | None = None,
    to_check: bool | str | None = None,
    sort: str | None = None,
) -> Count:
    """How many customers fit a filter. By a number or an address that is a question as that of the list is."""
    answered: Count = ask(
        "customer",
        "GET",
        "/v1/customers/count",
        query={
            "after": after,
            "limit": limit,
            "q": q,
            "kind": kind,
            "status": status,
            "tier": tier,
            "region": region,
            "industry": industry,
            "owner_id": owner_id,
            "mine": mine,
            "in_use": in_use,
            "changed_since": changed_since,
            "custom": custom,
            "to_check": to_check,
            "sort": sort,
        },
    )
    return answered


def list_customer_fields() -> Fields:
    """The fields that this house has added to a customer."""
    answered: Fields = ask("customer", "GET", "/v1/customers/fields")
    return answered


def define_customer_field(body: DefineField, *, key: str = "") -> Field:
    """Add a field to a customer."""
    answered: Field = ask("customer", "POST", "/v1/customers/fields", body=body, key=key)
    return answered


def change_customer_field(field_id: Id, body: ChangeField, *, version: Version) -> Field:
    """Change how a field is called, asked for and shown."""
    answered: Field = ask("customer", "PATCH", f"/v1/customers/fields/{field_id}", body=body, version=version)
    return answered


def disable_customer_field(field_id: Id, *, version: Version, key: str = "") -> Field:
    """Ask for a field, or ask for it no more."""
    answered: Field = ask("customer", "POST", f"/v1/customers/fields/{field_id}/disable", version=version, key=key)
    return answered


def enable_customer_field(field_id: Id, *, version: Version, key: str = "") -> Field:
    """Ask for a field, or ask for it no more."""
    answered: Field = ask("customer", "POST", f"/v1/customers/fields/{field_id}/enable", version=version, key=key)
    return answered


def list_implausible(*, after: str | None = None, limit: int | str | None = None) -> OddityPage:
    """Dates and signs in the books that would be refused today, of the customers that one changes or checks, and
    returns without a sale: of the same customer, before or on the same day, of the same product or amount.
    """
    answered: OddityPage = ask("customer", "GET", "/v1/customers/implausible", query={"after": after, "limit": limit})
    return answered


def find_likely(
    *,
    kind: str | None = None,
    name: str | None = None,
    mobile: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    external_code: str | None = None,
    birth_date: str | None = None,
) -> LikelyList:
    """Customers that may be there already, before one is entered. That a number led to one is on record."""
    answered: LikelyList = ask(
        "customer",
        "GET",
        "/v1/customers/likely",
        query={
            "kind": kind,
            "name": name,
            "mobile": mobile,
            "phone": phone,
            "email": email,
            "external_code": external_code,
            "birth_date": birth_date,
        },
    )
    return answered


def list_due_customers(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    tier: str | None = None,
    kind: str | None = None,
    reach: str | None = None,
    due: str | None = None,
    sort: str | None = None,
) -> DueRowPage:
    """Active customers whose tier has a rhythm, by the day on which the next contact is due, who is longest overdue
    first.
    """
    answered: DueRowPage = ask(
        "customer",
        "GET",
        "/v1/customers/rhythm",
        query={"after": after, "limit": limit, "tier": tier, "kind": kind, "reach": reach, "due": due, "sort": sort},
    )
    return answered


def count_due_customers(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    tier: str | None = None,
    kind: str | None = None,
    reach: str | None = None,
) -> TierDueList:
    """How many customers have a rhythm, are overdue and fall due this week, by tier."""
    answered: TierDueList = ask(
        "customer",
        "GET",
        "/v1/customers/rhythm/count",
        query={"after": after, "limit": limit, "tier": tier, "kind": kind, "reach": reach},
    )
    return answered


def list_customer_tags() -> Tags:
    """All tags that a customer can have."""
    answered: Tags = ask("customer", "GET", "/v1/customers/tags")
    return answered


def add_customer_tag(body: NameTag, *, key: str = "") -> Tag:
    """Add a tag to the list of those that a customer can have."""
    answered: Tag = ask("customer", "POST", "/v1/customers/tags", body=body, key=key)
    return answered


def change_customer_tag(tag_id: Id, body: NameTag, *, version: Version) -> Tag:
    """Give a tag another name or colour."""
    answered: Tag = ask("customer", "PATCH", f"/v1/customers/tags/{tag_id}", body=body, version=version)
    return answered


def disable_customer_tag(tag_id: Id, *, version: Version, key: str = "") -> Tag:
    """Offer a tag, or offer it no more."""
    answered: Tag = ask("customer", "POST", f"/v1/customers/tags/{tag_id}/disable", version=version, key=key)
    return answered


def enable_customer_tag(tag_id: Id, *, version: Version, key: str = "") -> Tag:
    """Offer a tag, or offer it no more."""
    answered: Tag = ask("customer", "POST", f"/v1/customers/tags/{tag_id}/enable", version=version, key=key)
    return answered


def read_customer(id: Id) -> Customer:
    """A customer with everything known of it; the reading is on record. Plain to its owner, to whoever is to check it,
    has a case of it in hand or was allowed to by a view request; masked to others.
    """
    answered: Customer = ask("customer", "GET", f"/v1/customers/{id}")
    return answered


def change_customer(id: Id, body: ChangeCustomer, *, version: Version) -> Customer:
    """Change fields at once; those that wait for a check become a change request, which for who does not own the
    customer are all. The masks of what is there change nothing. Raises NotFound, Forbidden, Stale, WaitsWithImport,
    AlreadyWaiting while another change waits, TooManyQuestions, Invalid for dates that cannot be true, for other
    masks, and for a look on site where nothing waits.
    """
    answered: Customer = ask("customer", "PATCH", f"/v1/customers/{id}", body=body, version=version)
    return answered


def approve_customer(id: Id, *, version: Version, key: str = "") -> Customer:
    """The entry agrees with the form: it is a customer from now on, and the others are told. Raises WrongStatus, and
    SamePerson for whoever has written any of it.
    """
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/approve", version=version, key=key)
    return answered


def list_customer_attachments(id: Id, *, after: str | None = None, limit: int | str | None = None) -> AttachmentPage:
    """The files at a customer, the newest first."""
    answered: AttachmentPage = ask(
        "customer", "GET", f"/v1/customers/{id}/attachments", query={"after": after, "limit": limit}
    )
    return answered


def attach_to_customer(
    id: Id, file: Upload, *, name: str | None = None, replaces: str | None = None, key: str
) -> Attachment:
    """Put a file at a customer; it is looked through for viruses first."""
    answered: Attachment = upload(
        "customer", f"/v1/customers/{id}/attachments", {"name": name, "replaces": replaces}, file, key=key
    )
    return answered


def fetch_customer_attachment(id: Id, attachment_id: Id) -> File:
    """The file as it was given."""
    return fetch("customer", f"/v1/customers/{id}/attachments/{attachment_id}/file")


def preview_customer_attachment(id: Id, attachment_id: Id, *, page: int | str | None = None) -> File:
    """A page of a picture or PDF, drawn anew as a picture."""
    return fetch("customer", f"/v1/customers/{id}/attachments/{attachment_id}/preview", query={"page": page})


def withdraw_customer_attachment(id: Id, attachment_id: Id, *, version: Version, key: str = "") -> Attachment:
    """Withdraw an own file; it can be fetched no more."""
    answered: Attachment = ask(
        "customer", "POST", f"/v1/customers/{id}/attachments/{attachment_id}/withdraw", version=version, key=key
    )
    return answered


def list_changes(id: Id, *, after: str | None = None, limit: int | str | None = None) -> ChangePage:
    """The history of changes of a customer, its contacts and the notes at it, the latest first."""
    answered: ChangePage = ask("customer", "GET", f"/v1/customers/{id}/changes", query={"after": after, "limit": limit})
    return answered


def list_contacts(id: Id) -> ContactList:
    """Everybody to turn to at a customer, active ones first."""
    answered: ContactList = ask("customer", "GET", f"/v1/customers/{id}/contacts")
    return answered


def add_contact(id: Id, body: AddContact, *, key: str = "") -> Contact:
    """Write down somebody to turn to at a customer. Of a customer that one reads and does not change it is a proposal,
    which the owner or a verifier decides on.
    """
    answered: Contact = ask("customer", "POST", f"/v1/customers/{id}/contacts", body=body, key=key)
    return answered


def disable_customer(id: Id, body: OptionalReason, *, version: Version, key: str = "") -> Customer:
    """Take a customer out of business, or ask for it; nothing is deleted. Raises NotFound, Forbidden, Stale,
    WrongStatus, AlreadyWaiting.
    """
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/disable", body=body, version=version, key=key)
    return answered


def enable_customer(id: Id, *, version: Version, key: str = "") -> Customer:
    """Take a disabled customer back into business; one that nobody has checked as it is now comes back as a draft.
    Raises WrongStatus.
    """
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/enable", version=version, key=key)
    return answered


def read_customer_fields(id: Id) -> Values:
    """What a customer holds in the fields of the house's own."""
    answered: Values = ask("customer", "GET", f"/v1/customers/{id}/fields")
    return answered


def fill_in_customer_fields(id: Id, body: FillIn, *, version: Version) -> Values:
    """Fill in fields of the house's own at a customer."""
    answered: Values = ask("customer", "PUT", f"/v1/customers/{id}/fields", body=body, version=version)
    return answered


def list_likely(id: Id) -> LikelyList:
    """Customers that may be the same as one that one sees, for whoever checks it."""
    answered: LikelyList = ask("customer", "GET", f"/v1/customers/{id}/likely")
    return answered


def merge_customer(id: Id, body: MergeCustomer, *, version: Version, key: str = "") -> Customer:
    """Make another customer a part of this one, with all that belongs to it; or ask for it. By who owns both at once,
    unless one is VIP or a value changes that waits for a check. Raises NotFound, Forbidden, Stale, Invalid,
    WrongStatus, AlreadyWaiting.
    """
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/merge", body=body, version=version, key=key)
    return answered


def list_customer_notes(id: Id, *, after: str | None = None, limit: int | str | None = None) -> NotePage:
    """The notes at a customer, the newest first."""
    answered: NotePage = ask("customer", "GET", f"/v1/customers/{id}/notes", query={"after": after, "limit": limit})
    return answered


def write_customer_note(id: Id, body: WriteNote, *, key: str = "") -> Note:
    """Write a note at a customer."""
    answered: Note = ask("customer", "POST", f"/v1/customers/{id}/notes", body=body, key=key)
    return answered


def edit_customer_note(id: Id, note_id: Id, body: WriteNote, *, version: Version) -> Note:
    """Change an own note."""
    answered: Note = ask("customer", "PATCH", f"/v1/customers/{id}/notes/{note_id}", body=body, version=version)
    return answered


def withdraw_customer_note(id: Id, note_id: Id, *, version: Version, key: str = "") -> Note:
    """Withdraw an own note; it is shown no more."""
    answered: Note = ask("customer", "POST", f"/v1/customers/{id}/notes/{note_id}/withdraw", version=version, key=key)
    return answered


def give_customer(id: Id, body: Owner, *, version: Version, key: str = "") -> Customer:
    """Hand a customer to another owner, or ask for it; who gives customers of others does so at once. A VIP goes to a
    customer manager or above: raises NotAnOwner. Raises NotFound, Forbidden, Stale, AlreadyWaiting.
    """
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/owner", body=body, version=version, key=key)
    return answered


def list_readings(id: Id, *, after: str | None = None, limit: int | str | None = None) -> ReadingPage:
    """Who has read a customer's detail, the latest first. From where and what for is told to auditors, to whoever
    gives the customer to others or decides who looks at it, and of one's own readings.
    """
    answered: ReadingPage = ask(
        "customer", "GET", f"/v1/customers/{id}/readings", query={"after": after, "limit": limit}
    )
    return answered


def list_records(id: Id, *, after: str | None = None, limit: int | str | None = None) -> RecordPage:
    """The contacts with a customer, the latest first; the withdrawn ones among them."""
    answered: RecordPage = ask("customer", "GET", f"/v1/customers/{id}/records", query={"after": after, "limit": limit})
    return answered


def add_record(id: Id, body: AddRecord, *, key: str = "") -> Record:
    """Note a contact with a customer that one may read."""
    answered: Record = ask("customer", "POST", f"/v1/customers/{id}/records", body=body, key=key)
    return answered


def return_customer(id: Id, body: Return, *, version: Version, key: str = "") -> Customer:
    """The entry does not agree with the form: back to its author with the reason. Raises WrongStatus, SamePerson,
    Invalid for what is no field of the form.
    """
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/return", body=body, version=version, key=key)
    return answered


def reveal_customer(id: Id, body: Reveal) -> Revealed:
    """The plain values of a customer and its contacts, for a purpose that goes on record."""
    answered: Revealed = ask("customer", "POST", f"/v1/customers/{id}/reveal", body=body)
    return answered


def read_customer_rhythm(id: Id) -> CustomerRhythm:
    """How a customer is served, when it was last contacted, and by when it is due again."""
    answered: CustomerRhythm = ask("customer", "GET", f"/v1/customers/{id}/rhythm")
    return answered


def separate_customer(id: Id, *, version: Version, key: str = "") -> Customer:
    """Take a customer out of another again that it was merged into, with all that it brought, within 30 days. Raises
    NotFound, Stale, WrongStatus, SeparatedTooLate.
    """
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/separate", version=version, key=key)
    return answered


def submit_customer(id: Id, *, version: Version, key: str = "") -> Customer:
    """Hand an entry in for its check. Raises WrongStatus."""
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/submit", version=version, key=key)
    return answered


def read_customer_tags(id: Id) -> Tags:
    """The tags of a customer."""
    answered: Tags = ask("customer", "GET", f"/v1/customers/{id}/tags")
    return answered


def set_customer_tags(id: Id, body: SetTags) -> Tags:
    """Give a customer exactly these tags."""
    answered: Tags = ask("customer", "PUT", f"/v1/customers/{id}/tags", body=body)
    return answered


def take_entry(id: Id, *, version: Version, key: str = "") -> Customer:
    """Take an entry that was handed in, to type it beside its paper."""
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/take", version=version, key=key)
    return answered


def list_timeline(id: Id, *, after: str | None = None, limit: int | str | None = None) -> MomentPage:
    """What happened with a customer, changes and contact notes in one order, the latest first."""
    answered: MomentPage = ask(
        "customer", "GET", f"/v1/customers/{id}/timeline", query={"after": after, "limit": limit}
    )
    return answered


def list_transactions(
    id: Id, *, after: str | None = None, limit: int | str | None = None, sort: str | None = None
) -> TransactionPage:
    """A customer's transactions, the latest first."""
    answered: TransactionPage = ask(
        "customer", "GET", f"/v1/customers/{id}/transactions", query={"after": after, "limit": limit, "sort": sort}
    )
    return answered


def withdraw_customer(id: Id, *, version: Version, key: str = "") -> Customer:
    """Take an entry back that waits for its check, to correct it. Raises WrongStatus."""
    answered: Customer = ask("customer", "POST", f"/v1/customers/{id}/withdraw", version=version, key=key)
    return answered


def list_entries(*, after: str | None = None, limit: int | str | None = None, status: str | None = None) -> EntryPage:
    """The entries not yet checked that one owns, has typed or has handed in, the newest first."""
    answered: EntryPage = ask(
        "customer", "GET", "/v1/entries", query={"after": after, "limit": limit, "status": status}
    )
    return answered


def list_handed_in(*, after: str | None = None, limit: int | str | None = None) -> EntryPage:
    """The entries that wait for customer service to type them, the oldest first; their numbers are masked."""
    answered: EntryPage = ask("customer", "GET", "/v1/entries/handed-in", query={"after": after, "limit": limit})
    return answered


def list_own_exports(*, after: str | None = None, limit: int | str | None = None) -> ExportPage:
    """What the one who asks has exported, the newest first."""
    answered: ExportPage = ask("customer", "GET", "/v1/exports", query={"after": after, "limit": limit})
    return answered


def ask_export(body: AskExport, *, key: str = "") -> Export:
    """Have a file made; one that is large, alone or with those of the last day, waits for somebody else's consent.
    Raises Invalid, TooManyQuestions.
    """
    answered: Export = ask("customer", "POST", "/v1/exports", body=body, key=key)
    return answered


def count_exports_to_approve() -> ExportCount:
    """How many exports wait for one's consent."""
    answered: ExportCount = ask("customer", "GET", "/v1/exports/count")
    return answered


def read_export_policy() -> Policy:
    """How large exports may be without consent."""
    answered: Policy = ask("customer", "GET", "/v1/exports/policy")
    return answered


def set_export_limit(body: Limit, *, version: Version) -> Policy:
    """Change how large an export may be without consent; for those who agree to exports of the whole house."""
    answered: Policy = ask("customer", "PATCH", "/v1/exports/policy", body=body, version=version)
    return answered


def list_exports_to_approve(*, after: str | None = None, limit: int | str | None = None) -> ExportPage:
    """The large exports that wait for the consent of the one who asks, the oldest first."""
    answered: ExportPage = ask("customer", "GET", "/v1/exports/to-approve", query={"after": after, "limit": limit})
    return answered


def approve_export(id: Id, body: OptionalReason, *, version: Version, key: str = "") -> Export:
    """Agree to a large export: its file is made now. Raises WrongStatus, SamePerson."""
    answered: Export = ask("customer", "POST", f"/v1/exports/{id}/approve", body=body, version=version, key=key)
    return answered


def download_export(id: Id) -> File:
    """The finished file, to its asker alone; that it was fetched is on record."""
    return fetch("customer", f"/v1/exports/{id}/file")


def refuse_export(id: Id, body: Reason, *, version: Version, key: str = "") -> Export:
    """Refuse a large export, and say why. Raises WrongStatus, SamePerson."""
    answered: Export = ask("customer", "POST", f"/v1/exports/{id}/refuse", body=body, version=version, key=key)
    return answered


def list_waiting_hand_overs(*, after: str | None = None, limit: int | str | None = None) -> HandOverPage:
    """The VIP customers that wait for a new owner and that one may take or give, the oldest first."""
    answered: HandOverPage = ask("customer", "GET", "/v1/hand-overs", query={"after": after, "limit": limit})
    return answered


def give_all(body: GiveAll, *, key: str = "") -> GivenAll:
    """Hand every customer of one person to another: drafts, entries that wait, active and disabled ones alike."""
    answered: GivenAll = ask("customer", "POST", "/v1/hand-overs/all", body=body, key=key)
    return answered


def count_waiting_hand_overs() -> HandOverCount:
    """How many hand-overs wait that one may see to."""
    answered: HandOverCount = ask("customer", "GET", "/v1/hand-overs/count")
    return answered


def list_owners(
    *, after: str | None = None, limit: int | str | None = None, owner_id: Id | None = None
) -> OwnerOfManyPage:
    """The people within reach who own customers, with how many, active ones and those who have left."""
    answered: OwnerOfManyPage = ask(
        "customer", "GET", "/v1/hand-overs/owners", query={"after": after, "limit": limit, "owner_id": owner_id}
    )
    return answered


def list_takers(*, vip: bool | str | None = None) -> Takers:
    """Whom one may give customers to."""
    answered: Takers = ask("customer", "GET", "/v1/hand-overs/takers", query={"vip": vip})
    return answered


def give_hand_over(id: Id, body: Owner, *, version: Version, key: str = "") -> PassedOn:
    """Give a VIP customer that waits for a new owner to a customer manager or above. Raises NotAnOwner."""
    answered: PassedOn = ask("customer", "POST", f"/v1/hand-overs/{id}/give", body=body, version=version, key=key)
    return answered


def take_hand_over(id: Id, *, version: Version, key: str = "") -> PassedOn:
    """Take a VIP customer that waits for a new owner; for customer managers and above. Raises NotAnOwner."""
    answered: PassedOn = ask("customer", "POST", f"/v1/hand-overs/{id}/take", version=version, key=key)
    return answered


def list_imports(*, after: str | None = None, limit: int | str | None = None) -> ImportRowPage:
    """The imports that one runs or checks, the newest first."""
    answered: ImportRowPage = ask("customer", "GET", "/v1/imports", query={"after": after, "limit": limit})
    return answered


def upload_file(
    file: Upload,
    *,
    kind: Literal["customers", "persons", "companies", "transactions"],
    encoding: Literal["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"] | None = None,
    sheet: str | None = None,
    key: str,
) -> Import:
    """Send a file of customers or transactions; it is read in the background. Raises Invalid."""
    answered: Import = upload(
        "customer", "/v1/imports", {"kind": kind, "encoding": encoding, "sheet": sheet}, file, key=key
    )
    return answered


def read_import_policy() -> ImportPolicy:
    """How many transactions of a file are stored without a check."""
    answered: ImportPolicy = ask("customer", "GET", "/v1/imports/policy")
    return answered


def set_import_limit(body: FileLimit, *, version: Version) -> ImportPolicy:
    """Change how many transactions of a file need no check; for those who agree to exports of the whole house."""
    answered: ImportPolicy = ask("customer", "PATCH", "/v1/imports/policy", body=body, version=version)
    return answered


def read_import(id: Id) -> Import:
    """An import with what its columns mean and its first rows; that these were seen is on record."""
    answered: Import = ask("customer", "GET", f"/v1/imports/{id}")
    return answered


def approve_import(id: Id, *, version: Version, key: str = "") -> Import:
    """Somebody who has written none of it found the batch right: its customers become active, its transactions are
    stored. Raises WrongStatus, SamePerson.
    """
    answered: Import = ask("customer", "POST", f"/v1/imports/{id}/approve", version=version, key=key)
    return answered


def list_import_attachments(id: Id, *, after: str | None = None, limit: int | str | None = None) -> AttachmentPage:
    """The files at a import, the newest first."""
    answered: AttachmentPage = ask(
        "customer", "GET", f"/v1/imports/{id}/attachments", query={"after": after, "limit": limit}
    )
    return answered


def attach_to_import(
    id: Id, file: Upload, *, name: str | None = None, replaces: str | None = None, key: str
) -> Attachment:
    """Put a file at a import; it is looked through for viruses first."""
    answered: Attachment = upload(
        "customer", f"/v1/imports/{id}/attachments", {"name": name, "replaces": replaces}, file, key=key
    )
    return answered


def fetch_import_attachment(id: Id, attachment_id: Id) -> File:
    """The file as it was given."""
    return fetch("customer", f"/v1/imports/{id}/attachments/{attachment_id}/file")


def preview_import_attachment(id: Id, attachment_id: Id, *, page: int | str | None = None) -> File:
    """A page of a picture or PDF, drawn anew as a picture."""
    return fetch("customer", f"/v1/imports/{id}/attachments/{attachment_id}/preview", query={"page": page})


def withdraw_import_attachment(id: Id, attachment_id: Id, *, version: Version, key: str = "") -> Attachment:
    """Withdraw an own file; it can be fetched no more."""
    answered: Attachment = ask(
        "customer", "POST", f"/v1/imports/{id}/attachments/{attachment_id}/withdraw", version=version, key=key
    )
    return answered


def list_import_errors(id: Id, *, after: str | None = None, limit: int | str | None = None) -> FlawPage:
    """What is wrong in the rows of a file, row by row; values of somebody else's file are masked."""
    answered: FlawPage = ask("customer", "GET", f"/v1/imports/{id}/errors", query={"after": after, "limit": limit})
    return answered


def download_import_errors(id: Id) -> File:
    """Every row with a flaw as a file, to be corrected and sent again."""
    return fetch("customer", f"/v1/imports/{id}/errors.csv")


def map_columns(id: Id, body: MapColumns, *, version: Version, key: str = "") -> Import:
    """Say what the columns mean. Raises Invalid; of several columns that mean one field each is named."""
    answered: Import = ask("customer", "POST", f"/v1/imports/{id}/mapping", body=body, version=version, key=key)
    return answered


def read_import_again(id: Id, body: ReadAgain, *, version: Version, key: str = "") -> Import:
    """Have a file read in another way, before anything of it is stored. What its columns mean is found out anew."""
    answered: Import = ask("customer", "POST", f"/v1/imports/{id}/read-again", body=body, version=version, key=key)
    return answered


def return_import(id: Id, body: Reason, *, version: Version, key: str = "") -> Import:
    """Somebody other than the author found the batch wrong: it is taken back as a whole, and the author reads why.
    Raises WrongStatus, SamePerson.
    """
    answered: Import = ask("customer", "POST", f"/v1/imports/{id}/return", body=body, version=version, key=key)
    return answered


def return_import_rows(id: Id, body: ReturnRows, *, version: Version, key: str = "") -> Import:
    """Give some rows back to the author with a reason; the others can be approved. Raises WrongStatus, SamePerson, and
    Invalid for a row that waits for no check.
    """
    answered: Import = ask("customer", "POST", f"/v1/imports/{id}/return-rows", body=body, version=version, key=key)
    return answered


def list_import_rows(id: Id, *, after: str | None = None, limit: int | str | None = None) -> SeenRowPage:
    """Every row of a file that is not decided on yet, in the order of the file."""
    answered: SeenRowPage = ask("customer", "GET", f"/v1/imports/{id}/rows", query={"after": after, "limit": limit})
    return answered


def read_import_sample(id: Id) -> Sample:
    """What is shown of a file for its check; that it was seen is on record. Rows are plain for the check, and to who
    has sent them.
    """
    answered: Sample = ask("customer", "GET", f"/v1/imports/{id}/sample")
    return answered


def start_import(id: Id, body: StartImport, *, version: Version, key: str = "") -> Import:
    """Have the rows checked and stored, as far as the sender's own rights reach. Raises Invalid, also for a source
    whose transactions a program reports.
    """
    answered: Import = ask("customer", "POST", f"/v1/imports/{id}/start", body=body, version=version, key=key)
    return answered


def take_back_import(id: Id, *, version: Version, key: str = "") -> Import:
    """Have everything disabled that the import has added, as far as nobody has changed it since. Raises WrongStatus."""
    answered: Import = ask("customer", "POST", f"/v1/imports/{id}/take-back", version=version, key=key)
    return answered


def list_industry_entries(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    parent: str | None = None,
    all: bool | str | None = None,
) -> ListEntryPage:
    """What can be chosen as industry, level by level or by name."""
    answered: ListEntryPage = ask(
        "customer",
        "GET",
        "/v1/industries",
        query={"after": after, "limit": limit, "q": q, "parent": parent, "all": all},
    )
    return answered


def add_industry_entry(body: AddEntry, *, key: str = "") -> ListEntry:
    """Add an own industry to the list."""
    answered: ListEntry = ask("customer", "POST", "/v1/industries", body=body, key=key)
    return answered


def list_unplaced_industries(*, after: str | None = None, limit: int | str | None = None) -> UnplacedPage:
    """What stands as industry at customers and means none."""
    answered: UnplacedPage = ask("customer", "GET", "/v1/industries/unplaced", query={"after": after, "limit": limit})
    return answered


def change_industry_entry(id: Id, body: ChangeEntry, *, version: Version) -> ListEntry:
    """Change the name, aliases or place of a industry in the list."""
    answered: ListEntry = ask("customer", "PATCH", f"/v1/industries/{id}", body=body, version=version)
    return answered


def disable_industry_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("customer", "POST", f"/v1/industries/{id}/disable", version=version, key=key)
    return answered


def enable_industry_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("customer", "POST", f"/v1/industries/{id}/enable", version=version, key=key)
    return answered


def list_likely_pairs(
    *, after: str | None = None, limit: int | str | None = None, status: str | None = None
) -> PairPage:
    """Pairs of active customers that one sees both, the likeliest first."""
    answered: PairPage = ask(
        "customer", "GET", "/v1/likely-pairs", query={"after": after, "limit": limit, "status": status}
    )
    return answered


def find_likely_pairs(*, key: str = "") -> LookedFor:
    """Look through all customers now for those that are there twice, without waiting for the night."""
    answered: LookedFor = ask("customer", "POST", "/v1/likely-pairs/find", key=key)
    return answered


def tell_apart(id: Id, *, version: Version, key: str = "") -> Pair:
    """Remember that two customers are two. Raises NotFound, Stale, WrongStatus."""
    answered: Pair = ask("customer", "POST", f"/v1/likely-pairs/{id}/differ", version=version, key=key)
    return answered


def change_record(id: Id, body: ChangeRecord, *, version: Version) -> Record:
    """Change an own note; what it said before stays in the trail. Raises NotFound, Stale, WrongStatus when it is
    withdrawn, NotTheAuthor, Invalid for a time that cannot be.
    """
    answered: Record = ask("customer", "PATCH", f"/v1/records/{id}", body=body, version=version)
    return answered


def list_record_attachments(id: Id, *, after: str | None = None, limit: int | str | None = None) -> AttachmentPage:
    """The files at a record, the newest first."""
    answered: AttachmentPage = ask(
        "customer", "GET", f"/v1/records/{id}/attachments", query={"after": after, "limit": limit}
    )
    return answered


def attach_to_record(
    id: Id, file: Upload, *, name: str | None = None, replaces: str | None = None, key: str
) -> Attachment:
    """Put a file at a record; it is looked through for viruses first."""
    answered: Attachment = upload(
        "customer", f"/v1/records/{id}/attachments", {"name": name, "replaces": replaces}, file, key=key
    )
    return answered


def fetch_record_attachment(id: Id, attachment_id: Id) -> File:
    """The file as it was given."""
    return fetch("customer", f"/v1/records/{id}/attachments/{attachment_id}/file")


def preview_record_attachment(id: Id, attachment_id: Id, *, page: int | str | None = None) -> File:
    """A page of a picture or PDF, drawn anew as a picture."""
    return fetch("customer", f"/v1/records/{id}/attachments/{attachment_id}/preview", query={"page": page})


def withdraw_record_attachment(id: Id, attachment_id: Id, *, version: Version, key: str = "") -> Attachment:
    """Withdraw an own file; it can be fetched no more."""
    answered: Attachment = ask(
        "customer", "POST", f"/v1/records/{id}/attachments/{attachment_id}/withdraw", version=version, key=key
    )
    return answered


def withdraw_record(id: Id, body: Reason, *, version: Version, key: str = "") -> Record:
    """Withdraw an own note: it stays to be read, struck through, with the reason. Raises NotFound, Stale, WrongStatus,
    NotTheAuthor.
    """
    answered: Record = ask("customer", "POST", f"/v1/records/{id}/withdraw", body=body, version=version, key=key)
    return answered


def list_region_entries(
    *,
    after: str | None = None,
    limit: int | str | None = None,
    q: str | None = None,
    parent: str | None = None,
    all: bool | str | None = None,
) -> ListEntryPage:
    """What can be chosen as region, level by level or by name."""
    answered: ListEntryPage = ask(
        "customer", "GET", "/v1/regions", query={"after": after, "limit": limit, "q": q, "parent": parent, "all": all}
    )
    return answered


def add_region_entry(body: AddEntry, *, key: str = "") -> ListEntry:
    """Add an own region to the list."""
    answered: ListEntry = ask("customer", "POST", "/v1/regions", body=body, key=key)
    return answered


def list_unplaced_regions(*, after: str | None = None, limit: int | str | None = None) -> UnplacedPage:
    """What stands as region at customers and means none."""
    answered: UnplacedPage = ask("customer", "GET", "/v1/regions/unplaced", query={"after": after, "limit": limit})
    return answered


def change_region_entry(id: Id, body: ChangeEntry, *, version: Version) -> ListEntry:
    """Change the name, aliases or place of a region in the list."""
    answered: ListEntry = ask("customer", "PATCH", f"/v1/regions/{id}", body=body, version=version)
    return answered


def disable_region_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("customer", "POST", f"/v1/regions/{id}/disable", version=version, key=key)
    return answered


def enable_region_entry(id: Id, *, version: Version, key: str = "") -> ListEntry:
    """Offer an entry, or offer it no more."""
    answered: ListEntry = ask("customer", "POST", f"/v1/regions/{id}/enable", version=version, key=key)
    return answered


def list_rhythm_policies() -> RhythmPolicyList:
    """How customers are served and how often they are contacted, by kind of customer and tier."""
    answered: RhythmPolicyList = ask("customer", "GET", "/v1/rhythm-policies")
    return answered


def set_rhythm_policy(id: Id, body: SetRhythmPolicy, *, version: Version) -> RhythmPolicy:
    """Say how customers of a kind and tier are served, and how often they are contacted. It holds at once, counted
    from the last contact of each. Raises NotFound, Stale.
    """
    answered: RhythmPolicy = ask("customer", "PATCH", f"/v1/rhythm-policies/{id}", body=body, version=version)
    return answered


def record_transactions(body: RecordTransactions, *, key: str = "") -> Recorded:
    """Take a batch of one sender's transactions: new ones and corrections of known ones. With a wrong row nothing is
    taken, unless the batch is ``partial``. Returns are kept below zero whatever sign they come with; pieces and
    amount of different signs are refused (``wrong_sign``), and so is a sale below zero.
    """
    answered: Recorded = ask("customer", "POST", "/v1/transactions", body=body, key=key)
    return answered


def list_unusual_readings(*, after: str | None = None, limit: int | str | None = None) -> UnusualReadingPage:
    """Who read far more customers on a day than is their habit, the latest first."""
    answered: UnusualReadingPage = ask(
        "customer", "GET", "/v1/unusual-readings", query={"after": after, "limit": limit}
    )
    return answered


def list_own_view_requests(*, after: str | None = None, limit: int | str | None = None) -> ViewRequestPage:
    """What the one who asks has asked to see, the newest first."""
    answered: ViewRequestPage = ask("customer", "GET", "/v1/view-requests", query={"after": after, "limit": limit})
    return answered


def ask_view(body: AskView, *, key: str = "") -> ViewRequest:
    """Ask to see a customer of somebody else; the owner's managers are told. Whether there is one is not said: the
    request looks the same. Raises Invalid.
    """
    answered: ViewRequest = ask("customer", "POST", "/v1/view-requests", body=body, key=key)
    return answered


def count_access_requests_to_decide() -> ToDecide:
    """How many view requests wait for one's decision."""
    answered: ToDecide = ask("customer", "GET", "/v1/view-requests/count")
    return answered


def list_access_requests_to_decide(
    *, after: str | None = None, limit: int | str | None = None, status: str | None = None
) -> ViewRequestToDecidePage:
    """The requests that the one who asks decides, those that wait or those that are open now, the oldest first."""
    answered: ViewRequestToDecidePage = ask(
        "customer", "GET", "/v1/view-requests/to-decide", query={"after": after, "limit": limit, "status": status}
    )
    return answered


def approve_view(id: Id, body: OptionalReason, *, version: Version, key: str = "") -> ViewRequestToDecide:
    """Open the customer to the asker, from now on for the time that was asked for. Raises WrongStatus, SamePerson."""
    answered: ViewRequestToDecide = ask(
        "customer", "POST", f"/v1/view-requests/{id}/approve", body=body, version=version, key=key
    )
    return answered


def end_view(id: Id, *, version: Version, key: str = "") -> ViewRequest:
    """Close the customer again before its time, or take back a request: by the asker, or by whoever decides on it.
    Raises WrongStatus.
    """
    answered: ViewRequest = ask("customer", "POST", f"/v1/view-requests/{id}/end", version=version, key=key)
    return answered


def refuse_view(id: Id, body: Reason, *, version: Version, key: str = "") -> ViewRequestToDecide:
    """Say no, and why. Raises WrongStatus, SamePerson."""
    answered: ViewRequestToDecide = ask(
        "customer", "POST", f"/v1/view-requests/{id}/refuse", body=body, version=version, key=key
    )
    return answered
