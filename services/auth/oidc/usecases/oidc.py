"""Signing in through a provider of OpenID Connect: begun here, proved there, brought to its end here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cryptography.fernet import InvalidToken

from chassis.auth.sealing import SecretBox
from chassis.context import Context
from chassis.db.trail import record_change
from chassis.errors import NotFound, Refused
from contracts.auth import AccountRequestKind, SignInMethod
from contracts.permissions import Permission
from services.auth.domain import attempts as rules
from services.auth.domain import second_factors
from services.auth.domain.errors import DutiesConflict, InvalidCredentials, SecondFactorRequired
from services.auth.domain.roles import require_compatible
from services.auth.domain.second_factors import Needed, Purpose
from services.auth.domain.sessions import secret_hash
from services.auth.domain.switching import require_scope_all
from services.auth.oidc.domain import oidc
from services.auth.oidc.domain.oidc import (
    Flow,
    GroupRole,
    Identity,
    OidcDutiesConflict,
    OidcEnded,
    OidcOtherAccount,
    OidcUnknownAccount,
)
from services.auth.oidc.store import queries as links
from services.auth.resets.store import queries as resets
from services.auth.store import queries
from services.auth.store.models import ProviderLink, Staff
from services.auth.store.roles import roles_by_code
from services.auth.store.sign_ins import last_sign_ins
from services.auth.usecases import access, attempts, challenges, sessions
from services.auth.usecases.attempts import Attempt
from services.auth.usecases.second_factors import methods_of
from services.auth.usecases.staff import acting, say_changed


@dataclass(frozen=True, kw_only=True)
class CompleteSignIn:
    """What the browser brings back: the sealed ``flow`` that it was given, and the provider's answer: ``state`` and
    ``code``, or an ``error``; ``issuer``, if it says who answers."""

    flow: str = field(repr=False)
    state: str = field(repr=False)
    code: str = field(default="", repr=False)
    issuer: str = ""
    error: str = ""
    user_agent: str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What came of asking the provider: somebody, or the reason why not."""

    identity: Identity | None
    refusal: Refused | None
    user_agent: str


def begin(now: datetime, box: SecretBox) -> tuple[Flow, str]:
    """A new sign-in, and the same sealed for the browser to keep. Nothing is written down: whoever only begins leaves
    no row behind."""
    flow = oidc.new_flow(now)
    return flow, box.seal(oidc.write_flow(flow))


def spend_flow(ctx: Context, command: CompleteSignIn, box: SecretBox) -> Flow:
    """The sign-in that the browser comes back to: good this once. Raises OidcEnded."""
    try:
        text = box.open(command.flow)
    except InvalidToken:
        raise OidcEnded() from None
    flow = oidc.read_flow(text, state=command.state, now=ctx.now)
    over_at = flow.begun_at + oidc.FLOW_LIFETIME
    if not links.spend_once(ctx.session, secret_hash(flow.state), Purpose.PROVIDER, ctx.now, over_at):
        raise OidcEnded()
    return flow


def prove_by_provider(ctx: Context, answered: Answered) -> Staff:
    """The person whom the provider says it is: by the link, or the first time by the user name. Their roles follow
    their groups. Who has a second factor, and did not show one there, is asked for it: SecondFactorRequired. Raises
    OidcUnknownAccount, OidcOtherAccount, OidcDutiesConflict, or InvalidCredentials when the account is disabled."""
    identity = answered.identity
    if identity is None or answered.refusal is not None:
        refusal = answered.refusal or OidcEnded()
        attempts.record(ctx, _attempt(ctx, answered, ""), None, reason=refusal.code)
        raise refusal
    username = rules.normalise_username(identity.username)
    username = username if rules.is_username(username) else ""
    staff = _person(ctx, identity, username)
    attempt = _attempt(ctx, answered, staff.username if staff else username)
    if staff is None:
        attempts.record(ctx, attempt, None, reason=OidcUnknownAccount.code)
        raise OidcUnknownAccount(username=username)
    if not staff.active:
        attempts.record(ctx, attempt, staff, reason=rules.DISABLED)
        raise InvalidCredentials()
    link = links.link_of_person(ctx.session, staff.id, identity.issuer)
    if link is not None and link.subject != identity.subject:
        attempts.record(ctx, attempt, staff, reason=OidcOtherAccount.code)
        raise OidcOtherAccount(username=username)
    _follow_groups(ctx, staff, identity, attempt)
    if link is None:
        _link(ctx, staff, identity)
    ways = methods_of(ctx, staff)
    if ways and not (identity.strong and access.needed_factor(ctx, staff) != Needed.PASSKEY):
        attempts.record(ctx, attempt, staff, reason=rules.HALF)
        raise SecondFactorRequired(
            second_factor=[way.value for way in ways],
            challenge=challenges.open_challenge(ctx, Purpose.SECOND_FACTOR, staff.id, method=SignInMethod.OIDC),
            expires_in=int(second_factors.CHALLENGE_LIFETIME.total_seconds()),
        )
    attempts.record(ctx, attempt, staff)
    return staff


def links_of(ctx: Context, staff_id: UUID) -> list[ProviderLink]:
    """As whom providers know somebody else. Only with scope all."""
    require_scope_all(ctx.actor, Permission.STAFF_WRITE)
    queries.staff_of(ctx.session, ctx.actor, staff_id)
    return links.links_of_person(ctx.session, staff_id)


def end_link(ctx: Context, staff_id: UUID, link_id: UUID) -> None:
    """Take the link of somebody else to a provider away, and end what they have open. The next sign-in there links the
    account of that user name again. Only with scope all. Raises NotFound."""
    acting(ctx)
    require_scope_all(ctx.actor, Permission.STAFF_WRITE)
    person = queries.staff_of(ctx.session, ctx.actor, staff_id, permission=Permission.STAFF_WRITE, lock=True)
    found = next((link for link in links.links_of_person(ctx.session, person.id) if link.id == link_id), None)
    if found is None:
        raise NotFound()
    found.ended_at = ctx.now
    said = {"issuer": [found.issuer, None], "subject": [found.subject, None]}
    record_change(ctx, Staff.__tablename__, person.id, "provider_unlinked", said)
    sessions.end_sessions_of(ctx, person.id, "provider_unlinked")
    access.end_access(ctx, [person.id])


def _attempt(ctx: Context, answered: Answered, username: str) -> Attempt:
    return Attempt(username=username, address=ctx.origin, user_agent=answered.user_agent, method=SignInMethod.OIDC)


def _person(ctx: Context, identity: Identity, username: str) -> Staff | None:
    """The person, locked. A link counts more than a name, and is looked at again once the person stays as they are."""
    link = links.link_of_subject(ctx.session, identity.issuer, identity.subject)
    if link is not None:
        person = queries.staff_locked(ctx.session, link.staff_id)
        link = links.link_of_subject(ctx.session, identity.issuer, identity.subject)
        if link is not None and person is not None and link.staff_id == person.id:
            return person
    named = queries.staff_by_username(ctx.session, username) if username else None
    person = queries.staff_locked(ctx.session, named.id) if named is not None else None
    return None if person is not None and _renamed_by_others(ctx, person) else person


def _renamed_by_others(ctx: Context, person: Staff) -> bool:
    """Whether a user name says nothing of who somebody is: an account that was used has it from somebody else, and the
    person has not signed in since. Else whoever gives names could give somebody's account to their own there."""
    if person.renamed_at is None or person.id not in resets.started(ctx.session, [person.id]):
        return False
    seen = last_sign_ins(ctx.session, [person.id]).get(person.id)
    return seen is None or seen <= person.renamed_at


def _link(ctx: Context, staff: Staff, identity: Identity) -> None:
    resets.end_requests(ctx.session, staff.id, AccountRequestKind.PASSWORD)  # who has begun needs no first password
    ctx.session.add(
        ProviderLink(
            staff_id=staff.id,
            issuer=identity.issuer,
            subject=identity.subject,
            username=identity.username,
            linked_at=ctx.now,
        )
    )
    said = {"issuer": [None, identity.issuer], "subject": [None, identity.subject]}
    record_change(ctx, Staff.__tablename__, staff.id, "provider_linked", said)


def _follow_groups(ctx: Context, staff: Staff, identity: Identity, attempt: Attempt) -> None:
    """Give and take the roles that the provider's groups give. Where these would not go together nothing changes."""
    governed = links.roles_with_groups(ctx.session)
    if not governed:
        return
    roles = [GroupRole(code=role.code, groups=frozenset(role.groups), active=role.active) for role in governed]
    codes = oidc.roles_by_groups(staff.roles, roles, identity.groups)
    if codes == list(staff.roles):
        return
    held = roles_by_code(ctx.session, codes, lock=True)
    try:
        require_compatible(role.permissions for role in held.values())
    except DutiesConflict as error:
        attempts.record(ctx, attempt, staff, reason=OidcDutiesConflict.code)
        raise OidcDutiesConflict(**error.detail) from None
    known = frozenset().union(*(role.groups for role in roles))
    groups = sorted(known.intersection(identity.groups))
    staff.roles = codes
    record_change(ctx, Staff.__tablename__, staff.id, "roles_by_groups", {"groups": [None, ", ".join(groups)]})
    say_changed(ctx, staff)
    access.end_access(ctx, [staff.id])
