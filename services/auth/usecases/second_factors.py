"""Second factors: set up, check, take away. Every change of them is on record and confirmed with the password."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from chassis.auth.sealing import SecretBox
from chassis.context import Context
from chassis.db.trail import record_change
from chassis.errors import Invalid, NotFound
from contracts.permissions import Permission
from services.auth.domain import second_factors as rules
from services.auth.domain.attempts import RateLimit
from services.auth.domain.errors import SecondFactorNeeded
from services.auth.domain.second_factors import Method, Needed
from services.auth.domain.staffing import STAFF
from services.auth.domain.switching import require_scope_all
from services.auth.emails import Notice
from services.auth.store import factors, queries
from services.auth.store import passkeys as store
from services.auth.store.models import Staff, Totp
from services.auth.usecases import access, account_emails, passwords, recovery, sessions
from services.auth.usecases.passkeys import OwnPasskey, own_passkeys
from services.auth.usecases.staff import acting, state_of


@dataclass(frozen=True, kw_only=True)
class ConfirmPassword:
    """The present password, to confirm a change with."""

    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ConfirmTotp:
    """A first code of the authenticator that was just set up."""

    code: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class OwnFactors:
    """What somebody has of second factors. ``required``: by a role of theirs; ``passkey_required``: and only a passkey
    will do; ``passkeys_offered``: browsers know them at the address of this house."""

    required: bool
    passkey_required: bool
    totp: bool
    recovery_codes_left: int
    passkeys: list[OwnPasskey]
    passkeys_offered: bool
    actions: list[str]


@dataclass(frozen=True, kw_only=True)
class NewTotp:
    """An authenticator to be set up: the secret, and the address that its picture holds."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


def own_factors(ctx: Context, *, passkeys_offered: bool) -> OwnFactors:
    """What the person has, and what a role asks for."""
    staff = acting(ctx)
    mine = access.factors_of(ctx, staff, passkeys_offered=passkeys_offered)
    person, limited = access.is_person(ctx), bool(ctx.actor.limited)
    return OwnFactors(
        required=mine.needed != Needed.NOTHING,
        passkey_required=mine.needed == Needed.PASSKEY,
        totp=mine.totp,
        recovery_codes_left=factors.codes_left(ctx.session, staff.id),
        passkeys=own_passkeys(ctx, rules.actions_on_passkey(mine, limited=limited) if person else []),
        passkeys_offered=passkeys_offered,
        actions=rules.actions_on_factors(mine, limited=limited) if person else [],
    )


def methods_of(ctx: Context, staff: Staff) -> list[Method]:
    """How a person can prove it beside the password; none when the password is enough."""
    return rules.methods(
        totp=bool(factors.with_totp(ctx.session, [staff.id])),
        passkey=bool(factors.with_passkey(ctx.session, [staff.id])),
        recovery=factors.codes_left(ctx.session, staff.id) > 0,
        needed=access.needed_factor(ctx, staff),
    )


def begin_totp(ctx: Context, command: ConfirmPassword, limit: RateLimit, box: SecretBox, *, user_agent: str) -> NewTotp:
    """A new authenticator for oneself; one that is in use stays so until a code of the new one has come."""
    person = passwords.confirm_password(ctx, command.password, limit, user_agent=user_agent)
    secret = rules.new_secret()
    totp = factors.totp_locked(ctx.session, person.id)
    if totp is None:
        totp = Totp(staff_id=person.id)
        ctx.session.add(totp)
    totp.pending = box.seal(secret)
    return NewTotp(secret=secret, address=rules.address_of(secret, person.username))


def confirm_totp(ctx: Context, command: ConfirmTotp, box: SecretBox) -> list[str]:
    """Use the new authenticator from now on, and end every other session: it began without. Answers new recovery codes,
    which can be read here and never again. Who has a passkey and still codes of that time keeps these: there are none
    to read then. Raises Invalid."""
    access.require_person(ctx)
    person = acting(ctx, alone=True)
    totp = factors.totp_locked(ctx.session, person.id)
    if totp is None or not totp.pending:
        raise Invalid(code="not_begun")
    step = rules.step_of(box.open(totp.pending), rules.normalise_code(command.code), ctx.now, after=0)
    if step is None:
        raise Invalid(code="wrong_code")
    totp.secret, totp.pending = totp.pending, ""
    totp.last_step, totp.confirmed_at = step, ctx.now
    record_change(ctx, Staff.__tablename__, person.id, "second_factor_on", {})
    sessions.end_sessions_of(ctx, person.id, "second_factor_on", but=ctx.actor.session_id)
    kept = factors.with_passkey(ctx.session, [person.id]) and factors.codes_left(ctx.session, person.id)
    codes = [] if kept else recovery.make_codes(ctx, person)
    access.end_access(ctx, [person.id])
    return codes


def end_totp(ctx: Context, command: ConfirmPassword, limit: RateLimit, *, user_agent: str) -> None:
    """Sign in without an authenticator again, unless a role asks for what would be missing then.
    Raises NotFound, SecondFactorNeeded."""
    person = passwords.confirm_password(ctx, command.password, limit, user_agent=user_agent)
    mine = access.factors_of(ctx, person)
    if not mine.totp:
        raise NotFound()
    if not mine.is_enough_without(totp=True):
        raise SecondFactorNeeded()
    _drop_totp(ctx, person.id)
    if not mine.passkeys:
        recovery.end_codes(ctx, person.id)
    off = "authenticator_off" if mine.passkeys else "second_factor_off"
    record_change(ctx, Staff.__tablename__, person.id, off, {})
    access.end_access(ctx, [person.id])


def renew_codes(ctx: Context, command: ConfirmPassword, limit: RateLimit, *, user_agent: str) -> list[str]:
    """Other recovery codes in the place of those there are; they can be read here and never again. Raises NotFound."""
    person = passwords.confirm_password(ctx, command.password, limit, user_agent=user_agent)
    if not factors.with_factor(ctx.session, [person.id]):
        raise NotFound()
    codes = recovery.make_codes(ctx, person)
    record_change(ctx, Staff.__tablename__, person.id, "recovery_codes_made", {})
    return codes


def reset_factors(ctx: Context, id: UUID) -> Staff:
    """Take somebody else's second factors away, and end what they have open: who has lost everything sets up anew. Only
    with scope all."""
    acting(ctx)
    require_scope_all(ctx.actor, Permission.STAFF_WRITE)
    person = queries.staff_of(ctx.session, ctx.actor, id, permission=Permission.STAFF_WRITE, lock=True)
    STAFF.after("reset-second-factor", state_of(ctx, person), ctx.actor)
    drop_factors(ctx, person)
    account_emails.tell(ctx, person, Notice.FACTOR_RESET)
    return person


def drop_factors(ctx: Context, person: Staff) -> None:
    """Take a person's second factors away, and end what they have open. The person is locked by the caller."""
    _drop_totp(ctx, person.id)
    for passkey, _use in store.passkeys_of(ctx.session, person.id):
        passkey.ended_at = ctx.now
    recovery.end_codes(ctx, person.id)
    record_change(ctx, Staff.__tablename__, person.id, "second_factor_reset", {})
    sessions.end_sessions_of(ctx, person.id, "second_factor_reset")
    access.end_access(ctx, [person.id])


def code_fits(ctx: Context, staff: Staff, text: str, box: SecretBox) -> bool:
    """Whether a code is one of the person's authenticator, where that counts, or a recovery code of theirs. It is good
    this once."""
    code = rules.normalise_code(text)
    if rules.is_totp(code):
        return Method.TOTP in methods_of(ctx, staff) and _totp_fits(ctx, staff.id, code, box)
    return recovery.code_fits(ctx, staff.id, code)


def _totp_fits(ctx: Context, staff_id: UUID, code: str, box: SecretBox) -> bool:
    totp = factors.totp_locked(ctx.session, staff_id)
    if totp is None or not totp.secret:
        return False
    step = rules.step_of(box.open(totp.secret), code, ctx.now, after=totp.last_step)
    if step is None:
        return False
    totp.last_step = step
    return True


def _drop_totp(ctx: Context, staff_id: UUID) -> None:
    totp = factors.totp_locked(ctx.session, staff_id)
    if totp is not None:
        totp.secret, totp.pending, totp.confirmed_at = "", "", None
