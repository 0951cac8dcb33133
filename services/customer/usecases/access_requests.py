"""Access requests: ask to see a customer of somebody else, approve, refuse, end."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.approval import decide
from chassis.codes import is_code
from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from contracts.activity import NoticeKind, notify
from contracts.customer import AccessOpened, AccessRequestStatus, ViewExtent
from contracts.permissions import Permission
from services.customer.domain.access_requests import ACCESS_REQUEST, effective_status, open_until
from services.customer.store import access_requests as store
from services.customer.store.models import AccessRequest
from services.customer.usecases.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class AskAccess:
    """What one wants to see and how far, what for, and for how many hours from the consent on."""

    customer_code: str
    purpose: str
    hours: int
    extent: ViewExtent = ViewExtent.LOOK


def ask_view(ctx: Context, command: AskAccess) -> AccessRequest:
    """Ask to see a customer of somebody else; the owner's managers are told. Whether there is one is not said: the
    request looks the same. Raises Invalid."""
    code = command.customer_code.upper()
    if not is_code(code):
        raise Invalid(customer_code="not_a_code")
    customer = store.may_be_asked_for(ctx.session, code, ctx.actor)
    request = AccessRequest(
        customer_code=code,
        customer_id=customer.id if customer else None,
        asker_id=ctx.actor.id,
        asker_name=ctx.actor.name,
        purpose=command.purpose,
        hours=command.hours,
        extent=command.extent,
        status=AccessRequestStatus.WAITING,
    )
    ctx.session.add(request)
    ctx.session.flush()
    if customer is not None:
        _tell_deciders(ctx, request, customer.owner_id)
    return request


def approve_view(ctx: Context, id: UUID, command: Reason, version: int | None) -> AccessRequest:
    """Open the customer to the asker, from now on for the time that was asked for. Raises WrongStatus, SamePerson."""
    request = _decide(ctx, id, "approve", command, version)
    request.until = open_until(ctx.now, request.hours)
    ctx.session.flush()
    _tell_asker(ctx, request)
    _say_opened(ctx, request)
    return request


def refuse_view(ctx: Context, id: UUID, command: Reason, version: int | None) -> AccessRequest:
    """Say no, and why. Raises WrongStatus, SamePerson."""
    request = _decide(ctx, id, "refuse", command, version)
    ctx.session.flush()
    _tell_asker(ctx, request)
    return request


def end_view(ctx: Context, id: UUID, version: int | None) -> AccessRequest:
    """Close the customer again before its time, or take back a request: by the asker, or by whoever decides on it.
    Raises WrongStatus."""
    request = store.request_of(ctx.session, ctx.actor, id)
    expect_version(request, version)
    request.status = ACCESS_REQUEST.after("end", request, ctx.actor, status=status_of(ctx, request))
    request.ended_at = ctx.now
    ctx.session.flush()
    _say_opened(ctx, request)
    return request


def status_of(ctx: Context, request: AccessRequest) -> AccessRequestStatus:
    """The state of a request at this moment."""
    return effective_status(request.status, request.created_at, request.until, ctx.now)


def _tell_asker(ctx: Context, request: AccessRequest) -> None:
    to, code = (request.asker_id,), request.customer_code
    notify(ctx, NoticeKind.VIEW_REQUEST_DECIDED, "view_request", request.id, code=code, to=to, once="decided")


def _tell_deciders(ctx: Context, request: AccessRequest, owner_id: UUID) -> None:
    """Whoever decides on it: the managers of the customer's owner."""
    decides, code = Permission.VIEW_REQUEST_DECIDE, request.customer_code
    kind = NoticeKind.VIEW_REQUEST_TO_DECIDE
    notify(ctx, kind, "view_request", request.id, code=code, permission=decides, owner_id=owner_id, once="asked")


def _say_opened(ctx: Context, request: AccessRequest) -> None:
    """Tell the other services what is open to whom; of what never was they hear nothing."""
    if request.customer_id is None or request.until is None:
        return
    told = AccessOpened(
        request_id=request.id,
        version=request.version,
        customer_id=request.customer_id,
        staff_id=request.asker_id,
        until=request.until,
        open=request.status is AccessRequestStatus.APPROVED,
    )
    ctx.emit(told)


def _decide(ctx: Context, id: UUID, action: str, command: Reason, version: int | None) -> AccessRequest:
    request = store.request_of(ctx.session, ctx.actor, id)
    decide(ctx, request, ACCESS_REQUEST, action, version, status=status_of(ctx, request))
    request.note = command.reason
    return request
