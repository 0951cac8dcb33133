"""The tree of departments, and what can be done with one. A path is the ids from the root to the department itself,
each followed by a slash."""

from __future__ import annotations

from uuid import UUID

from chassis.workflow import Step, Workflow
from contracts.permissions import Permission
from services.auth.domain.errors import DepartmentBelowItself
from services.auth.domain.switching import ANY, ActiveStatus, only_with_scope_all

WRITE = Permission.DEPARTMENT_WRITE
_BY = only_with_scope_all(WRITE)

DEPARTMENT: Workflow[ActiveStatus] = Workflow(
    {
        "edit": Step(before=ANY, permission=WRITE, by=_BY),
        "disable": Step(before={ActiveStatus.ACTIVE}, after=ActiveStatus.DISABLED, permission=WRITE, by=_BY),
        "enable": Step(before={ActiveStatus.DISABLED}, after=ActiveStatus.ACTIVE, permission=WRITE, by=_BY),
    }
)


def path_of(id: UUID, parent_path: str) -> str:
    """The path of a department under the one whose path is given; '' for a root."""
    return f"{parent_path}{id}/"


def is_inside(path: str, of: str) -> bool:
    """Whether a department is the other one or lies below it, however deep."""
    return path.startswith(of)


def moved_path(path: str, before: str, after: str) -> str:
    """The path of what lies inside a moved department, whose own path was ``before`` and is ``after``."""
    return after + path.removeprefix(before)


def require_elsewhere(path: str, new_parent_path: str) -> None:
    """Refuse to move a department into itself or below itself. Raises DepartmentBelowItself."""
    if is_inside(new_parent_path, path):
        raise DepartmentBelowItself()
