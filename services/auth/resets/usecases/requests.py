"""Requests that a second person confirms, and what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from uuid import UUID

from chassis.approval import decide
from chassis.auth import Scope
from chassis.context import Context
from chassis.db import expect_version
from chassis.errors import Forbidden, Unauthenticated
from contracts.activity import NoticeKind, notify
from contracts.auth import AccountRequestKind, AccountRequestStatus
from contracts.permissions import Permission
from services.auth.api_tokens.store.queries import token_locked
from services.auth.domain.errors import NobodyToConfirm
from services.auth.emails import Notice
from services.auth.resets.domain import requests as rules
from services.auth.resets.domain.requests import REQUEST
from services.auth.resets.store import queries as store
from services.auth.store import queries
from services.auth.store.models import AccountRequest, Staff
from services.auth.usecases import account_emails, passwords, second_factors
from services.auth.usecases.staff import acting

KIND = "account_request"


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """A one-time password to hand to the person; it can be read here and never again."""

    name: str
    username: str
    password: str = field(repr=False)


def ask(ctx: Context, staff: Staff, kind: AccountRequestKind, token_id: UUID | None = None) -> AccountRequest:
    """Ask for something that a second person confirms; an open request of the kind ends. The person is locked by the
    caller. ``token_id``: the token that is asked for. Raises Unauthenticated, NobodyToConfirm."""
    if ctx.actor.id is None:
        raise Unauthenticated(reason="no_account")
    store.end_requests(ctx.session, staff.id, kind)
    request = AccountRequest(
        staff_id=staff.id,
        kind=kind,
        status=AccountRequestStatus.WAITING,
        requested_by=ctx.actor.id,
        requested_by_name=ctx.actor.name,
        by_administrator=ctx.actor.scope(Permission.STAFF_WRITE) is Scope.ALL,
        expires_at=ctx.now + rules.LIFETIME,
        token_id=token_id,
    )
    ctx.session.add(request)
    ctx.session.flush()
    groups = _who_confirms(ctx, [request])[request.id]
    if not groups:
        raise NobodyToConfirm()
    starts = kind is AccountRequestKind.PASSWORD and not store.started(ctx.session, [staff.id])
    notify(
        ctx,
        NoticeKind.ACCOUNT_NEEDS_PASSWORD if starts else NoticeKind.ACCOUNT_TO_CONFIRM,
        KIND,
        request.id,
        to=groups[0],
        due_at=request.expires_at,
    )
    return request


def read_account_request(ctx: Context, id: UUID) -> AccountRequest:
    """A request that waits, or waited, for a second person."""
    return store.request_of(ctx.session, ctx.actor, id)


def confirm_account_request(ctx: Context, id: UUID, version: int | None) -> AccountRequest:
    """Confirm what somebody else has asked for. The second factors are taken away at once, and a token opens what it
    was made for; a one-time password is made when it is fetched. Raises Forbidden for whom it is not asked of, and what
    a decision raises."""
    request, staff = _decided(ctx, id, "confirm", version)
    if request.kind is AccountRequestKind.SECOND_FACTOR:
        request.status = AccountRequestStatus.DONE
        second_factors.drop_factors(ctx, staff)
        account_emails.tell(ctx, staff, Notice.FACTOR_RESET)
    elif request.token_id:
        request.status = AccountRequestStatus.DONE
        token_locked(ctx.session, request.token_id).confirmed_at = ctx.now
    else:
        request.expires_at = ctx.now + rules.LIFETIME
        notify(ctx, NoticeKind.ACCOUNT_TO_CONFIRM, KIND, request.id, to=[request.hands_over], due_at=request.expires_at)
    ctx.session.flush()
    return request


def refuse_account_request(ctx: Context, id: UUID, version: int | None) -> AccountRequest:
    """Refuse what somebody else has asked for. Raises Forbidden for whom it is not asked of, and what a decision
    raises."""
    request, _staff = _decided(ctx, id, "refuse", version)
    ctx.session.flush()
    return request


def withdraw_account_request(ctx: Context, id: UUID, version: int | None) -> AccountRequest:
    """Take back what one has asked for oneself."""
    request, _staff = _locked(ctx, id)
    expect_version(request, version)
    request.status = REQUEST.after("withdraw", request, ctx.actor, status=_status(ctx, request))
    ctx.session.flush()
    return request


def collect_password(ctx: Context, id: UUID, version: int | None) -> HandedOver:
    """Make the one-time password that was confirmed, for the one who hands it over. The person has to change it at the
    first sign-in, and is asked for a second factor as ever. It can be read here and never again."""
    request, staff = _locked(ctx, id)
    expect_version(request, version)
    request.status = REQUEST.after("collect", request, ctx.actor, status=_status(ctx, request))
    ctx.session.flush()
    return HandedOver(name=staff.name, username=staff.username, password=passwords.replace_password(ctx, staff))


def statuses(ctx: Context, requests: Sequence[AccountRequest]) -> dict[UUID, AccountRequestStatus]:
    """The status of some requests now."""
    return {request.id: _status(ctx, request) for request in requests}


def actions_of(ctx: Context, requests: Sequence[AccountRequest]) -> dict[UUID, list[str]]:
    """What the actor may do with each of some requests now, with a few queries however many they are."""
    asked = _who_confirms(ctx, requests)
    return {
        request.id: REQUEST.actions(
            request,
            ctx.actor,
            status=_status(ctx, request),
            reaches=partial(_reaches, ctx, asked[request.id]),
        )
        for request in requests
    }


def count_waiting(ctx: Context) -> int:
    """How many requests wait for the actor: to be confirmed, or for a password to be handed over."""
    actions = actions_of(ctx, store.open_requests(ctx.session, ctx.actor, ctx.now))
    return sum(not {"confirm", "collect"}.isdisjoint(each) for each in actions.values())


def _decided(ctx: Context, id: UUID, action: str, version: int | None) -> tuple[AccountRequest, Staff]:
    request, staff = _locked(ctx, id)
    asked = _who_confirms(ctx, [request])[request.id]
    decide(ctx, request, REQUEST, action, version, status=_status(ctx, request))
    if not _is_asked(ctx, asked):
        raise Forbidden(reason="somebody_else")
    return request, staff


def _locked(ctx: Context, id: UUID) -> tuple[AccountRequest, Staff]:
    """A request and the person, locked: first the person, as everybody does. Raises Unauthenticated."""
    acting(ctx)
    found = store.request_of(ctx.session, ctx.actor, id)
    staff = queries.staff_locked(ctx.session, found.staff_id)
    if staff is None:
        raise Unauthenticated(reason="no_account")
    return store.request_of(ctx.session, ctx.actor, id, lock=True), staff


def _status(ctx: Context, request: AccountRequest) -> AccountRequestStatus:
    return rules.status_at(request.status, request.expires_at, ctx.now)


def _who_confirms(ctx: Context, requests: Sequence[AccountRequest]) -> dict[UUID, list[list[UUID]]]:
    """Who may confirm each of some requests, in groups of which the first is told."""
    if not requests:
        return {}
    known = store.accounts_of(ctx.session, [request.staff_id for request in requests])
    colleagues = store.colleagues_who_confirm(ctx.session)
    return {
        request.id: [
            [each.id for each in group]
            for group in rules.who_confirms(
                replace(known[request.staff_id], started=True) if request.token_id else known[request.staff_id],
                request.requested_by,
                by_administrator=request.by_administrator,
                colleagues=colleagues,
                now=ctx.now,
            )
        ]
        for request in requests
    }


def _reaches(ctx: Context, groups: list[list[UUID]], _permission: str) -> bool:
    return _is_asked(ctx, groups)


def _is_asked(ctx: Context, groups: list[list[UUID]]) -> bool:
    return any(ctx.actor.id in group for group in groups)
