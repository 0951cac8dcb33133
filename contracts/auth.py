"""What the auth service says to the others: who works here, where, and whose access ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.events import Event, event


class SignInMethod(StrEnum):
    """How it was proved who somebody is; ``oidc``: by a provider of sign-ins."""

    PASSWORD = "password"  # noqa: S105 - the name of a way to sign in
    PASSKEY = "passkey"
    OIDC = "oidc"


class SessionKind(StrEnum):
    """Through what somebody signed in."""

    PAGES = "pages"
    PROGRAM = "program"


class ReviewAnswer(StrEnum):
    """What was said of an account in a review; ``waiting``: nothing yet."""

    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"


class AccountRequestKind(StrEnum):
    """What is asked for somebody's account and needs a second person: a one-time password, that the second factors are
    taken away, or a token by which a program reads customers."""

    PASSWORD = "password"  # noqa: S105 - what is asked for
    SECOND_FACTOR = "second_factor"
    TOKEN = "token"  # noqa: S105 - what is asked for


class AccountRequestStatus(StrEnum):
    """Where such a request stands. ``confirmed``: the one-time password waits for who hands it over; ``lapsed``: nobody
    brought it further in time."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class TokenStatus(StrEnum):
    """Whether a program's token opens anything. ``waiting``: a second person has not confirmed it yet."""

    WAITING = "waiting"
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@event("auth.department_changed.v1", subject="department_id")
class DepartmentChanged(Event):
    """A department is new, or has another name, place or state. Also said for each department below a moved one.

    ``path`` is the ids from the root to itself, each followed by a slash.
    """

    department_id: UUID
    version: int
    name: str
    path: str
    active: bool


@event("auth.staff_changed.v1", subject="staff_id")
class StaffChanged(Event):
    """A person is new, or has another department, roles, name, e-mail or state. ``roles`` are the roles' codes."""

    staff_id: UUID
    version: int
    name: str
    email: str
    department_id: UUID
    roles: list[str]
    active: bool


@event("auth.access_ended.v1", subject="staff_id")
class AccessEnded(Event):
    """Access tokens of a person that were issued at or before ``since`` no longer hold: the person is disabled, may
    something else now, or has another password. With ``session_id`` only those of that session: it was ended."""

    staff_id: UUID
    session_id: UUID | None
    since: datetime


@event("auth.role_changed.v1", subject="role_id")
class RoleChanged(Event):
    """A role is new, or permits something else, is disabled or enabled again. ``permissions``: permission -> scope."""

    role_id: UUID
    version: int
    code: str
    permissions: dict[str, str]
    active: bool
