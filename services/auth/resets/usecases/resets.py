"""Beginning anew: a first password, another one, or without the second factors. Whoever begins it sees no password."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from contracts.auth import AccountRequestKind
from contracts.permissions import Permission
from services.auth.domain.errors import NobodyToConfirm
from services.auth.domain.staffing import STAFF
from services.auth.domain.switching import require_scope_all
from services.auth.emails import Notice
from services.auth.resets.domain.links import LinkKind
from services.auth.resets.usecases.links import may_get_link, send_link
from services.auth.resets.usecases.requests import ask
from services.auth.store import queries
from services.auth.store.models import AccountRequest, Staff
from services.auth.usecases import account_emails
from services.auth.usecases.staff import acting, state_of


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What comes of it: a link went to ``sent_to`` (masked), or a request waits for a second person; neither, where
    nobody can be that."""

    sent_to: str = ""
    request: AccountRequest | None = None


def reset_password(ctx: Context, id: UUID) -> Begun:
    """Let somebody choose another password: by a link to their own address, or where they do not stand for one, by a
    one-time password that a second person confirms. Until then the old one stays. Raises NobodyToConfirm."""
    staff = _staff(ctx, id, "reset-password")
    if may_get_link(ctx, staff):
        kind = LinkKind.RESET if state_of(ctx, staff).started else LinkKind.WELCOME
        return Begun(sent_to=send_link(ctx, staff, kind))
    request = ask(ctx, staff, AccountRequestKind.PASSWORD)
    account_emails.tell(ctx, staff, Notice.RESET_ASKED)
    return Begun(request=request)


def reset_second_factor(ctx: Context, id: UUID) -> AccountRequest:
    """Ask that somebody's second factors be taken away; a second person has to confirm it. Only with scope
    all. Raises NobodyToConfirm."""
    require_scope_all(ctx.actor, Permission.STAFF_WRITE)
    staff = _staff(ctx, id, "reset-second-factor")
    request = ask(ctx, staff, AccountRequestKind.SECOND_FACTOR)
    account_emails.tell(ctx, staff, Notice.FACTOR_ASKED)
    return request


def welcome(ctx: Context, staff: Staff) -> Begun:
    """What somebody just added begins with. A program gets nothing: it has tokens."""
    if staff.program:
        return Begun()
    if staff.email:
        return Begun(sent_to=send_link(ctx, staff, LinkKind.WELCOME))
    try:
        return Begun(request=ask(ctx, staff, AccountRequestKind.PASSWORD))
    except NobodyToConfirm:
        return Begun()


def _staff(ctx: Context, id: UUID, action: str) -> Staff:
    acting(ctx)
    staff = queries.staff_of(ctx.session, ctx.actor, id, permission=Permission.STAFF_WRITE, lock=True)
    STAFF.after(action, state_of(ctx, staff), ctx.actor)
    return staff
