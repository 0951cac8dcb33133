"""One's own passkeys: add, rename, take away. Adding and taking away are confirmed with the password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.auth.relying_party import RelyingParty
from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.db.trail import record_change
from chassis.errors import Invalid, NotFound
from chassis.logs import get_logger
from services.auth.domain import passkeys as rules
from services.auth.domain import second_factors
from services.auth.domain.attempts import RateLimit
from services.auth.domain.errors import ChallengeEnded, SecondFactorNeeded, TooManyPasskeys
from services.auth.domain.passkeys import NotProved
from services.auth.domain.second_factors import Purpose
from services.auth.emails import Notice
from services.auth.store import factors
from services.auth.store import passkeys as store
from services.auth.store.models import Challenge, Passkey, PasskeyUse, PasskeyUser, Staff
from services.auth.usecases import access, account_emails, challenges, passwords, recovery, sessions
from services.auth.usecases.staff import acting

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class AddPasskey:
    """What a browser answered when it was asked to make a passkey, and what its owner calls it. The values are those of
    WebAuthn, as base64url."""

    challenge: str = field(repr=False)
    name: str
    credential_id: str
    client_data: str
    attestation: str
    transports: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class RenamePasskey:
    """Another name for a passkey."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a browser is asked: ``options`` for its ``navigator.credentials``, and the challenge that the answer brings
    back within ``expires_in`` seconds."""

    challenge: str = field(repr=False)
    expires_in: int
    options: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class OwnPasskey:
    """A passkey as its owner sees it."""

    id: UUID
    version: int
    name: str
    created_at: datetime
    used_at: datetime | None
    synced: bool
    backed_up: bool
    actions: list[str]


def own_passkeys(ctx: Context, actions: list[str]) -> list[OwnPasskey]:
    """The person's passkeys, the oldest first; with each of them the same can be done."""
    return [
        OwnPasskey(
            id=passkey.id,
            version=passkey.version,
            name=passkey.name,
            created_at=passkey.created_at,
            used_at=use.at,
            synced=passkey.synced,
            backed_up=use.backed_up,
            actions=actions,
        )
        for passkey, use in store.passkeys_of(ctx.session, acting(ctx).id)
    ]


def begin_passkey(ctx: Context, password: str, limit: RateLimit, party: RelyingParty, *, user_agent: str) -> Asked:
    """What the browser is asked to make a passkey with. Raises TooManyPasskeys."""
    person = passwords.confirm_password(ctx, password, limit, user_agent=user_agent)
    present = store.credentials_of(ctx.session, person.id)
    if len(present) >= rules.MOST_PASSKEYS:
        raise TooManyPasskeys()
    secret = challenges.open_challenge(ctx, Purpose.NEW_PASSKEY, person.id)
    options = rules.creation_options(
        party,
        secret,
        user_handle=_handle_of(ctx, person),
        username=person.username,
        name=person.name,
        present=present,
    )
    return asked(secret, options)


def asked(secret: str, options: dict[str, Any]) -> Asked:
    """A question to a browser, for as long as a challenge holds."""
    expires_in = int(second_factors.CHALLENGE_LIFETIME.total_seconds())
    return Asked(challenge=secret, expires_in=expires_in, options=options)


def add_passkey(ctx: Context, command: AddPasskey, party: RelyingParty) -> list[str]:
    """Keep a passkey that the browser has made, and end every other session: it began without. Answers new recovery
    codes if the person has none: they can be read here and never again. The person is told by mail. Raises Invalid."""
    access.require_person(ctx)
    person = acting(ctx, alone=True)
    challenge = _begun(ctx, command.challenge, person)
    new = _checked(command, party)
    if store.is_taken(ctx.session, new.credential_id):
        raise Invalid(credential_id="already_taken")
    challenge.ended_at = ctx.now
    passkey = Passkey(
        id=new_id(),
        staff_id=person.id,
        name=command.name,
        credential_id=new.credential_id,
        public_key=new.public_key,
        transports=rules.known_transports(command.transports),
        synced=new.synced,
    )
    ctx.session.add(passkey)
    ctx.session.flush()
    ctx.session.add(PasskeyUse(passkey_id=passkey.id, sign_count=new.sign_count, backed_up=new.backed_up))
    _note(ctx, person, "passkey_added", None, passkey.name)
    account_emails.tell(ctx, person, Notice.PASSKEY_ADDED)
    codes = [] if factors.codes_left(ctx.session, person.id) else recovery.make_codes(ctx, person)
    sessions.end_sessions_of(ctx, person.id, "passkey_added", but=ctx.actor.session_id)
    access.end_access(ctx, [person.id])
    return codes


def rename_passkey(ctx: Context, id: UUID, command: RenamePasskey, version: int) -> None:
    """Call a passkey of one's own something else."""
    access.require_person(ctx)
    person = acting(ctx)
    passkey = _own(ctx, person, id)
    expect_version(passkey, version)
    _note(ctx, person, "passkey_renamed", passkey.name, command.name)
    passkey.name = command.name


def end_passkey(ctx: Context, id: UUID, password: str, limit: RateLimit, *, user_agent: str) -> None:
    """Take a passkey of one's own away: it opens nothing from now on. Refused where it is the last of what a role asks
    for. Raises SecondFactorNeeded."""
    person = passwords.confirm_password(ctx, password, limit, user_agent=user_agent)
    passkey = _own(ctx, person, id)
    mine = access.factors_of(ctx, person)
    if not mine.is_enough_without(passkey=True):
        raise SecondFactorNeeded()
    passkey.ended_at = ctx.now
    if mine.passkeys == 1 and not mine.totp:
        recovery.end_codes(ctx, person.id)
    _note(ctx, person, "passkey_removed", passkey.name, None)
    access.end_access(ctx, [person.id])


def _begun(ctx: Context, secret: str, person: Staff) -> Challenge:
    try:
        challenge = challenges.take(ctx, secret, Purpose.NEW_PASSKEY)
    except ChallengeEnded as error:
        raise Invalid(challenge="not_begun") from error
    if challenge.staff_id != person.id:
        raise Invalid(challenge="not_begun")
    return challenge


def _checked(command: AddPasskey, party: RelyingParty) -> rules.NewPasskey:
    try:
        return rules.check_creation(
            party,
            command.challenge,
            credential_id=command.credential_id,
            client_data=command.client_data,
            attestation=command.attestation,
        )
    except NotProved as error:
        log.info("passkey_refused", why=str(error))
        raise Invalid(credential_id="passkey_refused") from error


def _handle_of(ctx: Context, person: Staff) -> str:
    handle = store.handle_of(ctx.session, person.id)
    if not handle:
        handle = rules.new_user_handle()
        ctx.session.add(PasskeyUser(staff_id=person.id, handle=handle))
    return handle


def _own(ctx: Context, person: Staff, id: UUID) -> Passkey:
    passkey = store.passkey_locked(ctx.session, person.id, id)
    if passkey is None:
        raise NotFound()
    return passkey


def _note(ctx: Context, person: Staff, action: str, before: str | None, after: str | None) -> None:
    record_change(ctx, Staff.__tablename__, person.id, action, {"passkey": [before, after]})
