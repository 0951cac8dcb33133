"""The tables of the auth service."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Sequence, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from chassis.audit.content import SEALED
from chassis.db import Tracked, Versioned, new_id
from contracts.auth import SessionKind, SignInMethod
from services.auth.api_tokens.store.models import ApiToken, ApiTokenUse
from services.auth.backups.store.models import BackupReport
from services.auth.domain.second_factors import Purpose
from services.auth.oidc.store.models import ProviderLink
from services.auth.resets.domain.addresses import AddressSource
from services.auth.resets.store.models import AccountRequest, PasswordLink
from services.auth.reviews.store.models import AccountReview, ReviewedAccount, ReviewPolicy
from services.auth.store.base import Base, Switched

__all__ = [
    "CODES",
    "AccountRequest",
    "AccountReview",
    "ApiToken",
    "ApiTokenUse",
    "BackupReport",
    "Base",
    "Challenge",
    "Credential",
    "Department",
    "OpenSession",
    "Passkey",
    "PasskeyUse",
    "PasskeyUser",
    "PasswordLink",
    "ProviderLink",
    "RecoveryCode",
    "ReviewPolicy",
    "ReviewedAccount",
    "Role",
    "SignIn",
    "SpentSecret",
    "Staff",
    "Totp",
]

CODES: list[Sequence] = []


class Department(Switched, Tracked, Versioned, Base):
    """A department. ``path`` is the ids from the root to itself, each followed by a slash (domain.tree)."""

    __tablename__ = "department"
    __table_args__ = (
        UniqueConstraint("parent_id", "name", postgresql_nulls_not_distinct=True),
        Index("ix_department_path", "path", unique=True, postgresql_ops={"path": "text_pattern_ops"}),
    )

    name: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"))
    path: Mapped[str]


class Role(Switched, Tracked, Versioned, Base):
    """What people of one duty may do: ``permissions`` maps a permission to its scope. Delivered ones are protected.
    ``second_factor``: whoever holds it signs in with one; ``passkey_only``: and only a passkey is one. ``groups``: of
    the provider of sign-ins; where there are any, they alone give the role (domain.oidc). ``for_programs``: accounts of
    programs hold it, and no person's."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    permissions: Mapped[dict[str, Any]]
    second_factor: Mapped[bool] = mapped_column(default=False, server_default="false")
    passkey_only: Mapped[bool] = mapped_column(default=False, server_default="false")
    groups: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    for_programs: Mapped[bool] = mapped_column(default=False, server_default="false")
    system: Mapped[bool] = mapped_column(default=False)


class Staff(Switched, Tracked, Versioned, Base):
    """Somebody who works here, or (``program``) a program: that is settled when the account is made, and stays.
    ``roles`` are codes of roles. ``email_source``, ``email_since``: who stands for the mail
    address, and when somebody else has put it there (resets.domain.addresses); ``granted_by``, ``granted_at``: who has
    last given the account what it may; ``renamed_at``: when somebody else has last changed the user name."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("username"),
        Index("ix_staff_department_id_username", "department_id", "username"),
        Index("ix_staff_name_username", "name", "username"),
        Index("ix_staff_roles", "roles", postgresql_using="gin"),
    )

    username: Mapped[str]
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="", server_default="")
    phone: Mapped[str] = mapped_column(default="", server_default="")
    address: Mapped[str] = mapped_column(default="", server_default="")
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"))
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    program: Mapped[bool] = mapped_column(default=False, server_default="false")
    email_source: Mapped[AddressSource] = mapped_column(default=AddressSource.FIRST, server_default="first")
    email_since: Mapped[datetime | None]
    granted_by: Mapped[UUID | None]
    granted_at: Mapped[datetime | None]
    renamed_at: Mapped[datetime | None]

    __untracked__ = frozenset({"email_source", "email_since", "granted_by", "granted_at", "renamed_at"})


class Credential(Base):
    """A person's password, as an Argon2 hash. Kept beside the person so that no trail and no answer ever holds it."""

    __tablename__ = "credential"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    password_hash: Mapped[str]
    must_change: Mapped[bool]
    changed_at: Mapped[datetime]


class Totp(Base):
    """A person's authenticator. ``secret`` is sealed (chassis.auth.sealing), '' when there is none; ``pending`` is one
    that no code has confirmed yet. ``last_step``: that of the last code that was good."""

    __tablename__ = "totp"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(default="", server_default="")
    pending: Mapped[str] = mapped_column(default="", server_default="")
    last_step: Mapped[int] = mapped_column(default=0, server_default="0")
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code for who has lost the other factors: good once. It ends by being used, or by other codes."""

    __tablename__ = "recovery_code"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PasskeyUser(Base):
    """By which name a person's passkeys know them: random, so that nobody learns anything from it. It stays."""

    __tablename__ = "passkey_user"
    __table_args__ = (UniqueConstraint("handle"),)

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    handle: Mapped[str]


class Passkey(Versioned, Base):
    """A person's passkey: the public half of a key that never leaves its device. ``credential_id`` is base64url;
    ``synced``: its maker may keep it on several devices."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("credential_id"), Index("ix_passkey_staff_id", "staff_id"))

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str]
    credential_id: Mapped[str]
    public_key: Mapped[bytes]
    transports: Mapped[list[str]]
    synced: Mapped[bool]
    ended_at: Mapped[datetime | None]


class PasskeyUse(Base):
    """What a passkey said of itself the last time: its counter, and whether its maker keeps a copy. Beside the passkey,
    whose version it does not move. ``at`` is None before the first sign-in."""

    __tablename__ = "passkey_use"

    passkey_id: Mapped[UUID] = mapped_column(ForeignKey("passkey.id"), primary_key=True)
    sign_count: Mapped[int]
    backed_up: Mapped[bool]
    at: Mapped[datetime | None]


class Challenge(Base):
    """A proof that was begun and waits for its second half (domain.second_factors.Purpose). Whoever began it holds the
    secret; only its SHA-256 is here. ``staff_id`` is None while nobody has said who it is. ``method``: how the half
    that was brought was proved."""

    __tablename__ = "challenge"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    method: Mapped[SignInMethod] = mapped_column(default=SignInMethod.PASSWORD, server_default="password")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_at: Mapped[datetime | None]


class OpenSession(Base):
    """A sign-in that goes on: at the gateway's pages, or of a program (domain.sessions.SessionKind). The browser, or
    the program, holds the secret; only its SHA-256 is here. ``method``: how it was proved who it is;
    ``provider_factor``: the provider has asked for more than one factor, and is believed."""

    __tablename__ = "session"
    __table_args__ = (
        Index("ix_session_staff_id", "staff_id", postgresql_where="ended_at IS NULL"),
        Index("ix_session_staff_id_pages", "staff_id", postgresql_where="kind = 'pages'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[SessionKind] = mapped_column(default=SessionKind.PAGES, server_default="pages")
    secret_hash: Mapped[str] = mapped_column(unique=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(default="", server_default="")
    method: Mapped[SignInMethod] = mapped_column(default=SignInMethod.PASSWORD, server_default="password")
    provider_factor: Mapped[bool] = mapped_column(default=False, server_default="false")
    address: Mapped[str]
    user_agent: Mapped[str]


class SpentSecret(Base):
    """A program's secret that was exchanged for the next one: whoever shows it again is not the program, or the program
    has lost its session to somebody else."""

    __tablename__ = "spent_secret"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.id"))
    at: Mapped[datetime]


_SIGN_IN_SEALED = (
    *("at", "id", "staff_id", "username", "ok"),
    *("reason", "address", "user_agent", "request_id"),
)


class SignIn(Base):
    """One try to sign in, or to confirm a change with the old password. ``staff_id`` is None for an unknown name. Its
    rows are sealed as the trail is: another column is another form. ``method``: password, or through a provider."""

    __tablename__ = "sign_in"
    __table_args__ = (
        Index("ix_sign_in_username_at", "username", "at"),
        Index("ix_sign_in_staff_id_id", "staff_id", "id"),
        Index("ix_sign_in_address_at", "address", "at", postgresql_where="NOT ok"),
        Index("ix_sign_in_staff_id_at", "staff_id", "at", postgresql_where="ok"),
        {"info": {SEALED: (_SIGN_IN_SEALED, (*_SIGN_IN_SEALED, "method"))}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    staff_id: Mapped[UUID | None]
    username: Mapped[str]
    ok: Mapped[bool]
    reason: Mapped[str]
    address: Mapped[str]
    user_agent: Mapped[str]
    request_id: Mapped[str]
    method: Mapped[SignInMethod] = mapped_column(default=SignInMethod.PASSWORD, server_default="password")
