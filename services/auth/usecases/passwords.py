"""Passwords: check, change with the old one, give a new one to somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from chassis.auth import Scope
from chassis.context import Context
from chassis.db.trail import record_change
from chassis.errors import Invalid, Unauthenticated
from contracts.permissions import Permission
from services.auth.domain import passwords
from services.auth.domain.attempts import RateLimit
from services.auth.domain.errors import WrongPassword
from services.auth.domain.staffing import STAFF
from services.auth.domain.switching import require_scope_all
from services.auth.emails import Notice
from services.auth.store import queries
from services.auth.store.models import Credential, Staff
from services.auth.usecases import access, account_emails, attempts, sessions
from services.auth.usecases.staff import acting, state_of

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's least for Argon2id: 19 MiB a try
_NOBODYS = _hasher.hash("the password of nobody")


@dataclass(frozen=True, kw_only=True)
class ChangePassword:
    """Another password for oneself, confirmed with the present one."""

    old: str = field(repr=False)
    new: str = field(repr=False)


def fits(credential: Credential | None, password: str) -> bool:
    """Whether a password is right. Takes as long for somebody who is unknown or has none."""
    known = credential.password_hash if credential else _NOBODYS
    try:
        _hasher.verify(known, passwords.normalise_password(password))
    except VerifyMismatchError:
        return False
    if credential is None:
        return False
    if _hasher.check_needs_rehash(credential.password_hash):
        credential.password_hash = _hasher.hash(passwords.normalise_password(password))
    return True


def set_password(
    ctx: Context, staff: Staff, password: str, *, must_change: bool, action: str, keep: UUID | None = None
) -> None:
    """Store a password that has been checked; end every session that was opened with the one before, but the one to
    ``keep``, and every token. The person is locked by the caller."""
    hashed = _hasher.hash(passwords.normalise_password(password))
    credential = ctx.session.get(Credential, staff.id, with_for_update=True)
    first = credential is None
    if credential is None:
        credential = Credential(staff_id=staff.id)
        ctx.session.add(credential)
    credential.password_hash, credential.must_change, credential.changed_at = hashed, must_change, ctx.now
    record_change(ctx, "staff", staff.id, action, {})
    if not first:
        sessions.end_sessions_of(ctx, staff.id, action, but=keep)
        access.end_access(ctx, [staff.id])


def give_password(ctx: Context, staff: Staff) -> str:
    """A generated password that its owner is to change. It can be read here and never again."""
    password = passwords.new_password()
    set_password(ctx, staff, password, must_change=True, action="password_reset")
    return password


def first_password(ctx: Context, staff: Staff) -> str | None:
    """A first password for a person just added; None when the one who adds may not set passwords."""
    return give_password(ctx, staff) if ctx.actor.scope(Permission.STAFF_WRITE) is Scope.ALL else None


def confirm_password(ctx: Context, password: str, limit: RateLimit, *, user_agent: str) -> Staff:
    """The person at work, locked, if this is their present password; wrong ones count like wrong tries to sign in.
    Raises Unauthenticated, WrongPassword."""
    access.require_person(ctx)
    known = ctx.session.get(Staff, ctx.actor.id)
    if known is None:
        raise Unauthenticated(reason="no_account")
    attempt = attempts.Attempt(username=known.username, address=ctx.origin, user_agent=user_agent)
    attempts.begin(ctx, attempt, known, limit)  # before the person is locked: signing in takes the two in this order
    staff = acting(ctx, alone=True)
    if not fits(ctx.session.get(Credential, staff.id, with_for_update=True), password):
        attempts.record(ctx, attempt, staff, reason=attempts.WRONG)
        raise WrongPassword()
    return staff


def change_password(ctx: Context, command: ChangePassword, limit: RateLimit, *, user_agent: str) -> None:
    """Change one's own password. Every session of the person ends but the one at work: whoever knew the old password
    is out. The person is written to, unless the old one was given to be changed: that comes as no surprise.
    Raises Invalid."""
    staff = confirm_password(ctx, command.old, limit, user_agent=user_agent)
    new = passwords.normalise_password(command.new)
    if new == passwords.normalise_password(command.old):
        raise Invalid(new="same_as_before")
    passwords.require_acceptable(new, username=staff.username, name=staff.name)
    given = bool(queries.must_change(ctx.session, [staff.id]))
    set_password(ctx, staff, command.new, must_change=False, action="password_changed", keep=ctx.actor.session_id)
    if not given:
        account_emails.tell(ctx, staff, Notice.CHANGED)


def reset_password(ctx: Context, id: UUID) -> str:
    """Give somebody else a new password, which is answered this once. Only with scope all."""
    acting(ctx)
    require_scope_all(ctx.actor, Permission.STAFF_WRITE)
    staff = queries.staff_of(ctx.session, ctx.actor, id, permission=Permission.STAFF_WRITE, lock=True)
    STAFF.after("reset-password", state_of(ctx, staff), ctx.actor)
    return replace_password(ctx, staff)


def replace_password(ctx: Context, staff: Staff) -> str:
    """A generated password in the place of the one somebody had, who is told that it was done, not what it is."""
    account_emails.tell(ctx, staff, Notice.RESET)
    return give_password(ctx, staff)
