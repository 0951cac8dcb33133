"""What the feedback service says to the others: the cases and what became of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.events import Event, event
from contracts.reporting import Tier


class CaseKind(StrEnum):
    """Feedback is answered and thanked for; a complaint is handled until it is resolved."""

    FEEDBACK = "feedback"
    COMPLAINT = "complaint"


class CaseStatus(StrEnum):
    """open -> taken -> resolved -> closed; feedback goes from open or taken to answered (its end)."""

    OPEN = "open"
    TAKEN = "taken"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Desk(StrEnum):
    """Who handles it: customer service, or its leadership."""

    SERVICE = "service"
    LEAD = "lead"


class Channel(StrEnum):
    """How it reached us."""

    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    VISIT = "visit"
    CHAT = "chat"


class CaseEventKind(StrEnum):
    """What a row of a case's timeline says."""

    FILED = "filed"
    TAKEN = "taken"
    RELEASED = "released"
    NOTE = "note"
    MOVED = "moved"
    REPLY = "reply"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"


class Result(StrEnum):
    """How a complaint ended."""

    SATISFIED = "satisfied"
    COMPENSATED = "compensated"
    EXPLAINED = "explained"
    UNFOUNDED = "unfounded"
    UNRESOLVED = "unresolved"


@event("feedback.case_changed.v1", subject="case_id")
class CaseChanged(Event):
    """A case is new or has moved. The highest version holds. Times that have not come yet are None.

    ``cause``: why the customer came, as the list of causes calls it; empty while nobody has said. ``satisfaction``:
    what the customer said afterwards, 1 to 5; None without an answer.
    """

    case_id: UUID
    version: int
    code: str
    kind: CaseKind
    status: CaseStatus
    channel: Channel
    customer_id: UUID
    customer_code: str
    customer_name: str
    region: str
    tier: Tier
    desk: Desk
    content: str
    result: Result | None
    outcome: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    cause: str = ""
    satisfaction: int | None = None
