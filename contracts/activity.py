"""What every service says to the activity service: that somebody in particular should look at something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from chassis.events import Event, event

if TYPE_CHECKING:
    from chassis.context import Context

NAMESPACE = UUID("5f6a2f0e-6d0f-4c59-9f7e-3f0f6f1d9a11")


class NoticeKind(StrEnum):
    """Why somebody is told."""

    CASE_ASSIGNED = "case_assigned"
    CASE_DUE = "case_due"
    CASE_OVERDUE = "case_overdue"
    CASE_ESCALATED = "case_escalated"
    CASE_VIP = "case_vip"
    CASE_SAID_MORE = "case_said_more"
    CASE_EMAIL_FAILED = "case_email_failed"
    ENTRY_TO_CHECK = "entry_to_check"
    ENTRY_RETURNED = "entry_returned"
    ENTRY_APPROVED = "entry_approved"
    ENTRY_HANDED_IN = "entry_handed_in"
    CHANGE_TO_CHECK = "change_to_check"
    CHANGE_DECIDED = "change_decided"
    IMPORT_TO_CHECK = "import_to_check"
    IMPORT_DECIDED = "import_decided"
    VIEW_REQUEST_TO_DECIDE = "view_request_to_decide"
    VIEW_REQUEST_DECIDED = "view_request_decided"
    CUSTOMER_GIVEN = "customer_given"
    CONTACT_OVERDUE = "contact_overdue"
    HAND_OVER_WAITING = "hand_over_waiting"
    CUSTOMER_ROSE = "customer_rose"
    CUSTOMER_FELL = "customer_fell"
    REPORT_TO_REVIEW = "report_to_review"
    REPORT_RETURNED = "report_returned"
    REPORT_APPROVED = "report_approved"
    ACCOUNT_NEEDS_PASSWORD = "account_needs_password"  # noqa: S105 - a kind of notice
    ACCOUNT_TO_CONFIRM = "account_to_confirm"
    OWNER_LEFT = "owner_left"
    UNUSUAL_READING = "unusual_reading"
    BACKUP_FAILED = "backup_failed"


class Delivery(StrEnum):
    """How somebody wants to be told of a kind of notice. A mail is beside the page, never instead of it."""

    PAGE = "page"
    AT_ONCE = "at_once"
    DAILY = "daily"
    OFF = "off"


class ChannelKind(StrEnum):
    """Whose group robot a department's channel is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


class ChannelError(StrEnum):
    """Why the last message did not arrive in a group. ``not_allowed``: its address leads where this house sends
    nothing; ``refused``: the robot did not take it (a wrong key or signature, a word that it asks for, too many)."""

    UNREACHABLE = "unreachable"
    NOT_ALLOWED = "not_allowed"
    REFUSED = "refused"


@event("activity.notice_raised.v1", subject="notice_id")
class NoticeRaised(Event):
    """Somebody should look at a record. No word of the record itself: what it says is read when the notice is.

    Told are the persons of ``to``, and whoever may do ``permission`` to a record of ``owner_id`` (of anybody: None);
    never those of ``but_not``. ``record_kind`` is the record's noun in the API (customer, case, report, import, ...),
    ``code`` its business code, if it has one. ``due_at``: by when, where there is a deadline.
    """

    notice_id: UUID
    kind: NoticeKind
    at: datetime
    to: list[UUID]
    permission: str
    owner_id: UUID | None
    but_not: list[UUID]
    record_kind: str
    record_id: UUID
    code: str
    due_at: datetime | None


def notify(
    ctx: Context,
    kind: NoticeKind,
    record_kind: str,
    record_id: UUID,
    *,
    code: str = "",
    to: Iterable[UUID | None] = (),
    permission: str = "",
    owner_id: UUID | None = None,
    due_at: datetime | None = None,
    once: str = "",
) -> None:
    """Tell persons that they should look at a record; who causes it is not told of it. ``once``: what makes two of a
    kind about a record the same (a deadline, a version); without it, each call tells anew."""
    persons = sorted({id for id in to if id is not None and id != ctx.actor.id})
    if not persons and not permission:
        return
    told = NoticeRaised(
        notice_id=uuid5(NAMESPACE, f"{kind}/{record_id}/{once or ctx.request_id}/{persons}/{permission}"),
        kind=kind,
        at=ctx.now,
        to=persons,
        permission=permission,
        owner_id=owner_id,
        but_not=[ctx.actor.id] if ctx.actor.id else [],
        record_kind=record_kind,
        record_id=record_id,
        code=code,
        due_at=due_at,
    )
    ctx.emit(told)
