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


IN_HAND = frozenset({CaseStatus.TAKEN, CaseStatus.RESOLVED})
"""A case that somebody has taken is in that person's hands until it is answered, closed or released."""


class CaseFileStatus(StrEnum):
    """A file of cases waits until somebody else has approved or returned it."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"


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
    SAID = "said"
    ANSWER = "answer"
    ASSIGNED = "assigned"
    PRIORITY = "priority"
    MERGED = "merged"
    MERGED_IN = "merged_in"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CLASSIFIED = "classified"
    WAITING = "waiting"
    RESUMED = "resumed"
    RATED = "rated"
    MAILED_AGAIN = "mailed_again"


CONVERSATION = frozenset({CaseEventKind.FILED, CaseEventKind.SAID, CaseEventKind.ANSWER, CaseEventKind.REPLY})
"""What was said between the customer and us; all other steps are for colleagues."""


class Priority(StrEnum):
    """How a case stands among the others of its desk; within one the nearer deadline comes first."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class CaseRelation(StrEnum):
    """What another case is to a case: linked by hand, the one it was merged into, or one that was merged into it."""

    LINKED = "linked"
    MERGED_INTO = "merged_into"
    MERGED_FROM = "merged_from"


class TemplateStatus(StrEnum):
    """Whether a template of answers is offered; nothing is deleted."""

    ACTIVE = "active"
    DISABLED = "disabled"


class AnswerLanguage(StrEnum):
    """In which language an answer begins; ``both``: Chinese, and English below."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


class AbsenceStatus(StrEnum):
    """``planned`` until its first day, ``running`` to the end of its last; ``ended`` early by hand, or ``over``."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    OVER = "over"


class DeadlineClock(StrEnum):
    """Which time counts for a deadline: that of the working calendar, or all of it."""

    WORKING = "working"
    ALWAYS = "always"


class RuleStatus(StrEnum):
    """Whether a rule holds; nothing is deleted."""

    ACTIVE = "active"
    DISABLED = "disabled"


class Result(StrEnum):
    """How a complaint ended."""

    SATISFIED = "satisfied"
    COMPENSATED = "compensated"
    EXPLAINED = "explained"
    UNFOUNDED = "unfounded"
    UNRESOLVED = "unresolved"


@event("feedback.case_changed.v1", subject="case_id")
class CaseChanged(Event):
    """A case is new or has moved. The highest version holds. Times that have not come yet are None, and so is
    ``assignee_id`` when nobody has taken it; events from before that was said have none.

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
    assignee_id: UUID | None = None
    cause: str = ""
    satisfaction: int | None = None
