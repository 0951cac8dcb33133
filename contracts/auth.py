"""What the auth service says to the others: who works here, and where."""

from __future__ import annotations

from uuid import UUID

from chassis.events import Event, event


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
