"""Staff: add, change, disable and enable; oneself."""

from __future__ import annotations

from chassis.context import Context
from chassis.errors import Unauthenticated
from contracts.auth import StaffChanged
from services.auth.store.models import Staff


def acting(ctx: Context) -> Staff:
    """The person who acts, as they are now: a token may outlive its person's account by minutes."""
    person = ctx.session.get(Staff, ctx.actor.id) if ctx.actor.id else None
    if person is None or not person.active:
        raise Unauthenticated(reason="no_account")
    return person


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
