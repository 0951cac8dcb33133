"""What we learn of the house's own people and departments."""

from __future__ import annotations

from chassis.auth import directory
from chassis.context import Context
from contracts.auth import DepartmentChanged, StaffChanged


def learn_department(ctx: Context, event: DepartmentChanged) -> None:
    """Keep the newest word on a department."""
    directory.learn_unit(
        ctx.session,
        id=event.department_id,
        version=event.version,
        name=event.name,
        path=event.path,
        active=event.active,
    )


def learn_staff(ctx: Context, event: StaffChanged) -> None:
    """Keep the newest word on a person."""
    directory.learn_person(
        ctx.session,
        id=event.staff_id,
        version=event.version,
        name=event.name,
        email=event.email,
        unit_id=event.department_id,
        roles=event.roles,
        active=event.active,
        since=ctx.now,
    )
