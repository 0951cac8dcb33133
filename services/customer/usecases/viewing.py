"""View requests: ask, approve, refuse, end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_

from chassis.codes import is_code
from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Invalid
from contracts.permissions import Permission
from services.customer.domain.errors import WrongStatus
from services.customer.domain.viewing import ViewStatus, require_decidable, standing
from services.customer.store import view_queries
from services.customer.store.models import ViewRequest


@dataclass(frozen=True, kw_only=True)
class AskView:
    """What one wants to see, what for, and for how many hours from the consent on."""

    customer_code: str
    purpose: str
    hours: int


def ask_view(ctx: Context, command: AskView) -> ViewRequest:
    """Ask to see a VIP customer of somebody else. Whether there is one is not said: the request looks the same."""
    code = command.customer_code.upper()
    if not is_code(code):
        raise Invalid(customer_code="not_a_code")
    request = ViewRequest(
        customer_code=code,
        customer_id=view_queries.may_be_asked_for(ctx.session, code, ctx.actor),
        asker_id=ctx.actor.id,
        asker_name=ctx.actor.name,
        purpose=command.purpose,
        hours=command.hours,
        status=ViewStatus.WAITING.value,
    )
    ctx.session.add(request)
    ctx.session.flush()
    return request


def approve_view(ctx: Context, id: UUID, note: str, version: int | None) -> ViewRequest:
    """Open the customer to the asker, from now on for the time that was asked for."""
    request = _decide(ctx, id, ViewStatus.APPROVED, note, version)
    request.until = ctx.now + timedelta(hours=request.hours)
    ctx.session.flush()
    return request


def refuse_view(ctx: Context, id: UUID, note: str, version: int | None) -> ViewRequest:
    """Say no, and why."""
    request = _decide(ctx, id, ViewStatus.REFUSED, note, version)
    ctx.session.flush()
    return request


def end_view(ctx: Context, id: UUID, version: int | None) -> ViewRequest:
    """Close the customer again before its time, or take back a request: by the asker; what is open also by whoever
    decides."""
    theirs = ViewRequest.asker_id == ctx.actor.id
    may_decide = ctx.actor.may(Permission.VIEW_REQUEST_DECIDE)
    request = view_queries.request_of(
        ctx.session, id, or_(theirs, view_queries.decided_by(ctx.actor)) if may_decide else theirs
    )
    expect_version(request, version)
    now = standing(request.status, request.created_at, request.until, ctx.now)
    if now not in (ViewStatus.WAITING, ViewStatus.APPROVED):
        raise WrongStatus(status=now.value)
    request.status, request.ended_at = ViewStatus.ENDED.value, ctx.now
    ctx.session.flush()
    return request


def _decide(ctx: Context, id: UUID, status: ViewStatus, note: str, version: int | None) -> ViewRequest:
    reach = or_(view_queries.decided_by(ctx.actor), ViewRequest.asker_id == ctx.actor.id)
    request = view_queries.request_of(ctx.session, id, reach)
    expect_version(request, version)
    now = standing(request.status, request.created_at, request.until, ctx.now)
    require_decidable(now, request.asker_id, ctx.actor.id)
    request.status, request.note = status.value, note
    request.decided_by, request.decided_by_name, request.decided_at = ctx.actor.id, ctx.actor.name, ctx.now
    return request
