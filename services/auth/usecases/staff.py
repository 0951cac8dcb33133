"""Staff: add, change, disable and enable; oneself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.context import Context
from chassis.db import expect_version
from chassis.db.trail import record_change
from chassis.errors import Invalid, Unauthenticated, WrongStatus
from contracts.auth import AccountRequestKind, StaffChanged
from contracts.permissions import Permission
from services.auth.api_tokens.store.queries import end_tokens
from services.auth.domain import staffing, tree
from services.auth.domain.roles import is_ordinary, is_programs, require_compatible, require_kind
from services.auth.domain.staffing import STAFF, AccountState
from services.auth.emails import Notice
from services.auth.resets.domain.addresses import AddressSource, may_confirm
from services.auth.resets.store import queries as resets
from services.auth.store import queries
from services.auth.store.models import Department, Role, Staff
from services.auth.store.roles import roles_by_code
from services.auth.usecases import access, account_emails, sessions
from services.auth.usecases.departments import open_department

WRITE = Permission.STAFF_WRITE
GRANTING = frozenset({"roles", "department_id"})
"""What a person may follows from these."""


@dataclass(frozen=True, kw_only=True)
class AddStaff:
    """A new person."""

    username: str
    name: str
    department_id: UUID
    roles: Sequence[str] = ()
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeStaff:
    """New values of some fields."""

    values: dict[str, Any]


def acting(ctx: Context, *, alone: bool = False) -> Staff:
    """The person who acts, as they are now. Until this transaction ends nobody disables them, so two people cannot
    disable each other at the same moment. ``alone``: nobody else acts as this person meanwhile.
    Raises Unauthenticated."""
    person = (queries.staff_locked if alone else queries.staff_held)(ctx.session, ctx.actor.id)
    if person is None or not person.active:
        raise Unauthenticated(reason="no_account")
    return person


def add_staff(ctx: Context, command: AddStaff) -> Staff:
    """Add a person, who cannot sign in before there is a password (resets.usecases.resets)."""
    acting(ctx)
    department = open_department(ctx, command.department_id)
    roles = _roles_to_give(ctx, command.roles, [])
    program = is_programs(role.for_programs for role in roles)
    require_kind((role.for_programs for role in roles), program=program)
    staffing.require_may_add(
        ctx.actor,
        inside=_works_above(ctx, department),
        ordinary=all(is_ordinary(role.permissions) for role in roles),
    )
    staff = Staff(
        username=command.username,
        name=command.name,
        department_id=command.department_id,
        roles=[role.code for role in roles],
        program=program,
        email=command.email,
        phone=command.phone,
        address=command.address,
        active=True,
        email_since=ctx.now,
        granted_by=ctx.actor.id,
        granted_at=ctx.now,
    )
    ctx.session.add(staff)
    say_changed(ctx, staff)
    return staff


def change_staff(ctx: Context, id: UUID, command: ChangeStaff, version: int | None) -> Staff:
    """Change a person's data, department or roles, as far as the actor may."""
    acting(ctx)
    staff = _staff(ctx, id, version)
    changed = {field: value for field, value in command.values.items() if getattr(staff, field) != value}
    staffing.require_may_change(state_of(ctx, staff), ctx.actor, changed)
    if "department_id" in changed and staff.active:
        open_department(ctx, changed["department_id"])
    if "roles" in changed:
        given = _roles_to_give(ctx, changed["roles"], staff.roles)
        require_kind((role.for_programs for role in given), program=staff.program)
        changed["roles"] = [role.code for role in given]
    _readdress(ctx, staff, changed)
    if "username" in changed:
        staff.renamed_at = ctx.now
    for field, value in changed.items():
        setattr(staff, field, value)
    if GRANTING & changed.keys():
        _note_grant(ctx, staff)
    say_changed(ctx, staff)
    if GRANTING & changed.keys():
        end_tokens(ctx.session, staff.id, ctx.now)
        access.end_access(ctx, [staff.id])
    return staff


def disable_staff(ctx: Context, id: UUID, version: int | None) -> Staff:
    """Take a person's account away, and end what they have open; nothing is deleted."""
    staff = _switch(ctx, id, "disable", version)
    sessions.end_sessions_of(ctx, staff.id, "disabled")
    resets.end_links(ctx.session, staff.id, ctx.now)
    resets.end_requests(ctx.session, staff.id, *AccountRequestKind)
    end_tokens(ctx.session, staff.id, ctx.now)
    say_changed(ctx, staff)
    access.end_access(ctx, [staff.id])
    return staff


def enable_staff(ctx: Context, id: UUID, version: int | None) -> Staff:
    """Give a person's account back; the department has to be in use."""
    staff = _switch(ctx, id, "enable", version)
    _note_grant(ctx, staff)
    open_department(ctx, staff.department_id)
    say_changed(ctx, staff)
    return staff


def change_me(ctx: Context, command: ChangeStaff) -> Staff:
    """Change one's own contact data."""
    access.require_person(ctx)
    staff = acting(ctx, alone=True)
    staffing.require_may_change(state_of(ctx, staff), ctx.actor, command.values)
    _readdress(ctx, staff, command.values)
    for field, value in command.values.items():
        setattr(staff, field, value)
    say_changed(ctx, staff)
    return staff


def confirm_address(ctx: Context) -> Staff:
    """Say of the mail address that somebody else has put there that it is one's own. Raises WrongStatus."""
    access.require_person(ctx)
    staff = acting(ctx, alone=True)
    if not may_confirm(staff.email, staff.email_source):
        raise WrongStatus(status=staff.email_source.value, action="confirm-address")
    staff.email_source = AddressSource.CONFIRMED
    record_change(ctx, Staff.__tablename__, staff.id, "address_confirmed", {"email": [None, staff.email]})
    ctx.session.flush()
    return staff


def say_changed(ctx: Context, staff: Staff) -> None:
    """Tell the others who works here now."""
    ctx.session.flush()
    ctx.emit(
        StaffChanged(
            staff_id=staff.id,
            version=staff.version,
            name=staff.name,
            email=staff.email,
            department_id=staff.department_id,
            roles=list(staff.roles),
            active=staff.active,
        )
    )


def _readdress(ctx: Context, staff: Staff, values: dict[str, Any]) -> None:
    """Before another mail address: tell the old one, end what was sent there, note who stands for the new one."""
    if values.get("email", staff.email) == staff.email:
        return
    oneself = staff.id == ctx.actor.id
    account_emails.tell(ctx, staff, Notice.ADDRESS_CHANGED, oneself=oneself)
    resets.end_links(ctx.session, staff.id, ctx.now)
    staff.email_source = AddressSource.OWN if oneself else AddressSource.OTHERS
    staff.email_since = ctx.now


def _note_grant(ctx: Context, staff: Staff) -> None:
    staff.granted_by, staff.granted_at = ctx.actor.id, ctx.now


def _staff(ctx: Context, id: UUID, version: int | None) -> Staff:
    staff = queries.staff_of(ctx.session, ctx.actor, id, permission=WRITE, lock=True)
    expect_version(staff, version)
    return staff


def _switch(ctx: Context, id: UUID, action: str, version: int | None) -> Staff:
    acting(ctx)
    staff = _staff(ctx, id, version)
    staff.status = STAFF.after(action, state_of(ctx, staff), ctx.actor)
    return staff


def _roles_to_give(ctx: Context, codes: Sequence[str], held: Sequence[str]) -> list[Role]:
    """The roles of these codes, in their order, if they go together. One that is disabled may be kept, not given."""
    known = roles_by_code(ctx.session, codes, lock=True)
    if set(codes) - set(known):
        raise Invalid(roles="unknown_role")
    if any(not known[code].active and code not in held for code in codes):
        raise Invalid(roles="role_disabled")
    roles = [known[code] for code in dict.fromkeys(codes)]
    require_compatible(role.permissions for role in roles)
    return roles


def states_of(ctx: Context, people: Sequence[Staff]) -> dict[UUID, AccountState]:
    """Some people's accounts as the rules look at them, with two queries."""
    roles = roles_by_code(ctx.session, (code for person in people for code in person.roles))
    beyond = {code for code, role in roles.items() if not is_ordinary(role.permissions)}
    used = resets.started(ctx.session, [person.id for person in people])
    return {
        person.id: AccountState(
            id=person.id,
            status=person.status,
            ordinary=beyond.isdisjoint(person.roles),
            started=person.id in used,
        )
        for person in people
    }


def state_of(ctx: Context, staff: Staff) -> AccountState:
    """One person's account as the rules look at it."""
    return states_of(ctx, [staff])[staff.id]


def actions_of(ctx: Context, people: Sequence[Staff]) -> dict[UUID, list[str]]:
    """What the actor may do with each of some accounts now, with three queries however many they are."""
    states = states_of(ctx, people)
    reached = queries.staff_reached(ctx.session, ctx.actor, WRITE, states)
    return {id: STAFF.actions(state, ctx.actor) if id in reached else [] for id, state in states.items()}


def _works_above(ctx: Context, department: Department) -> bool:
    own = ctx.session.get(Department, ctx.actor.department_id) if ctx.actor.department_id else None
    return own is not None and tree.is_inside(department.path, own.path)
