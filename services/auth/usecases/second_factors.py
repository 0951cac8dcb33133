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
from services.auth.domain import staffing
from services.auth.domain.attempts import Limits
from services.auth.domain.errors import OwnAccount, SecondFactorNeeded
from services.auth.domain.second_factors import Method
from services.auth.store import factors, queries
from services.auth.store.models import RecoveryCode, Staff, Totp
from services.auth.usecases import access, passwords, sessions
from services.auth.usecases.staff import acting


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
    """What somebody has of second factors. ``required``: by a role of theirs."""

    required: bool
    totp: bool
    recovery_codes_left: int


@dataclass(frozen=True, kw_only=True)
class NewTotp:
    """An authenticator to be set up: the secret, and the address that its picture holds."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


def own_factors(ctx: Context) -> OwnFactors:
    """What the person has, and whether a role asks for it."""
    person = acting(ctx)
    return OwnFactors(
        required=access.needs_second_factor(ctx, person),
        totp=bool(factors.with_totp(ctx.session, [person.id])),
        recovery_codes_left=factors.codes_left(ctx.session, person.id),
    )


def methods_of(ctx: Context, staff_id: UUID) -> list[Method]:
    """How a person can prove it beside the password; none when the password is enough."""
    return rules.methods(
        totp=bool(factors.with_totp(ctx.session, [staff_id])),
        recovery=factors.codes_left(ctx.session, staff_id) > 0,
    )


def begin_totp(ctx: Context, command: ConfirmPassword, limits: Limits, box: SecretBox, *, user_agent: str) -> NewTotp:
    """A new authenticator for oneself; one that is in use stays so until a code of the new one has come."""
    person = passwords.confirm_password(ctx, command.password, limits, user_agent=user_agent)
    secret = rules.new_secret()
    totp = factors.totp_locked(ctx.session, person.id)
    if totp is None:
        totp = Totp(staff_id=person.id)
        ctx.session.add(totp)
    totp.pending = box.seal(secret)
    return NewTotp(secret=secret, address=rules.address_of(secret, person.username))


def confirm_totp(ctx: Context, command: ConfirmTotp, box: SecretBox) -> list[str]:
    """Use the new authenticator from now on; answers new recovery codes, which can be read here and never again."""
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
    codes = _new_codes(ctx, person)
    access.end_access(ctx, [person.id])
    return codes


def end_totp(ctx: Context, command: ConfirmPassword, limits: Limits, *, user_agent: str) -> None:
    """Sign in without an authenticator again, unless a role asks for a second factor."""
    person = passwords.confirm_password(ctx, command.password, limits, user_agent=user_agent)
    if access.needs_second_factor(ctx, person):
        raise SecondFactorNeeded()
    _drop_totp(ctx, person.id)
    _end_codes(ctx, person.id)
    record_change(ctx, Staff.__tablename__, person.id, "second_factor_off", {})
    access.end_access(ctx, [person.id])


def renew_codes(ctx: Context, command: ConfirmPassword, limits: Limits, *, user_agent: str) -> list[str]:
    """Other recovery codes in the place of those there are; they can be read here and never again."""
    person = passwords.confirm_password(ctx, command.password, limits, user_agent=user_agent)
    if not factors.with_factor(ctx.session, [person.id]):
        raise NotFound()
    codes = _new_codes(ctx, person)
    record_change(ctx, Staff.__tablename__, person.id, "recovery_codes_made", {})
    return codes


def reset_factors(ctx: Context, id: UUID) -> Staff:
    """Take somebody else's second factors away, and end what they have open: who has lost everything sets up anew. Only
    with scope all."""
    acting(ctx)
    staffing.require_all(ctx.actor.scope(Permission.STAFF_WRITE))
    person = queries.staff_of(ctx.session, ctx.actor, id, permission=Permission.STAFF_WRITE, lock=True)
    if person.id == ctx.actor.id:
        raise OwnAccount()
    drop_factors(ctx, person)
    return person


def drop_factors(ctx: Context, person: Staff) -> None:
    """Take a person's second factors away, and end what they have open. The person is locked by the caller."""
    _drop_totp(ctx, person.id)
    _end_codes(ctx, person.id)
    record_change(ctx, Staff.__tablename__, person.id, "second_factor_reset", {})
    sessions.end_sessions_of(ctx, person.id, "second_factor_reset")
    access.end_access(ctx, [person.id])


def code_fits(ctx: Context, staff_id: UUID, text: str, box: SecretBox) -> bool:
    """Whether a code is one of the person's authenticator or a recovery code of theirs. It is good this once."""
    code = rules.normalise_code(text)
    return _totp_fits(ctx, staff_id, code, box) if rules.is_totp(code) else _recovery_fits(ctx, staff_id, code)


def _totp_fits(ctx: Context, staff_id: UUID, code: str, box: SecretBox) -> bool:
    totp = factors.totp_locked(ctx.session, staff_id)
    if totp is None or not totp.secret:
        return False
    step = rules.step_of(box.open(totp.secret), code, ctx.now, after=totp.last_step)
    if step is None:
        return False
    totp.last_step = step
    return True


def _recovery_fits(ctx: Context, staff_id: UUID, code: str) -> bool:
    hashed = rules.recovery_hash(code)
    for known in factors.good_codes(ctx.session, staff_id):
        if known.code_hash == hashed:
            known.ended_at = ctx.now
            record_change(ctx, Staff.__tablename__, staff_id, "recovery_code_used", {})
            return True
    return False


def _new_codes(ctx: Context, person: Staff) -> list[str]:
    _end_codes(ctx, person.id)
    codes = rules.new_recovery_codes()
    ctx.session.add_all(
        RecoveryCode(staff_id=person.id, code_hash=rules.recovery_hash(code), made_at=ctx.now) for code in codes
    )
    return codes


def _end_codes(ctx: Context, staff_id: UUID) -> None:
    for known in factors.good_codes(ctx.session, staff_id):
        known.ended_at = ctx.now


def _drop_totp(ctx: Context, staff_id: UUID) -> None:
    totp = factors.totp_locked(ctx.session, staff_id)
    if totp is not None:
        totp.secret, totp.pending, totp.confirmed_at = "", "", None
