"""Links to set a password by: sent to the person's own address, looked at, used once."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from chassis.context import Context
from chassis.db import new_id
from chassis.db.trail import record_change
from chassis.jobs import job
from chassis.mail import Email, enqueue_email
from contracts.masking import mask_email
from services.auth import emails
from services.auth.domain import attempts as tries
from services.auth.domain import passwords as policy
from services.auth.domain.attempts import RateLimit
from services.auth.domain.errors import PasswordLinkEnded, TooManyAttempts
from services.auth.domain.sessions import new_secret, secret_hash
from services.auth.emails import Notice
from services.auth.resets.domain import links as rules
from services.auth.resets.domain.addresses import Address, AddressSource, is_trusted
from services.auth.resets.domain.links import LinkKind
from services.auth.resets.store import queries as store
from services.auth.store import queries
from services.auth.store.models import PasswordLink, Staff
from services.auth.usecases import account_emails, attempts, passwords

PAGE = "/sign-in/password/open"
"""Where the link leads to at the pages; the token is its query, which no log of ours has."""


@job("auth.send_password_links.v1")
class SendPasswordLinks:
    """Send a link to whoever has this user name or mail address, if anybody may get one."""

    login: str


@dataclass(frozen=True, kw_only=True)
class AskForLink:
    """A user name or a mail address, and the browser it was typed into."""

    login: str
    user_agent: str = ""


@dataclass(frozen=True, kw_only=True)
class LookAtLink:
    """The token of a link."""

    token: str = field(repr=False)
    user_agent: str = ""


@dataclass(frozen=True, kw_only=True)
class UseLink:
    """The token of a link, and the password that the person has chosen."""

    token: str = field(repr=False)
    new: str = field(repr=False)
    user_agent: str = ""


def may_get_link(ctx: Context, staff: Staff) -> bool:
    """Whether a link may go to the person's address, which nobody else has put there."""
    address = Address(
        email=staff.email,
        source=staff.email_source,
        since=staff.email_since,
        started=bool(store.started(ctx.session, [staff.id])),
    )
    return is_trusted(address, ctx.now)


def send_link(ctx: Context, staff: Staff, kind: LinkKind) -> str:
    """Send a link to a person, who is locked by the caller; those of before end. Returns where it went, masked."""
    token, until = new_secret(), ctx.now + rules.LIFETIME
    store.end_links(ctx.session, staff.id, ctx.now)
    ctx.session.add(
        PasswordLink(
            token_hash=secret_hash(token),
            staff_id=staff.id,
            kind=kind,
            email=staff.email,
            made_by=ctx.actor.id,
            made_at=ctx.now,
            expires_at=until,
        )
    )
    words = emails.password_link(
        kind.value,
        name=staff.name,
        username=staff.username,
        by=ctx.actor.name,
        until=f"{until.astimezone(ctx.zone):%Y-%m-%d %H:%M}",
        link=f"{ctx.deployment.public_url}{PAGE}?token={token}",
    )
    enqueue_email(
        ctx,
        Email(
            unique_key=f"password-link:{new_id()}",
            to=[staff.email],
            subject=words.subject,
            html=words.html,
            text=words.text,
            secret_until=until,
        ),
    )
    sent_to = mask_email(staff.email)
    record_change(ctx, Staff.__tablename__, staff.id, "password_link_sent", {"sent_to": [None, sent_to]})
    return sent_to


def ask_for_link(ctx: Context, command: AskForLink) -> None:
    """Ask for a link for oneself, signed in nowhere. What is done and answered is the same for everybody; whether there
    is such an account is looked at later, where nobody waits for it. Raises TooManyAttempts."""
    login = tries.normalise_username(command.login)
    most = rules.MOST_FROM_ADDRESS
    before = store.asks_from(ctx.session, ctx.origin, tries.LINK_ASKED, ctx.now - rules.HOUR, most)
    if len(before) >= most:
        raise TooManyAttempts(seconds=ceil((before[-1] + rules.HOUR - ctx.now).total_seconds()))
    known = rules.is_login(login)
    attempt = attempts.Attempt(username=login if known else "", address=ctx.origin, user_agent=command.user_agent)
    attempts.record(ctx, attempt, None, reason=tries.LINK_ASKED)
    if known:
        ctx.enqueue(SendPasswordLinks(login=login))


def send_links(ctx: Context, login: str) -> None:
    """Send a link to each person of a user name or mail address who may get one and did not get several already."""
    for found in store.people_of_login(ctx.session, login):
        staff = queries.staff_locked(ctx.session, found.id)
        if staff is None or not staff.active or not may_get_link(ctx, staff):
            continue
        if store.links_asked_for(ctx.session, staff.id, ctx.now - rules.HOUR) < rules.MOST_FOR_ACCOUNT:
            send_link(ctx, staff, LinkKind.FORGOTTEN)


def look_at_link(ctx: Context, command: LookAtLink, limit: RateLimit) -> Staff:
    """Whose password a link sets. Looking uses nothing up: programs that check emails look, too.
    Raises PasswordLinkEnded, TooManyAttempts."""
    return _open(ctx, command.token, command.user_agent, limit)[0]


def use_link(ctx: Context, command: UseLink, limit: RateLimit) -> None:
    """Set the password of the person to whom the link was sent; every session of theirs ends, and every link. A second
    factor is still asked for at the next sign-in. Raises PasswordLinkEnded, TooManyAttempts, Invalid."""
    staff, link = _open(ctx, command.token, command.user_agent, limit)
    new = policy.normalise_password(command.new)
    policy.require_acceptable(new, username=staff.username, name=staff.name)
    if staff.email_source is AddressSource.FIRST:
        staff.email_source = AddressSource.OWN
    passwords.set_password(ctx, staff, command.new, must_change=False, action="password_set_by_link")
    if link.kind is not LinkKind.WELCOME:
        account_emails.tell(ctx, staff, Notice.CHANGED)


def _open(ctx: Context, token: str, user_agent: str, limit: RateLimit) -> tuple[Staff, PasswordLink]:
    """The person of a link, locked, and the link, if it holds. Only tokens that never were count as wrong tries."""
    attempt = attempts.Attempt(username="", address=ctx.origin, user_agent=user_agent)
    attempts.begin(ctx, attempt, None, limit)
    hashed = secret_hash(token)
    whose = store.owner_of_link(ctx.session, hashed)
    if whose is None:
        attempts.record(ctx, attempt, None, reason=tries.WRONG_LINK)
        raise PasswordLinkEnded()
    staff = queries.staff_locked(ctx.session, whose)
    link = store.link_locked(ctx.session, hashed)
    if staff is None or link is None or not staff.active or link.email != staff.email:
        raise PasswordLinkEnded()
    if not rules.holds(expires_at=link.expires_at, ended_at=link.ended_at, now=ctx.now):
        raise PasswordLinkEnded()
    return staff, link
