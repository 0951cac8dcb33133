"""What the customer service says to the others: who the customers are and what they bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from chassis.events import Event, event


class CustomerKind(StrEnum):
    """A person or a company."""

    PERSON = "person"
    COMPANY = "company"


class PairStatus(StrEnum):
    """What is known of two customers that are likely one: nobody has decided yet, they are two, they are one now."""

    OPEN = "open"
    DIFFERENT = "different"
    MERGED = "merged"


class CustomerStatus(StrEnum):
    """An entry is a draft until somebody other than its author has checked it. Only active and disabled customers
    were ever told to the other services."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACTIVE = "active"
    DISABLED = "disabled"


class TransactionKind(StrEnum):
    """What a transaction was. Returns carry a negative amount and volume."""

    SALE = "sale"
    SERVICE = "service"
    RETURN = "return"


class RecordKind(StrEnum):
    """How somebody was in touch with a customer."""

    VISIT = "visit"
    CALL = "call"
    LETTER = "letter"
    MAIL = "mail"
    GIFT = "gift"
    NOTE = "note"


class Direction(StrEnum):
    """Who began a contact: ``in`` the customer, ``out`` we."""

    IN = "in"
    OUT = "out"


class ContactStatus(StrEnum):
    """``proposed`` by somebody who does not own the customer -> ``active`` or ``refused``; ``active`` <->
    ``disabled``."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DISABLED = "disabled"
    REFUSED = "refused"


class ChangeRequestStatus(StrEnum):
    """A change of a verified core field waits until somebody else approves or rejects it."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


class TransferStatus(StrEnum):
    """A VIP customer waits for a new owner until it has one."""

    WAITING = "waiting"
    DONE = "done"


class AccessRequestStatus(StrEnum):
    """``waiting`` -> ``approved`` -> ``ended`` (by its time or by hand), or ``refused``, or ``lapsed`` undecided."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"
    LAPSED = "lapsed"


class ViewExtent(StrEnum):
    """What an access request opens: ``look`` = the customer as others see it, masked; ``plain`` = its numbers too."""

    LOOK = "look"
    PLAIN = "plain"


class ExportStatus(StrEnum):
    """``waiting`` for consent -> ``running`` -> ``done`` or ``failed``; or ``refused``."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class ImportKind(StrEnum):
    """What a file holds. ``customers`` means persons or companies: the headings decide."""

    CUSTOMERS = "customers"
    PERSONS = "persons"
    COMPANIES = "companies"
    TRANSACTIONS = "transactions"


class ImportStatus(StrEnum):
    """reading -> mapped -> running -> waiting_check -> checking -> done, or failed; and from the end of the run on:
    taking_back -> taken_back. Transactions of a file up to the limit do not wait; nor does what changes nothing."""

    READING = "reading"
    MAPPED = "mapped"
    RUNNING = "running"
    WAITING_CHECK = "waiting_check"
    CHECKING = "checking"
    DONE = "done"
    FAILED = "failed"
    TAKING_BACK = "taking_back"
    TAKEN_BACK = "taken_back"


class OnKnown(StrEnum):
    """What happens to a row whose record is known already: it is left as it is, or brought up to the file."""

    SKIP = "skip"
    UPDATE = "update"


class Purpose(StrEnum):
    """Why a customer was read, as the log of readings has it; empty for the ordinary reading of a page.

    ``check``: a verifier compared the plain values with the form. ``search``: found by a whole number, its last four
    digits or a whole mail address by somebody who sees it masked; ``missed``: looked for like that, and there is none
    (the record is then nobody's). ``export``: stood in a file. ``view_request``: seen plain by a request that was
    agreed to. ``case:X2026…`` (PURPOSE_CASE and the code): seen plain by who has that case in hand. The others are the
    purposes for which masked values are revealed."""

    CHECK = "check"
    SEARCH = "search"
    MISSED = "missed"
    VIEW_REQUEST = "view_request"
    EXPORT = "export"
    CONTACT = "contact"
    COMPLAINT = "complaint"
    CORRECTION = "correction"
    LEGAL = "legal"
    OTHER = "other"


PURPOSE_CASE = "case:"
"""What a purpose begins with that is a case in hand; its code follows."""


@event("customer.customer_changed.v1", subject="customer_id")
class CustomerChanged(Event):
    """A customer became active, was changed or disabled. The highest version holds. ``merged_into``: it turned out to
    be that one, which has all that belonged to it."""

    customer_id: UUID
    version: int
    code: str
    external_code: str | None
    kind: CustomerKind
    name: str
    active: bool
    owner_id: UUID | None
    region: str
    industry: str
    email: str
    merged_into: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TransactionFact:
    """One transaction as it now is. ``amount`` in yuan, two decimals; ``quantity`` in pieces. A void one counts not."""

    transaction_id: UUID
    version: int
    customer_id: UUID
    kind: TransactionKind
    occurred_on: date
    quantity: int
    amount: Decimal
    void: bool


@event("customer.transactions_recorded.v1", subject="batch_id")
class TransactionsRecorded(Event):
    """Up to 1,000 transactions of one import or API call are new or corrected; each by its id and version."""

    batch_id: UUID
    facts: list[TransactionFact]


@event("customer.access_opened.v1", subject="request_id")
class AccessOpened(Event):
    """A customer of somebody else is open to a person until then, or, when not ``open``, no longer. The highest version
    of a request holds."""

    request_id: UUID
    version: int
    customer_id: UUID
    staff_id: UUID
    until: datetime
    open: bool
